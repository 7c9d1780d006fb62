"""Ask how they are settling in, some days after a placement started."""

from collections.abc import Iterator
from datetime import date

from services.rules.person import Person
from services.rules.person.placement import Placement
from services.rules.play import Days, Play, PlaySettings
from services.rules.proposal import Proposal, days_after, facts, looked_after_by
from services.rules.wording import began_in, called, contact, reason, told
from shared.facts.tasks import Reason


class Settings(PlaySettings, frozen=True, kw_only=True):
    """What an agency can set."""

    days: tuple[Days, ...] = (7, 30, 60, 90)
    """How many days after the start each check-in opens."""
    open_days: Days = 10
    widest_start_days: Days = 31
    """How uncertain a start may be. It is counted from its latest day: nobody is asked before they began."""


def propose(person: Person, settings: Settings) -> Iterator[Proposal]:
    """One task for each of the days, while the placement lasts."""
    for placement in person.placements.values():
        start = _start(placement, settings)
        if start is not None and placement.asserted:
            yield from _check_ins(person, placement, start, settings)


def _start(placement: Placement, settings: Settings) -> date | None:
    first, last = placement.starts.earliest, placement.starts.latest
    if first is None or last is None or (last - first).days > settings.widest_start_days:
        return None
    return last


def _check_ins(person: Person, placement: Placement, start: date, settings: Settings) -> Iterator[Proposal]:
    for day in settings.days:
        opens_on = days_after(start, day)
        closes_on = min(days_after(opens_on, settings.open_days), placement.last_day or date.max)
        if max(opens_on, person.today) <= closes_on:
            yield Proposal(
                about=placement.id,
                occurrence=f"day {day}",
                asserted_by=facts(placement.asserted),
                opens_on=opens_on,
                closes_on=closes_on,
                headline=_headline(person, placement),
                recruiter=looked_after_by(person, placement),
                reasons=_reasons(person, placement, day),
                brings=_brings(person, placement, day),
            )


def _headline(person: Person, placement: Placement) -> str:
    return f"Ask {called(person)} how they are settling in at {placement.client or 'the new job'}"


def _reasons(person: Person, placement: Placement, day: int) -> tuple[Reason, ...]:
    started = f"{called(person)} started {began_in(placement.title, placement.client)} {placement.starts}"
    return (reason(f"{started}; we check in after {day} days", placement.dated or placement.asserted[0]),)


def _brings(person: Person, placement: Placement, day: int) -> dict[str, str]:
    last = person.last_done(PLAY.name)
    return told(
        {
            "client": placement.client,
            "days": str(day),
            "asks_for": "their satisfaction, from 0 to 10",
            "said_last_time": contact(last),
            "satisfaction_last_time": str(person.satisfaction) if person.satisfaction is not None else None,
        }
    )


PLAY = Play(
    "check_in_on_settling_in",
    "care",
    Settings(importance=2),
    propose,
    reads=("placements",),
    shows=("last_done", "ratings"),
    brings=("asks_for", "said_last_time", "satisfaction_last_time", "client", "days"),
)
