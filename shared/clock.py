"""The only place that asks what time it is."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the time; passed in wherever time matters."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


@dataclass(frozen=True)
class SystemClock:
    """The machine's clock, moved by `shift` (for demos that play on another day)."""

    shift: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """The machine's time plus the shift, in UTC."""
        return datetime.now(UTC) + self.shift

    @classmethod
    def playing(cls, today: date | None) -> "SystemClock":
        """A running clock whose calendar day is `today`; the machine's own day when `None`."""
        if today is None:
            return cls()
        return cls(timedelta(days=(today - datetime.now(UTC).date()).days))


@dataclass
class SettableClock:
    """A clock that stands still until it is set."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was last set to."""
        return self.moment

    def advance(self, step: timedelta) -> None:
        """Move the moment forward by `step`."""
        self.moment += step


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The calendar day of an aware moment in a time zone."""
    return moment.astimezone(zone).date()
