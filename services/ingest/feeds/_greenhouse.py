"""The parts of Greenhouse's payloads that are read; what else is in them is kept raw and ignored."""

from typing import Generic, TypeVar

import msgspec


class Opening(msgspec.Struct):
    """What every payload starts with."""

    action: str


Payload = TypeVar("Payload")


class Hook(msgspec.Struct, Generic[Payload]):
    """A web hook with the payload its action calls for."""

    payload: Payload


class User(msgspec.Struct):
    """Somebody at the agency."""

    email: str | None = None
    name: str | None = None


class Labelled(msgspec.Struct):
    """An address of some kind."""

    value: str | None = None


class Candidate(msgspec.Struct):
    """A person in the ATS."""

    id: int
    first_name: str | None = None
    last_name: str | None = None
    title: str | None = None
    company: str | msgspec.UnsetType | None = msgspec.UNSET
    """Not in every web hook."""
    can_email: bool | msgspec.UnsetType | None = msgspec.UNSET
    recruiter: User | None = None
    phone_numbers: list[Labelled] = []
    email_addresses: list[Labelled] = []
    social_media_addresses: list[Labelled] = []
    website_addresses: list[Labelled] = []


class CustomField(msgspec.Struct):
    """A field that the agency defined."""

    value: object = None


Fields = dict[str, CustomField] | list[object] | None
"""By the agency's own names; an empty list where there are none."""


class Job(msgspec.Struct):
    """What the person was placed as."""

    name: str | None = None
    custom_fields: Fields = None


class Offer(msgspec.Struct):
    """The accepted offer inside a hire."""

    starts_at: str | None = None
    version: int | None = None


class Stage(msgspec.Struct):
    """A step of the hiring process."""

    name: str | None = None


class Application(msgspec.Struct):
    """A candidate's application to a job."""

    id: int
    candidate: Candidate
    last_activity_at: str | None = None
    credited_to: User | None = None
    current_stage: Stage | None = None
    job: Job | None = None
    jobs: list[Job] = []
    offer: Offer | None = None


class OfApplication(msgspec.Struct):
    """Payload of hires, un-hires and stage changes."""

    application: Application


class Offered(msgspec.Struct):
    """An offer."""

    id: int
    application_id: int
    version: int
    offer_status: str
    start_date: str | None = None


class OfDeletedOffer(msgspec.Struct):
    """Payload of a deleted offer."""

    offer: Offered


class OfCandidate(msgspec.Struct):
    """Payload of a candidate's change."""

    candidate: Candidate


class Deleted(msgspec.Struct):
    """Who was deleted."""

    id: int


class OfDeletion(msgspec.Struct):
    """Payload of a deletion."""

    person: Deleted


class Merged(msgspec.Struct):
    """Who was merged into whom."""

    id: int
    new_candidate_id: int


class OfMerge(msgspec.Struct):
    """Payload of a merge."""

    person: Merged


class OfAnonymisation(msgspec.Struct):
    """Payload of an anonymisation."""

    candidate_id: int
