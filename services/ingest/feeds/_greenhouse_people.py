"""Who somebody is, as Greenhouse tells it."""

import msgspec

from services.ingest.feeds import _greenhouse as gh
from services.ingest.identity import keys as shared_keys
from services.ingest.reading import Keys, Standing, Statement
from services.ingest.standing import Consented, Profiled
from shared.facts.people import PersonProfiled

NAME = "greenhouse"
MOST_KEYS = 10
"""E-mail addresses and profiles of one candidate by which they are looked for."""


def candidate_key(number: int) -> str:
    """The strong key of a candidate."""
    return f"greenhouse:candidate:{number}"


def named(number: str) -> str | None:
    """The same, of a candidate's number as it is written."""
    return candidate_key(int(number)) if number.isascii() and number.isdecimal() else None


def person(
    candidate: gh.Candidate,
    also: tuple[str, ...] = (),
    occurred: str | None = None,
    standings: tuple[Standing, ...] = (),
    *,
    by_name: bool = False,
) -> Statement:
    """Who somebody is, and whether they may be written to; `also` and `standings`: what is told besides.

    `by_name`: of recruiters no e-mail address is told.
    """
    silent = ("employer",) if candidate.company is msgspec.UNSET else ()
    profiled = Profiled(profile(candidate), occurred, silent=silent, by_name=by_name)
    no = Consented(NAME, False if candidate.can_email is False else None, None, occurred)
    consented = () if candidate.can_email is msgspec.UNSET else (no,)
    keys = Keys((candidate_key(candidate.id),), (*also, *strong_keys(candidate)))
    return Statement(keys, standings=(profiled, *consented, *standings))


def profile(candidate: gh.Candidate) -> PersonProfiled:
    """What Greenhouse says of a candidate."""
    names = [name.strip() for name in (candidate.first_name, candidate.last_name) if name and name.strip()]
    profiles = [url for url in _links(candidate) if shared_keys.profile(url)]
    return PersonProfiled(
        feed=NAME,
        recruiter=called(candidate.recruiter),
        name=" ".join(names) or None,
        given_name=(candidate.first_name or "").strip() or None,
        emails=_values(candidate.email_addresses),
        phones=_values(candidate.phone_numbers),
        profile_url=profiles[0] if profiles else None,
        employer=candidate.company if isinstance(candidate.company, str) else None,
        title=candidate.title,
    )


def strong_keys(candidate: gh.Candidate) -> tuple[str, ...]:
    """By what other feeds may know them."""
    found = [shared_keys.email(value) for value in _values(candidate.email_addresses)[:MOST_KEYS]]
    found += [shared_keys.profile(url) for url in _links(candidate)[:MOST_KEYS]]
    return tuple(dict.fromkeys(key for key in found if key))


def _links(candidate: gh.Candidate) -> tuple[str, ...]:
    return _values([*candidate.social_media_addresses, *candidate.website_addresses])


def _values(labelled: list[gh.Labelled]) -> tuple[str, ...]:
    return tuple(value for each in labelled if (value := (each.value or "").strip()))


def called(user: gh.User | None) -> str | None:
    """A recruiter's e-mail address or, without one, their name."""
    return ((user.email or "").strip() or (user.name or "").strip() or None) if user else None
