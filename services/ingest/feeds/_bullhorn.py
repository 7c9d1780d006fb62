"""The parts of Bullhorn's events and entities that are read; what else is in them is kept raw and ignored."""

from typing import Annotated, Generic, TypeVar

import msgspec

Id = Annotated[int, msgspec.Meta(ge=0)]
Flag = bool | int | None
"""Bullhorn writes some of its flags as 0 and 1."""
Amount = float | None


class Event(msgspec.Struct, rename="camel"):
    """One event of a subscription, as Bullhorn gives it."""

    entity_name: str
    entity_id: Id
    entity_event_type: str
    event_timestamp: int | None = None
    """Milliseconds since 1970."""


class Opening(msgspec.Struct):
    """What a connector posts: an event, and the entity as it is now; without one, it is gone."""

    event: Event
    entity: msgspec.Raw = msgspec.Raw()


Entity = TypeVar("Entity")


class Posted(msgspec.Struct, Generic[Entity]):
    """The same with the entity that its event calls for."""

    entity: Entity


class Address(msgspec.Struct):
    """Where somebody lives, or a job is."""

    city: str | None = None
    state: str | None = None


class Person(msgspec.Struct, rename="camel"):
    """Somebody at the agency, or a candidate that another entity names."""

    id: Id
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None


class Candidate(msgspec.Struct, rename="camel"):
    """Somebody the agency may place."""

    id: Id
    name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    email2: str | None = None
    email3: str | None = None
    mobile: str | None = None
    phone: str | None = None
    phone2: str | None = None
    phone3: str | None = None
    work_phone: str | None = None
    company_name: str | None = None
    company_url: str | None = msgspec.field(default=None, name="companyURL")
    """Their own address on the web, whatever its name."""
    occupation: str | None = None
    address: Address | None = None
    date_of_birth: int | None = None
    date_last_modified: int | None = None
    external_id: str | None = msgspec.field(default=None, name="externalID")
    owner: Person | None = None
    status: str | None = None
    mass_mail_opt_out: Flag = None
    is_anonymized: Flag = None
    is_deleted: Flag = None


class Company(msgspec.Struct):
    """A client."""

    name: str | None = None


class Order(msgspec.Struct, rename="camel"):
    """The job that a placement names."""

    title: str | None = None
    client_corporation: Company | None = None


class Several(msgspec.Struct, Generic[Entity]):
    """Some of an entity's others; Bullhorn gives five at most."""

    data: list[Entity] = []


class Terms(msgspec.Struct, rename="camel", kw_only=True):
    """When and how somebody works: of a placement, or as a change of one has them."""

    id: Id
    date_begin: int
    date_end: int | None = None
    date_last_modified: int | None = None
    employment_type: str | list[str] | None = None
    status: str | None = None
    termination_reason: str | None = None


class Placement(Terms, rename="camel", kw_only=True):
    """A candidate in a job."""

    candidate: Person
    job_order: Order | None = None
    owners: Several[Person] | None = None


class Named(msgspec.Struct):
    """What has an id and no more that is read."""

    id: Id


class Change(Terms, rename="camel", kw_only=True):
    """A change of a placement, which holds once it is approved."""

    placement: Named
    request_status: str | None = None


class Skill(msgspec.Struct):
    """What a job asks for."""

    name: str | None = None


class JobOrder(msgspec.Struct, rename="camel"):
    """A job to be filled."""

    id: Id
    title: str
    date_added: int
    client_corporation: Company | None = None
    address: Address | None = None
    skill_list: str | None = None
    skills: Several[Skill] | None = None
    salary: Amount = None
    salary_unit: str | None = None
    is_open: Flag = None
    is_deleted: Flag = None
    job_posting_url: str | None = msgspec.field(default=None, name="jobPostingURL")


class Whom(msgspec.Struct):
    """Whom a note is about: a candidate, or somebody at a client."""

    id: Id
    kind: str | None = msgspec.field(default=None, name="_subtype")


class Note(msgspec.Struct, rename="camel"):
    """What somebody of the agency wrote down."""

    id: Id
    date_added: int
    action: str | None = None
    commenting_person: Person | None = None
    person_reference: Whom | None = None
    candidates: Several[Named] | None = None
    minutes_spent: Amount = None
    is_deleted: Flag = None
