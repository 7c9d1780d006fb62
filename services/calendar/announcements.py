"""Which days are to be announced, and what follows when a placement was corrected. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.calendar.dates import LeapDay, anniversaries, next_announcement
from services.calendar.employments import Employment, employments
from services.calendar.milestones import Terms, milestones
from services.calendar.placements import Placement
from shared.clock import day_of
from shared.envelope import computed_id

LEAD = timedelta(days=7)
"""How long before the day an anniversary or a milestone is announced."""
LOOK_BACK = timedelta(days=10)
"""What was over for longer when the placement became known is not announced."""
NONE = Terms(0, 0)


class Due(NamedTuple):
    """One day of one placement: an anniversary of the employment it is part of, or a milestone."""

    placement: str
    years: int
    """Of an anniversary; 0 for a milestone."""
    occurs_on: date
    milestone: str = ""
    """As in `milestone.due`; empty for an anniversary."""


class Announced(NamedTuple):
    """A day that was announced, by which fact, and whether it was taken back since."""

    due: Due
    fact: str
    retracted: bool


@dataclass(frozen=True)
class Calendar:
    """How an agency counts days."""

    zone: ZoneInfo
    leap_day: LeapDay = LeapDay.FEBRUARY_28
    terms: Terms = NONE


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
    standing = {each.due: each for each in earlier if not each.retracted}
    wanted = _wanted(known, today, calendar)
    return Changes(
        announce=tuple(_announcement(each, earlier) for each in wanted if each not in standing),
        retract=tuple(each for due, each in standing.items() if due not in set(wanted)),
        look_again_on=_look_again_on(known, today, calendar),
    )


def _wanted(known: Mapping[str, Placement], today: date, calendar: Calendar) -> list[Due]:
    found = (_due(one, today, calendar) for one in employments(known.values()))
    return sorted((each for due in found for each in due), key=lambda each: (each.occurs_on, each))


def _due(employment: Employment, today: date, calendar: Calendar) -> Iterable[Due]:
    """Years count from the first day of the first placement; each is told of the one it falls in."""
    until = min(today + LEAD, employment.ends or date.max)
    since = min(_since(placement, calendar) for placement in employment.placements)
    for years, day in anniversaries(employment.starts, since, until, _leap_day(employment, calendar)):
        placement = employment.at(day)
        if day >= _since(placement, calendar):
            yield Due(placement.placement, years, day)
    for placement in employment.placements:
        for name, day in _milestones(employment, placement, calendar):
            if _since(placement, calendar) <= day <= until:
                yield Due(placement.placement, 0, day, name)


def _leap_day(employment: Employment, calendar: Calendar) -> LeapDay:
    """Who began in some February has no anniversary in March."""
    return calendar.leap_day if employment.placements[0].exact else LeapDay.FEBRUARY_28


def _since(placement: Placement, calendar: Calendar) -> date:
    return day_of(placement.known_since, calendar.zone) - LOOK_BACK


def _milestones(
    employment: Employment, placement: Placement, calendar: Calendar
) -> Iterable[tuple[str, date]]:
    """Of a contract that is followed by the next its end is none."""
    for name, day in milestones(placement, calendar.terms):
        if name != "contract_end" or not employment.outlasts(placement):
            yield name, day


def _announcement(due: Due, earlier: list[Announced]) -> Announced:
    """Once taken back, a day is announced by a fact of its own: a retracted id never holds again."""
    times = sum(each.due == due for each in earlier)
    placement, years, day, milestone = due
    kind, which = ("milestone.due", milestone) if milestone else ("anniversary.due", years)
    return Announced(due, computed_id(kind, placement, which, day, times), retracted=False)


def _look_again_on(known: Mapping[str, Placement], today: date, calendar: Calendar) -> date | None:
    return min(
        (day for one in employments(known.values()) for day in _ahead(one, today, calendar)), default=None
    )


def _ahead(employment: Employment, today: date, calendar: Calendar) -> Iterable[date]:
    """The days after today on which something of the employment is announced."""
    following = next_announcement(employment.starts, today, LEAD, _leap_day(employment, calendar))
    if employment.ends is None or following + LEAD <= employment.ends:
        yield following
    for placement in employment.placements:
        for _, day in _milestones(employment, placement, calendar):
            if day - LEAD > today:
                yield day - LEAD
