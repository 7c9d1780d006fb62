"""What the leading relay knows of one partition. No I/O."""

from dataclasses import dataclass, field
from typing import NamedTuple

STEADY = 0.5
"""Seconds. Between two answers closer than this no broker was restarted, so none can have lost its tail."""
LOOK_EVERY = 10.0
"""Seconds between two looks at what the log has acknowledged."""
FIRST_RETRY = 0.05
LONGEST_RETRY = 2.0


class Point(NamedTuple):
    """A number and where on the log it stands."""

    number: int
    offset: int


@dataclass
class Lane:
    """The numbers of one partition, as far as they are given, acknowledged and looked after."""

    given: int = 0
    acknowledged: int = 0
    offset: int | None = None
    """Where the last acknowledged record stands; None before the first of this epoch."""
    behind: bool = False
    """Numbered rows wait in the table and are to be sent before any new one."""
    doubted: bool = True
    """The log may lack what it acknowledged: to be compared with it before anything is sent."""
    retry_at: float = 0.0
    looked_at: float = 0.0
    _failures: int = 0
    _answered_at: float = 0.0
    _points: list[Point] = field(default_factory=list)

    def acknowledge(self, first: int, last: Point, now: float) -> None:
        """The log has all up to `last`, the first new one at offset `first`; doubts a log that went back."""
        if self.offset is not None and first <= self.offset:
            self.doubt()
            return
        if self._points and now - self._answered_at < STEADY:
            self._points[-1] = last
        else:
            self._points.append(last)
        self.acknowledged, self.offset = last
        self.behind = self.behind and self.acknowledged < self.given
        self._answered_at, self._failures = now, 0

    def refuse(self, now: float) -> None:
        """The log refused a record: the partition waits a little, and is compared with the log first."""
        self.doubt()
        self.retry_at = now + min(FIRST_RETRY * 2**self._failures, LONGEST_RETRY)
        self._failures += 1

    def doubt(self) -> None:
        """Compare with the log before sending."""
        self.doubted = self.behind = True

    def compared(self, number: int, offset: int | None, now: float) -> None:
        """The log has all numbers up to this one, and not the next."""
        self.acknowledged, self.offset = number, offset
        self.behind = number < self.given
        self.doubted = False
        self._points.clear()
        self.looked_at = now

    def open(self, now: float) -> bool:
        """Whether new records may be sent at once."""
        return not self.behind and not self.doubted and self.retry_at <= now

    def waiting(self, now: float) -> bool:
        """Whether numbered rows are to be read from the table and sent now."""
        return self.behind and not self.doubted and self.retry_at <= now

    def look_due(self, now: float) -> bool:
        """Whether acknowledged records are to be looked at once more."""
        return bool(self._points) and not self.doubted and now - self.looked_at >= LOOK_EVERY

    def points(self) -> list[Point]:
        """The acknowledged records after each of which the broker may have lost its tail."""
        return list(self._points)

    def looked(self, seen: Point, now: float) -> None:
        """All points up to this one stand on the log."""
        self._points = [point for point in self._points if point.number > seen.number]
        self.looked_at = now
