"""The parts of Lever's payloads that are read; what else is in them is kept raw and ignored."""

from typing import Generic, TypeVar
from uuid import UUID

import msgspec


class Signed(msgspec.Struct, rename="camel"):
    """What the signature covers, and the signature."""

    token: str
    triggered_at: int
    signature: str


class Opening(msgspec.Struct, rename="camel"):
    """What every payload starts with."""

    event: str
    triggered_at: int
    """Milliseconds since 1970."""
    id: str | None = None
    data: dict[str, object] = {}


Data = TypeVar("Data")


class Hook(msgspec.Struct, Generic[Data]):
    """A web hook with the data its event calls for."""

    data: Data


class Subject(msgspec.Struct, rename="camel"):
    """Whom a web hook is about: a contact is a person, an opportunity one candidacy of theirs."""

    opportunity_id: UUID | None = None
    candidate_id: UUID | None = None
    """What opportunities were called before."""
    contact_id: UUID | None = None


class Move(Subject, rename="camel"):
    """Data of a stage change."""

    to_stage_id: str | None = None


class Archived(msgspec.Struct):
    """That an opportunity is archived; why is an id that only Lever can read."""


class Archiving(Subject, rename="camel"):
    """Data of an archiving or, with no `toArchived`, of the end of it."""

    to_archived: Archived | msgspec.UnsetType | None = msgspec.UNSET
