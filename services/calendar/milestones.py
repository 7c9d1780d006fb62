"""Which days matter in a placement beside its anniversaries. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from services.calendar.placements import Placement


class Terms(NamedTuple):
    """What an agency agrees on, in days from the first one of a permanent placement; 0 is not at all."""

    guarantee_days: int = 90
    """How long it answers for whom it placed."""
    probation_days: int = 180
    """How long they are on probation."""


def milestones(placement: Placement, terms: Terms) -> Iterator[tuple[str, date]]:
    """Each milestone that the placement lasts to see, with its day."""
    for name, day in _all(placement, terms):
        if placement.ends is None or day <= placement.ends:
            yield name, day


def _all(placement: Placement, terms: Terms) -> Iterator[tuple[str, date]]:
    if placement.agreed:
        yield "contract_end", placement.agreed
    if placement.contract or not placement.exact:
        return  # a day too early would be a promise broken
    for name, days in (("guarantee_end", terms.guarantee_days), ("probation_end", terms.probation_days)):
        if days:
            yield name, placement.starts + timedelta(days=days - 1)
