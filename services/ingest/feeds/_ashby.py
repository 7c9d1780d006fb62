"""The parts of Ashby's payloads that are read; what else is in them is kept raw and ignored."""

from typing import Generic, TypeVar
from uuid import UUID

import msgspec


class Opening(msgspec.Struct, rename="camel"):
    """What every payload starts with."""

    action: str
    webhook_action_id: str | None = None
    """The same over retries and over all web hooks that one event sets off."""


Data = TypeVar("Data")


class Hook(msgspec.Struct, Generic[Data]):
    """A web hook with the data its action calls for."""

    data: Data


class Named(msgspec.Struct):
    """What has an id and no more that is read."""

    id: UUID


class Contact(msgspec.Struct):
    """An e-mail address or a phone number."""

    value: str | None = None


class Candidate(msgspec.Struct, rename="camel"):
    """A person in the ATS."""

    id: UUID
    name: str | None = None
    primary_email_address: Contact | None = None
    primary_phone_number: Contact | None = None


class User(msgspec.Struct, rename="camel"):
    """Somebody at the agency; in a hiring team with a role."""

    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    role: str | None = None


class CustomField(msgspec.Struct):
    """A field that the agency defined."""

    title: str | None = None
    value: object = None


class Titled(msgspec.Struct):
    """A job, or a stage of the hiring process."""

    title: str | None = None


class Location(msgspec.Struct):
    """Where a job is."""

    name: str | None = None


class Job(msgspec.Struct, rename="camel"):
    """A job as it is now."""

    id: UUID
    title: str
    status: str
    confidential: bool | None = None
    opened_at: str | None = None
    created_at: str | None = None
    location: Location | None = None
    custom_fields: list[CustomField] | None = None


class OfJob(msgspec.Struct):
    """Data of jobs."""

    job: Job


class Application(msgspec.Struct, rename="camel"):
    """A candidate's application to a job."""

    id: UUID
    status: str
    candidate: Candidate
    updated_at: str | None = None
    current_interview_stage: Titled | None = None
    job: Titled | None = None
    credited_to_user: User | None = None
    hiring_team: list[User] | None = None
    custom_fields: list[CustomField] | None = None


class Version(msgspec.Struct, rename="camel"):
    """The newest terms of an offer."""

    start_date: str | None = None
    custom_fields: list[CustomField] | None = None


class Offer(msgspec.Struct, rename="camel"):
    """An offer with its newest terms."""

    id: UUID
    application_id: UUID
    acceptance_status: str
    latest_version: Version | None = None
    versions: list[object] | None = None


class DeletedOffer(msgspec.Struct, rename="camel"):
    """What is left of an offer."""

    id: UUID
    application_id: UUID


class OfApplication(msgspec.Struct):
    """Data of what is about an application; of a hire with the accepted offer, if there is one."""

    application: Application
    offer: Offer | None = None


class OfOffer(msgspec.Struct):
    """Data of offers."""

    offer: Offer


class OfDeletedOffer(msgspec.Struct):
    """Data of a deleted offer."""

    offer: DeletedOffer


class OfDeletion(msgspec.Struct):
    """Data of a deleted candidate."""

    candidate: Named


class OfMerge(msgspec.Struct, rename="camel"):
    """Data of a merge."""

    deleted_candidate: Named
    merged_candidate: Named
