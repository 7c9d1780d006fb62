"""How the person stands with the agency: their last words, and how close they are."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

from services.rules.person.history import Said

DELIGHTED = 9
"""The satisfaction from which somebody speaks for the agency."""


class OnDay(Protocol):
    """What happened on a day, with the fact that says it."""

    @property
    def said(self) -> Said:
        """The fact's place in the order."""
        ...

    @property
    def on(self) -> date:
        """The day."""
        ...


D = TypeVar("D", bound=OnDay)


class Closeness(StrEnum):
    """How close somebody is to the agency."""

    ADVOCATE = "advocate"
    WARM = "warm"
    COOL = "cool"
    COLD = "cold"


class Bond(NamedTuple):
    """What makes somebody close."""

    advocate: bool
    touched_on: date | None
    answered_on: date | None


def latest(parts: Iterable[D]) -> D | None:
    """What happened last; of one day, what was said last."""
    return max(parts, key=_on, default=None)


def in_order(parts: Iterable[D]) -> list[D]:
    """By the day on which they happened; of one day, by what was said last."""
    return sorted(parts, key=_on)


def closeness(day: date, bond: Bond, warm_days: int, cold_days: int) -> Closeness:
    """How close somebody is on a day: warm for so long after an answer, cold after so long a silence."""
    if bond.advocate:
        return Closeness.ADVOCATE
    if bond.answered_on is not None and (day - bond.answered_on).days <= warm_days:
        return Closeness.WARM
    if bond.touched_on is None or (day - bond.touched_on).days > cold_days:
        return Closeness.COLD
    return Closeness.COOL


def _on(part: OnDay) -> tuple[date, Said]:
    return part.on, part.said
