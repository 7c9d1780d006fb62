"""Placements one after the other with one client are one employment. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from services.calendar.placements import Placement

CONTIGUOUS = timedelta(days=7)
"""From a last day to the next first one at most: a weekend or some holidays between two contracts."""


@dataclass(frozen=True)
class Employment:
    """One or more placements with one client, without a gap."""

    placements: tuple[Placement, ...]
    """In the order of their first days."""

    @property
    def starts(self) -> date:
        """The day from which its anniversaries count."""
        return self.placements[0].starts

    @property
    def ends(self) -> date | None:
        """The last day of all; `None` while one has none."""
        days = [each.ends for each in self.placements if each.ends]
        return max(days) if len(days) == len(self.placements) else None

    def at(self, day: date) -> Placement:
        """The placement that a day from its start to its end falls in; between two of them, the later."""
        return next(each for each in self.placements if each.ends is None or each.ends >= day)

    def outlasts(self, placement: Placement) -> bool:
        """Whether it goes on after the last day agreed for one of its placements."""
        return any(
            each is not placement and placement.agreed and (each.ends is None or each.ends > placement.agreed)
            for each in self.placements
        )


def employments(known: Iterable[Placement]) -> list[Employment]:
    """Join extensions; after a gap the same client is a new employment, and a client not known is its own."""
    found: list[Employment] = []
    open_ones: dict[bytes, Employment] = {}
    for placement in sorted(known, key=lambda each: (each.starts, each.placement)):
        before = open_ones.get(placement.employer) if placement.employer else None
        if before and _follows(placement, before):
            found.remove(before)
            now = Employment((*before.placements, placement))
        else:
            now = Employment((placement,))
        found.append(now)
        if placement.employer:
            open_ones[placement.employer] = now
    return found


def _follows(placement: Placement, before: Employment) -> bool:
    return before.ends is None or placement.earliest - before.ends <= CONTIGUOUS
