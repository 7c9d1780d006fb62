"""A person: everything the rules know about one human being, folded from the facts."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from services.rules.person.history import (
    Absorption,
    Anniversary,
    Consent,
    Dealing,
    Profile,
    Retraction,
    Role,
    Said,
    Touch,
)
from services.rules.person.placement import Placement
from shared.clock import day_of
from shared.envelope import Event

NEVER = datetime(1, 1, 1, tzinfo=UTC)


class Person(Struct, frozen=True, array_like=True):
    """What the facts say by now. A value: `fold` and `evolve` make new ones."""

    seen: datetime = NEVER
    """The largest `recorded_at` of any fact of this person."""
    today: date = date.min
    """`seen` as a day in the agency's time zone: the only *today* a rule knows."""
    erased: bool = False
    absorbed: Absorption | None = None
    consent: Consent | None = None
    name: str | None = None
    """By the newest profile that knows one."""
    recruiter: str | None = None
    """Who looks after this person, by the newest profile that knows."""
    profiles: dict[str, Profile] = {}
    """By feed: each speaks for itself."""
    placements: dict[str, Placement] = {}
    anniversaries: dict[str, Anniversary] = {}
    """By the fact that announced them."""
    roles: dict[str, Role] = {}
    touches: dict[str, Touch] = {}
    """By the fact that tells of them."""
    dealings: dict[str, Dealing] = {}
    """By task."""
    retracted: dict[str, Retraction] = {}
    """By the fact that does not hold."""

    @property
    def placed(self) -> bool:
        """Whether the agency ever placed them."""
        return any(placement.asserted for placement in self.placements.values())

    @property
    def touched_on(self) -> date | None:
        """The day of the last contact."""
        return max((touch.on for touch in self.touches.values()), default=None)

    @property
    def satisfaction(self) -> int | None:
        """What they last answered, 0 to 10."""
        rated = [touch for touch in self.touches.values() if touch.satisfaction is not None]
        return max(rated, key=_said).satisfaction if rated else None


class Draft(Struct):
    """A person while facts are being folded: the same parts in the same order, but changeable."""

    seen: datetime
    today: date
    erased: bool
    absorbed: Absorption | None
    consent: Consent | None
    name: str | None
    recruiter: str | None
    profiles: dict[str, Profile]
    placements: dict[str, Placement]
    anniversaries: dict[str, Anniversary]
    roles: dict[str, Role]
    touches: dict[str, Touch]
    dealings: dict[str, Dealing]
    retracted: dict[str, Retraction]
    zone: ZoneInfo

    @classmethod
    def of(cls, person: Person, zone: ZoneInfo) -> "Draft":
        """A changeable copy."""
        copies: dict[str, Any] = {}
        for name in person.__struct_fields__:
            part = getattr(person, name)
            copies[name] = part.copy() if type(part) is dict else part
        return cls(**copies, zone=zone)

    def person(self) -> Person:
        """The value that came out."""
        if self.seen != NEVER:
            self.today = day_of(self.seen, self.zone)
        return Person(*msgspec.structs.astuple(self)[:-1])


def latest_touch(person: Person, play: str | None = None) -> Touch | None:
    """The last contact, or the last one of a play."""
    told = [touch for touch in person.touches.values() if play in {None, touch.play}]
    return max(told, key=_said, default=None)


def said_by(event: Event) -> Said:
    """The event's place in the order, and its feed or else the service that wrote it."""
    feed = getattr(event.body, "feed", None) or event.source
    return Said(event.occurred, event.recorded_at, event.id, feed)


def _said(part: Touch) -> Said:
    return part.said


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each event once, in the total order."""
    return sorted({event.id: event for event in events}.values(), key=lambda event: event.order)
