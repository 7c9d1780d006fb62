"""Workable's jobs, as described at https://workable.readme.io/reference/jobs.

An array of them, or one a line: what stands in the `jobs` of the API's answer. No web hook tells of a job.

- A job is open while its state is `published` and it is not confidential: `closed` is what Workable calls one
  that is filled internally.
- It pays what `salary` says, where that can be a year's. Whose job it is, Workable does not tell.
"""

import msgspec

from services.ingest.dates import instant
from services.ingest.feeds._job import a_year, currency, needed, notice, said
from services.ingest.payload import decode
from services.ingest.reading import Reading, Source
from shared.facts.market import JobOpened

NAME = "workable"


class Location(msgspec.Struct):
    """Where it is."""

    location_str: str | None = None
    city: str | None = None
    country: str | None = None


class Salary(msgspec.Struct):
    """What it pays."""

    salary_from: float | None = None
    salary_to: float | None = None
    salary_currency: str | None = None


class Job(msgspec.Struct):
    """A job as it is now."""

    shortcode: str
    title: str
    state: str
    created_at: str
    confidential: bool | None = None
    location: Location | None = None
    salary: Salary | None = None
    url: str | None = None


def read(raw: bytes, source: Source) -> Reading:
    """What a job says; `UnreadableError` names the field."""
    found = decode(raw, Job)
    salary = found.salary or Salary()
    low, high = a_year(salary.salary_from, salary.salary_to)
    opened = JobOpened(
        feed=NAME,
        reference=needed(found.shortcode, "shortcode"),
        title=needed(found.title, "title"),
        posted_on=instant(found.created_at, "created_at").astimezone(source.zone).date(),
        place=_place(found.location) if found.location else None,
        pay_from=low,
        pay_to=high,
        currency=currency(salary.salary_currency) if low or high else None,
        url=said(found.url),
    )
    is_open = found.state.strip().lower() == "published" and not found.confidential
    return notice(opened, source, is_open=is_open)


def _place(location: Location) -> str | None:
    parts = filter(None, (said(location.city), said(location.country)))
    return said(location.location_str) or ", ".join(parts) or None
