"""Dates that are not always known to the day."""

from calendar import monthrange
from datetime import date

import msgspec


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """The calendar days between which something happened, both inclusive; `None` where open.

    A date known to the day has both ends equal; a month has its first and last day. Never the first of
    January for a year, never an instant for a day.
    """

    earliest: date | None = None
    latest: date | None = None

    @property
    def day(self) -> date | None:
        """The day, when it is known exactly."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def certainty(self) -> str:
        """`exact`, `month`, `interval` or `unknown`."""
        first, last = self.earliest, self.latest
        if first is None and last is None:
            return "unknown"
        if first is None or last is None or first == last:
            return "exact" if first == last else "interval"
        whole = (first.year, first.month) == (last.year, last.month) and first.day == 1
        return "month" if whole and last.day == monthrange(last.year, last.month)[1] else "interval"

    def __str__(self) -> str:
        """In words: `2024-03-01`, `in 2024-03`, `between … and …`, `at an unknown date`."""
        match self.certainty:
            case "exact":
                return str(self.earliest)
            case "month":
                return f"in {self.earliest:%Y-%m}"
            case "interval":
                return _interval(self.earliest, self.latest)
            case _:
                return "at an unknown date"


def _interval(first: date | None, last: date | None) -> str:
    if first is None:
        return f"by {last}"
    return f"after {first}" if last is None else f"between {first} and {last}"


def exactly(day: date) -> Span:
    """The span of one known day."""
    return Span(earliest=day, latest=day)


def month(year: int, number: int) -> Span:
    """The span of one calendar month."""
    return Span(earliest=date(year, number, 1), latest=date(year, number, monthrange(year, number)[1]))
