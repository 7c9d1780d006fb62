"""What the agency's placements of a person came to, and which roles they took up. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from shared.employers import same_employer
from shared.envelope import Event
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.titles import promoted

Stated = PlacementStarted | PlacementRescheduled | PlacementCancelled | PlacementEnded
Role = RoleObserved | RoleChanged | RoleEnded


class Post(NamedTuple):
    """A job somebody has or had."""

    id: str
    placed: bool
    """Whether the agency placed them there."""
    recruiter: str | None
    began: date | None
    """The first day that is sure to be in it."""
    last_day: date | None
    employer: str | None
    title: str | None
    told_by: str
    """The fact that names the employer."""


class Rise(NamedTuple):
    """Somebody was promoted."""

    role: str
    on: date
    """The last day by which it had happened."""


def posts(events: Sequence[Event]) -> list[Post]:
    """The placements that took place or will, and the roles seen elsewhere; events in their order."""
    left = list(_departures(events))
    ours = (_placement(some, left) for some in _by(events, _placement_of).values())
    return [*filter(None, ours), *(_role(some) for some in _by(events, _role_of).values())]


def rises(events: Iterable[Event]) -> list[Rise]:
    """Each more senior title at the same employer."""
    found = {}
    for event in events:
        body = event.body
        if isinstance(body, RoleChanged) and not body.move and promoted(body.old_title, body.title):
            found[body.role] = Rise(body.role, body.since.latest or event.recorded_at.date())
    return list(found.values())


def _by(events: Iterable[Event], name: Callable[[Event], str | None]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in events:
        if (about := name(event)) is not None:
            found.setdefault(about, []).append(event)
    return found


def _placement_of(event: Event) -> str | None:
    return event.body.placement if isinstance(event.body, Stated) else None


def _role_of(event: Event) -> str | None:
    return event.body.role if isinstance(event.body, Role) else None


def _holding(said: Sequence[Event], starts: Sequence[Event]) -> list[Event]:
    """Without what a start took back: one that happened later and was learned of later."""
    return [
        one
        for one in said
        if not any(start.occurred > one.occurred and start.recorded_at > one.recorded_at for start in starts)
    ]


def _placement(said: Sequence[Event], left: Sequence[tuple[str, date]]) -> Post | None:
    starts = [each for each in said if isinstance(each.body, PlacementStarted)]
    holding = [each.body for each in _holding(said, starts)]
    if not starts or any(isinstance(body, PlacementCancelled) for body in holding):
        return None
    last = starts[-1].body
    dated = [body for body in (last, *holding) if isinstance(body, PlacementStarted | PlacementRescheduled)]
    moved = [body for body in dated if isinstance(body, PlacementRescheduled)]
    dates = moved[-1] if moved else dated[0]
    ended = [body.ended_on for body in holding if isinstance(body, PlacementEnded)]
    named = next((each for each in reversed(starts) if _said(each, "client")), starts[-1])
    client, began = _said(named, "client"), dates.starts.latest
    ends = [ended[-1]] if ended else [day for day in (dates.ends,) if day]
    ends += [day for employer, day in left if began and day >= began and same_employer(employer, client)]
    return Post(
        id=dates.placement,
        placed=True,
        recruiter=_newest(starts, "recruiter"),
        began=began,
        last_day=min(ends, default=None),
        employer=client,
        title=_newest(starts, "title"),
        told_by=named.id,
    )


def _role(said: Sequence[Event]) -> Post:
    named = next((each for each in reversed(said) if _said(each, "employer")), said[-1])
    moves = [each.body for each in said if isinstance(each.body, RoleChanged) and each.body.move]
    ended = [day for _, day in _departures([each for each in said if isinstance(each.body, RoleEnded)])]
    return Post(
        id=_role_of(named) or "",
        placed=False,
        recruiter=None,
        began=moves[-1].since.latest if moves else None,
        last_day=ended[-1] if ended else None,
        employer=_said(named, "employer"),
        title=_newest(said, "title"),
        told_by=named.id,
    )


def _departures(events: Iterable[Event]) -> Iterator[tuple[str, date]]:
    """When somebody is known to have left which employer."""
    for event in events:
        match event.body:
            case RoleChanged(move=True, old_employer=str(employer), since=span):
                yield employer, span.latest or event.recorded_at.date()
            case RoleEnded(employer=str(employer), until=span):
                yield employer, span.latest or event.recorded_at.date()
            case _:
                continue


def _newest(said: Sequence[Event], name: str) -> str | None:
    return next((word for each in reversed(said) if (word := _said(each, name))), None)


def _said(event: Event, name: str) -> str | None:
    word: str | None = getattr(event.body, name, None)
    return word
