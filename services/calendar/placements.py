"""What the calendar knows of a placement: its dates, and whether it took place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple


class DateFact(NamedTuple):
    """What one fact says about the dates of a placement."""

    occurred: str
    recorded_at: datetime
    fact: str
    placement: str
    kind: str
    """The fact's type."""
    starts: date | None
    """Of a month its last day; `None` when less is known: such a placement has no anniversaries."""
    ends: date | None
    employment: str | None = None
    """Of a start: `permanent`, `contract` or `unknown`."""
    employer: bytes | None = None
    """Of a start: the client, hidden; `None` where that is not known."""
    exact: bool = True
    """Whether the start is known to the day, not only the month."""


@dataclass(frozen=True)
class Placement:
    """A placement as all facts known now describe it."""

    placement: str
    starts: date
    known_since: datetime
    """When the placement was first recorded."""
    ends: date | None
    """The real last day, else the agreed one."""
    agreed: date | None = None
    """The last day of the contract."""
    contract: bool = False
    """Whether it is for a time only."""
    employer: bytes | None = None
    """The client, hidden: the same for every spelling of one."""
    exact: bool = True
    """Whether the first day is known, or only its month."""

    @property
    def earliest(self) -> date:
        """The first day on which it may have begun."""
        return self.starts if self.exact else self.starts.replace(day=1)


def placements(facts: Iterable[DateFact]) -> dict[str, Placement]:
    """Find the placements that took place since a known day or month, by id, in any order of arrival."""
    by_placement: dict[str, list[DateFact]] = {}
    for fact in sorted(facts, key=lambda each: each[:5]):
        by_placement.setdefault(fact.placement, []).append(fact)
    found = (_placement(history) for history in by_placement.values())
    return {each.placement: each for each in found if each is not None}


def _placement(history: list[DateFact]) -> Placement | None:
    begun = [fact for fact in history if fact.kind == "placement.started"]
    if not begun or any(fact.kind == "placement.cancelled" for fact in _since(history, begun[-1])):
        return None
    dates = [fact for fact in _since(history, begun[0]) if fact.kind != "placement.ended"]
    ended = [fact.ends for fact in history if fact.kind == "placement.ended"]
    starts = dates[-1].starts
    if starts is None:
        return None
    first = min(fact.recorded_at for fact in begun)
    agreed = dates[-1].ends
    contract = begun[-1].employment == "contract" or agreed is not None
    ends = ended[-1] if ended else agreed
    employer = next((fact.employer for fact in reversed(begun) if fact.employer), None)
    return Placement(history[0].placement, starts, first, ends, agreed, contract, employer, dates[-1].exact)


def _since(history: list[DateFact], fact: DateFact) -> list[DateFact]:
    return history[history.index(fact) :]
