"""The parts of Workable's payloads that are read; what else is in them is kept raw and ignored."""

from typing import Annotated, Generic, TypeVar

import msgspec

ID = r"^[A-Za-z0-9_-]{1,64}$"
Id = Annotated[str, msgspec.Meta(pattern=ID)]


class Opening(msgspec.Struct):
    """What every payload starts with."""

    event_type: str
    id: str | None = None
    """The same over retries."""
    fired_at: str | None = None


Data = TypeVar("Data")


class Hook(msgspec.Struct, Generic[Data]):
    """A web hook with the data its event calls for."""

    data: Data


class Deleted(msgspec.Struct):
    """Who was deleted."""

    id: Id


class Job(msgspec.Struct):
    """What the person applied for."""

    title: str | None = None


class Profile(msgspec.Struct):
    """A page about the person."""

    url: str | None = None


class Experience(msgspec.Struct):
    """Something the person works as, or did."""

    title: str | None = None
    company: str | None = None
    current: bool | None = None


class Candidate(msgspec.Struct):
    """A person's candidacy for one job."""

    id: Id
    name: str | None = None
    firstname: str | None = None
    lastname: str | None = None
    email: str | None = None
    phone: str | None = None
    stage: str | None = None
    stage_kind: str | None = None
    disqualified: bool | None = None
    hired_at: str | None = None
    updated_at: str | None = None
    job: Job | None = None
    social_profiles: list[Profile] | None = None
    experience_entries: list[Experience] | None = None
