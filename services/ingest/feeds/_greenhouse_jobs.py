"""A job as Greenhouse tells it, by web hook and by export."""

from collections.abc import Mapping

import msgspec

from services.ingest.dates import instant
from services.ingest.feeds import _greenhouse as gh
from services.ingest.feeds._greenhouse_applications import custom
from services.ingest.feeds._greenhouse_people import NAME
from services.ingest.feeds._job import a_year, currency, gone, needed, notice, said
from services.ingest.payload import decode
from services.ingest.reading import Notice, Reading, Source
from shared.facts.market import JobOpened


class Place(msgspec.Struct):
    """Of an export: an office's place."""

    name: str | None = None


class Office(msgspec.Struct):
    """Where a job is."""

    name: str | None = None
    location: str | Place | None = None


class Opened(msgspec.Struct):
    """A job as it is now."""

    id: int
    name: str
    status: str
    confidential: bool | None = None
    opened_at: str | None = None
    created_at: str | None = None
    offices: list[Office | None] = msgspec.field(default_factory=list)


class Sent(Opened):
    """The same, by web hook."""

    custom_fields: gh.Fields = None


class Exported(Opened):
    """The same, in an export, where `custom_fields` has the values alone."""

    keyed_custom_fields: gh.Fields = None


class OfJob(msgspec.Struct):
    """Payload of jobs."""

    job: Sent


class Deleted(msgspec.Struct):
    """What is left of a job."""

    id: int


class OfDeletedJob(msgspec.Struct):
    """Payload of a deleted job."""

    job: Deleted


class Range(msgspec.Struct):
    """A range of pay; a web hook has its numbers as text."""

    unit: str | None = None
    min_value: str | float | None = None
    max_value: str | float | None = None


def by_web_hook(raw: bytes, source: Source) -> Reading:
    """What a web hook says of a job."""
    job = decode(raw, gh.Hook[OfJob]).payload.job
    return _read(job, job.custom_fields, source, "payload.job.")


def deleted(raw: bytes, source: Source) -> Reading:
    """That a job was deleted, which only a closed one can be."""
    return gone(NAME, str(decode(raw, gh.Hook[OfDeletedJob]).payload.job.id), source)


def by_export(raw: bytes, source: Source) -> Reading:
    """What an export says of a job."""
    job = decode(raw, Exported)
    return _read(job, job.keyed_custom_fields, source, "")


def _read(job: Opened, fields: gh.Fields, source: Source, where: str) -> Notice:
    """The job; one that is confidential is told to nobody."""
    at, field = (job.opened_at, "opened_at") if job.opened_at else (job.created_at, "created_at")
    pay_from, pay_to, unit = _pay(fields)
    opened = JobOpened(
        feed=NAME,
        reference=str(job.id),
        title=needed(job.name, f"{where}name"),
        posted_on=instant(at, where + field).astimezone(source.zone).date() if at else source.as_of,
        client=custom(fields, "client"),
        place=next((place for office in job.offices if (place := _place(office))), None),
        pay_from=pay_from,
        pay_to=pay_to,
        currency=unit,
    )
    is_open = job.status.strip().lower() == "open" and not job.confidential
    return notice(opened, source, is_open=is_open, undated=at is None)


def _place(office: Office | None) -> str | None:
    if office is None:
        return None
    place = office.location.name if isinstance(office.location, Place) else office.location
    return said(place) or said(office.name)


def _pay(fields: gh.Fields) -> tuple[int | None, int | None, str | None]:
    """What stands in the agency's field `salary_range`, where it can be a year's."""
    value = fields["salary_range"].value if isinstance(fields, Mapping) and "salary_range" in fields else None
    try:
        found = msgspec.convert(value, Range | None)
    except msgspec.ValidationError:
        return None, None, None
    if found is None:
        return None, None, None
    low, high = a_year(_number(found.min_value), _number(found.max_value))
    return low, high, currency(found.unit) if low or high else None


def _number(told: str | float | None) -> float | None:
    try:
        return float(told) if told is not None else None
    except ValueError:
        return None
