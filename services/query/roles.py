"""Where somebody works: by what feeds say of them, and by the placements that hold. Pure."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from shared.envelope import Event
from shared.facts import Fact
from shared.facts.people import PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span

PLACED = ("placement.started", "placement.rescheduled", "placement.cancelled", "placement.ended")
"""The events that are asked for."""


class Role(NamedTuple):
    """A job; what is not known of it is `None`."""

    employer: str | None
    title: str | None


def role_of(profiles: Iterable[Event], ordered: Sequence[Event], today: date) -> Role | None:
    """The newest of what feeds say of an employer and of the placements that hold today; `None` without any.

    `profiles` are those that hold, `ordered` all that was not taken back, in the order of history.
    """
    over = _over(ordered, today)
    told = (*profiles, *(event for event in ordered if isinstance(event.body, PlacementStarted)))
    roles = [(event.order, role) for event in told if (role := _role(event.body, over))]
    return max(roles)[1] if roles else None


def _role(body: Fact, over: Collection[str]) -> Role | None:
    match body:
        case PersonProfiled(employer=str()):
            return Role(body.employer, body.title)
        case PlacementStarted(client=str()) if body.placement not in over:
            return Role(body.client, body.title)
        case _:
            return None


def _over(ordered: Iterable[Event], today: date) -> set[str]:
    """Placements that do not hold today: not begun, ended, or as if they had not been."""
    over: dict[str, bool] = {}
    for event in ordered:
        match event.body:
            case PlacementStarted() | PlacementRescheduled() as said:
                over[said.placement] = not _within(said.starts, said.ends, today)
            case PlacementEnded() as said:
                over[said.placement] = said.ended_on < today
            case PlacementCancelled() as said:
                over[said.placement] = True
            case _:
                pass
    return {placement for placement, ended in over.items() if ended}


def _within(starts: Span, ends: date | None, today: date) -> bool:
    begun = starts.earliest is None or starts.earliest <= today
    return begun and (ends is None or ends >= today)
