"""What single events say of a task's two lanes, as rows of the projection. Opens no seal."""

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from services.query.bodies import open_fields
from services.query.bulk import wire_uuid
from shared.codec import Sealed

PLANNED = {
    "task.planned": "planned",
    "task.moved": "planned",
    "task.revised": "planned",
    "task.held_back": "held_back",
    "task.withdrawn": "withdrawn",
    "task.flagged": "flagged",
    "task.expired": "expired",
}
"""What each of the rules' events makes of a task."""


class _Planned(msgspec.Struct):
    task: str
    revision: int
    play: str
    about: str
    occurrence: str
    opens_on: date
    closes_on: date
    side: str
    importance: int
    recruiter: str | None = None
    because: str | None = None


class _Dealt(msgspec.Struct):
    task: str
    version: int
    by: str


class _Claimed(_Dealt):
    until: datetime


class _Completed(_Dealt):
    outcome: str
    on: date


class _Snoozed(_Dealt):
    until: date
    on_reply: str | None = None


class _Dealing(NamedTuple):
    """What the desk's lane holds besides who did it, and when."""

    state: str
    lease_until: datetime | None = None
    snoozed_until: date | None = None
    outcome: str | None = None
    done_on: date | None = None
    on_reply: str | None = None


def planned(one: Sealed) -> tuple[object, ...]:
    """The key and the rules' lane, in the order of the projection's columns."""
    said = open_fields(one, _Planned)
    return (
        one.agency,
        wire_uuid(one.subject),
        wire_uuid(said.task),
        said.revision,
        PLANNED[one.type],
        said.because,
        said.play,
        said.about,
        said.occurrence,
        said.opens_on,
        said.closes_on,
        said.side,
        said.importance,
        said.recruiter,
        wire_uuid(one.id),
        one.recorded_at,
    )


def dealt(one: Sealed) -> tuple[object, ...]:
    """The key and the desk's lane, in the order of the projection's columns."""
    said, dealing = DEALT[one.type](one)
    key = (one.agency, wire_uuid(one.subject), wire_uuid(said.task))
    who = (said.version, dealing.state, said.by)
    return *key, *who, *dealing[1:], wire_uuid(one.id), one.recorded_at


def _claimed(one: Sealed) -> tuple[_Dealt, _Dealing]:
    said = open_fields(one, _Claimed)
    return said, _Dealing("claimed", lease_until=said.until)


def _released(one: Sealed) -> tuple[_Dealt, _Dealing]:
    return open_fields(one, _Dealt), _Dealing("open")


def _completed(one: Sealed) -> tuple[_Dealt, _Dealing]:
    said = open_fields(one, _Completed)
    return said, _Dealing("completed", outcome=said.outcome, done_on=said.on)


def _dismissed(one: Sealed) -> tuple[_Dealt, _Dealing]:
    return open_fields(one, _Dealt), _Dealing("dismissed")


def _snoozed(one: Sealed) -> tuple[_Dealt, _Dealing]:
    said = open_fields(one, _Snoozed)
    return said, _Dealing("open", snoozed_until=said.until, on_reply=said.on_reply)


class _Reassigned(_Dealt):
    to: str | None = None
    snoozed_until: date | None = None
    on_reply: str | None = None


def _reassigned(one: Sealed) -> tuple[_Dealt, _Dealing]:
    said = open_fields(one, _Reassigned)
    return said, _Dealing("open", snoozed_until=said.snoozed_until, on_reply=said.on_reply)


REASSIGNED = "outreach.reassigned"


def assigned(one: Sealed) -> tuple[object, ...]:
    """The key and who should do the task, in the order of the projection's columns; "" for the pool."""
    said = open_fields(one, _Reassigned)
    return one.agency, wire_uuid(one.subject), wire_uuid(said.task), said.version, said.to or ""


DEALT: dict[str, Callable[[Sealed], tuple[_Dealt, _Dealing]]] = {
    "outreach.claimed": _claimed,
    "outreach.extended": _claimed,
    "outreach.released": _released,
    "outreach.completed": _completed,
    "outreach.dismissed": _dismissed,
    "outreach.snoozed": _snoozed,
    "outreach.unsnoozed": _released,
    REASSIGNED: _reassigned,
    "outreach.reopened": _released,
}
"""How to read each of the desk's events."""
