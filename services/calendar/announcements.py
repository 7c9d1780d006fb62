"""Which anniversaries are to be announced, and what follows when a placement was corrected. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.calendar.dates import LeapDay, anniversaries, next_announcement
from services.calendar.placements import Placement
from shared.clock import day_of
from shared.envelope import computed_id

LEAD = timedelta(days=7)
"""How long before the day an anniversary is announced."""
LOOK_BACK = timedelta(days=10)
"""What was over for longer when the placement became known is not announced."""


class Anniversary(NamedTuple):
    """One anniversary of one placement."""

    placement: str
    years: int
    occurs_on: date


class Announced(NamedTuple):
    """An anniversary that was announced, by which fact, and whether it was taken back since."""

    anniversary: Anniversary
    fact: str
    retracted: bool


@dataclass(frozen=True)
class Calendar:
    """How an agency counts days."""

    zone: ZoneInfo
    leap_day: LeapDay = LeapDay.FEBRUARY_28


@dataclass(frozen=True)
class Changes:
    """What the calendar has to say now of one person."""

    announce: tuple[Announced, ...]
    """In the order of their days; `fact` is the id the announcement gets."""
    retract: tuple[Announced, ...]
    look_again_on: date | None
    """The next day on which time alone brings an announcement."""


def changes(
    known: Mapping[str, Placement], announced: Iterable[Announced], today: date, calendar: Calendar
) -> Changes:
    """Compare what should have been announced by `today` with what was."""
    earlier = list(announced)
    standing = {each.anniversary: each for each in earlier if not each.retracted}
    wanted = _wanted(known, today, calendar)
    return Changes(
        announce=tuple(_announcement(each, earlier) for each in wanted if each not in standing),
        retract=tuple(each for due, each in standing.items() if due not in set(wanted)),
        look_again_on=_look_again_on(known, today, calendar),
    )


def _wanted(known: Mapping[str, Placement], today: date, calendar: Calendar) -> list[Anniversary]:
    found = (_due(placement, today, calendar) for placement in known.values())
    return sorted((each for due in found for each in due), key=lambda each: (each.occurs_on, each))


def _due(placement: Placement, today: date, calendar: Calendar) -> Iterable[Anniversary]:
    since = day_of(placement.known_since, calendar.zone) - LOOK_BACK
    until = min(today + LEAD, placement.ends or date.max)
    days = anniversaries(placement.starts, since, until, calendar.leap_day)
    return [Anniversary(placement.placement, years, day) for years, day in days]


def _announcement(due: Anniversary, earlier: list[Announced]) -> Announced:
    """Once taken back, a day is announced by a fact of its own: a retracted id never holds again."""
    times = sum(each.anniversary == due for each in earlier)
    return Announced(due, computed_id("anniversary.due", *due, times), retracted=False)


def _look_again_on(known: Mapping[str, Placement], today: date, calendar: Calendar) -> date | None:
    days = ((each, next_announcement(each.starts, today, LEAD, calendar.leap_day)) for each in known.values())
    return min((day for each, day in days if each.ends is None or day + LEAD <= each.ends), default=None)
