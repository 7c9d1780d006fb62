"""Which days come back every year."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum


class LeapDay(Enum):
    """Where an anniversary of 29 February falls in a year without one."""

    FEBRUARY_28 = "02-28"
    MARCH_1 = "03-01"


def anniversary(start: date, years: int, leap_day: LeapDay) -> date:
    """The day `years` after `start`, always counted from the original day."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        month, day = (int(part) for part in leap_day.value.split("-"))
        return date(start.year + years, month, day)


def anniversaries(start: date, since: date, until: date, leap_day: LeapDay) -> Iterator[tuple[int, date]]:
    """Each anniversary of `start` with `since` <= day <= `until`, as (years, day), the earliest first."""
    for years in range(max(1, since.year - start.year), until.year - start.year + 1):
        day = anniversary(start, years, leap_day)
        if since <= day <= until:
            yield years, day


def next_announcement(start: date, after: date, lead: timedelta, leap_day: LeapDay) -> date:
    """The first day later than `after` on which an anniversary is announced, `lead` ahead of it."""
    reach = after + lead
    years = max(1, reach.year - start.year)
    return next(
        day - lead
        for each in range(years, years + 3)
        if (day := anniversary(start, each, leap_day)) - lead > after
    )
