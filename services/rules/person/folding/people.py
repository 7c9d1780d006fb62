"""Who somebody is, and whether we may write to them."""

from services.rules.person import Draft
from services.rules.person.history import Absorption, Consent, Profile, Said
from shared.facts import Fact, people


def profiled(draft: Draft, body: people.PersonProfiled, said: Said) -> None:
    """Each feed speaks for itself; the name is the newest that any of them knows."""
    known = draft.profiles.get(body.feed)
    if known is None or said >= known.said:
        words = (body.name, body.recruiter, body.given_name, body.employer, body.title)
        draft.put("profiles", body.feed, Profile(said, *words))
        newest_first = sorted(draft.profiles.values(), key=lambda profile: profile.said, reverse=True)
        draft.name = next((profile.name for profile in newest_first if profile.name), None)
        draft.given_name = next((one.given_name for one in newest_first if one.given_name), None)
        draft.recruiter = next((one.recruiter for one in newest_first if one.recruiter), None)


def consented(draft: Draft, body: people.ConsentGiven | people.ConsentWithdrawn, said: Said) -> None:
    """The last word holds."""
    if draft.consent is None or said >= draft.consent.said:
        draft.consent = Consent(said, type(body) is people.ConsentGiven)


def absorbed(draft: Draft, body: people.PersonAbsorbed, said: Said) -> None:
    """The last word holds."""
    if draft.absorbed is None or said >= draft.absorbed.said:
        draft.absorbed = Absorption(said, body.into)


def erased(draft: Draft, _body: people.PersonErased, _said: Said) -> None:
    """For ever."""
    draft.erased = True


def nothing(_draft: Draft, _body: Fact, _said: Said) -> None:
    """Only moves *today*."""


STEPS = {
    people.PersonRegistered: nothing,
    people.PersonProfiled: profiled,
    people.ConsentGiven: consented,
    people.ConsentWithdrawn: consented,
    people.PersonAbsorbed: absorbed,
    people.PersonErased: erased,
}
