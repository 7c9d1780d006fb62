"""Offer an advocate who is not looking for a job advice with no agenda, some time after the last contact."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from services.rules.person import Person
from services.rules.person.history import Said
from services.rules.person.standing import DELIGHTED, latest
from services.rules.play import Days, Every, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, recurring
from services.rules.wording import called, contact, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    silence_days: Every = 120
    """Counted from the last contact; without one, from the last thing they did for the agency."""
    open_days: Days = 30


class Deed(NamedTuple):
    """What made somebody an advocate."""

    said: Said
    on: date
    words: str


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each so long silence. What somebody did for us starts it where no contact is known."""
    deed = latest(_deeds(person))
    if deed and not person.looking:
        yield _support(person, deed, settings)


def _deeds(person: Person) -> Iterator[Deed]:
    for referral in person.referrals.values():
        if referral.made:
            whom = referral.name or "somebody"
            yield Deed(referral.made, referral.on or referral.made.on, f"told us of {whom}")
    for review in person.reviews.values():
        yield Deed(review.said, review.on, f"reviewed us on {review.platform}")
    if person.rating and person.rating.score >= DELIGHTED:
        rating = person.rating
        yield Deed(rating.said, rating.on, f"rated our work {rating.score} out of 10")


def _support(person: Person, deed: Deed, settings: Settings) -> Proposal:
    silent_since = person.last_touch or deed
    first = days_after(silent_since.on, settings.silence_days)
    number, opens_on = recurring(first, settings.silence_days, settings.open_days, person.today)
    return Proposal(
        about="",
        occurrence=f"{number}",
        asserted_by=(silent_since.said.fact,),
        opens_on=opens_on,
        closes_on=days_after(opens_on, settings.open_days),
        headline=f"Offer {called(person)} advice with no agenda",
        reasons=tuple(_reasons(person, deed, settings)),
        brings=_brings(person, deed),
    )


def _reasons(person: Person, deed: Deed, settings: Settings) -> Iterator[Reason]:
    yield reason(f"{called(person)} {deed.words} on {deed.on}", deed.said)
    last = person.last_touch
    if last:
        words = f"The last contact was on {last.on}; we offer advice after {settings.silence_days} days"
        yield reason(words, last.said)


def _brings(person: Person, deed: Deed) -> dict[str, str]:
    return told(
        {
            "offers": "advice with no agenda",
            "did_for_us": f"{deed.words} on {deed.on}",
            "last_contact": contact(person.last_touch),
            "goals": person.goals_in_words,
            "last_note": person.last_note,
        }
    )


PLAY = Play(
    "support_an_advocate",
    "give",
    Settings(importance=4),
    propose,
    reads=("search", "referrals", "reviews", "ratings", "last_touch"),
    shows=("goals", "notes"),
    brings=("offers", "did_for_us", "last_contact", "goals", "last_note"),
)
