"""The parts of what Greenhouse's Harvest API returns that are read; the rest is kept raw and ignored."""

import msgspec

from services.ingest.feeds import _greenhouse as gh


class Shape(msgspec.Struct):
    """By which an item tells what it is."""

    id: int | msgspec.UnsetType = msgspec.UNSET
    candidate_id: int | msgspec.UnsetType = msgspec.UNSET
    application_id: int | msgspec.UnsetType = msgspec.UNSET
    version: object = msgspec.UNSET
    first_name: object = msgspec.UNSET
    applied_at: object = msgspec.UNSET
    openings: object = msgspec.UNSET
    emails: object = msgspec.UNSET


class Application(msgspec.Struct):
    """A candidate's application to a job, as it stands now."""

    id: int
    candidate_id: int
    status: str
    prospect: bool | None = None
    last_activity_at: str | None = None
    credited_to: gh.User | None = None
    recruiter: gh.User | None = None
    current_stage: gh.Stage | None = None
    jobs: list[gh.Job] = []


class Candidate(gh.Candidate):
    """A person in the ATS, with what they applied to."""

    updated_at: str | None = None
    applications: list[Application] = msgspec.field(default_factory=list)


class Offer(msgspec.Struct):
    """An offer, as it stands now."""

    id: int
    application_id: int
    candidate_id: int
    version: int
    status: str
    updated_at: str | None = None
    starts_at: str | None = None
    keyed_custom_fields: gh.Fields = None
