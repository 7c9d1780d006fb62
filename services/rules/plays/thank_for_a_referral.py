"""Thank for a referral, and again when that person is placed."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.favours import Referral
from services.rules.person.history import Said
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after
from services.rules.wording import called, job, reason, told


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    open_days: Days = 7
    """Counted from the day we learned of it."""
    old_news_days: Days = 60
    """What was older than this when we learned of it came with an old history; it is thanked for no more."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each referral and one for each that led to a placement.

    Learned of together, they are thanked for together.
    """
    for referral in person.referrals.values():
        made, placed = _made(referral, settings), _placed(referral, settings)
        if made and not (placed and placed <= made):
            yield _thanks(person, referral, "made", made, settings)
        if placed:
            yield _thanks(person, referral, "placed", placed, settings)


def _made(referral: Referral, settings: Settings) -> date | None:
    return _news(referral.made, referral.on, referral.made_learned, settings)


def _placed(referral: Referral, settings: Settings) -> date | None:
    return _news(referral.placed, referral.placed_on, referral.placed_learned, settings)


def _news(said: Said | None, on: date | None, learned: date | None, settings: Settings) -> date | None:
    """The day on which we learned of it, unless it was old by then."""
    if said is None or on is None or learned is None:
        return None
    return learned if (learned - on).days <= settings.old_news_days else None


def _thanks(
    person: Person, referral: Referral, occurrence: str, learned: date, settings: Settings
) -> Proposal:
    placed = occurrence == "placed"
    who, said = referral.name or "somebody", referral.placed if placed else referral.made
    what = f"{who}, of whom {called(person)} told us, was placed" if placed else f"They told us of {who}"
    return Proposal(
        about=referral.id,
        occurrence=occurrence,
        # The id stands for the facts: the same referral told anew, with a name, is not thanked for twice.
        asserted_by=(referral.id,),
        opens_on=learned,
        closes_on=days_after(learned, settings.open_days),
        headline=_headline(person, referral, placed=placed),
        reasons=(reason(f"{what} on {referral.placed_on if placed else referral.on}", said),) if said else (),
        brings=_brings(referral, placed=placed),
    )


def _headline(person: Person, referral: Referral, *, placed: bool) -> str:
    if placed:
        return f"Thank {called(person)}: {referral.name or 'whom they referred'} was placed"
    return f"Thank {called(person)} for telling us of {referral.name or 'somebody'}"


def _brings(referral: Referral, *, placed: bool) -> dict[str, str]:
    known = referral.title or referral.client
    where = f"placed as {job(referral.title, referral.client)}" if known else "placed"
    return told(
        {
            "who": referral.name,
            "referred_on": str(referral.on) if referral.on else None,
            "what_came_of_it": f"{where}, {referral.placed_on}" if placed else None,
        }
    )


PLAY = Play(
    "thank_for_a_referral",
    "care",
    Settings(importance=1),
    propose,
    reads=("referrals",),
    brings=("who", "referred_on", "what_came_of_it"),
)
