"""Lever's postings, as its Data API and its public Postings API return them.

https://hire.lever.co/developer/documentation#postings and https://github.com/lever/postings-api: an array of
postings, or one a line (of the Data API: what stands in `data`). No web hook tells of a posting.

- A posting is open while its state is `published` or `internal`; the public API tells no state, and of none
  but those. One that is no longer in a file says nothing.
- It pays what `salaryRange` says, where that is by the year. Whose job it is, Lever does not tell.
"""

from uuid import UUID

import msgspec

from services.ingest.dates import epoch_day
from services.ingest.feeds._job import a_year, currency, needed, notice, said
from services.ingest.payload import decode
from services.ingest.reading import Reading, Source
from shared.facts.market import JobOpened

NAME = "lever"
OPEN = {"published", "internal"}


class Categories(msgspec.Struct):
    """Where it is."""

    location: str | None = None


class Urls(msgspec.Struct):
    """Where it can be seen."""

    show: str | None = None


class Pay(msgspec.Struct):
    """What it pays."""

    min: float | None = None
    max: float | None = None
    currency: str | None = None
    interval: str | None = None


class Posting(msgspec.Struct, rename="camel"):
    """A posting as it is now."""

    id: UUID
    text: str
    created_at: int
    """Milliseconds since 1970."""
    state: str | None = None
    categories: Categories | None = None
    hosted_url: str | None = None
    urls: Urls | None = None
    salary_range: Pay | None = None


def read(raw: bytes, source: Source) -> Reading:
    """What a posting says; `UnreadableError` names the field."""
    found = decode(raw, Posting)
    pay = found.salary_range or Pay()
    yearly = "year" in (pay.interval or "").lower()
    low, high = a_year(pay.min, pay.max) if yearly else (None, None)
    opened = JobOpened(
        feed=NAME,
        reference=str(found.id),
        title=needed(found.text, "text"),
        posted_on=epoch_day(found.created_at, "createdAt", source.zone),
        place=said(found.categories.location) if found.categories else None,
        pay_from=low,
        pay_to=high,
        currency=currency(pay.currency) if low or high else None,
        url=said(found.hosted_url) or (said(found.urls.show) if found.urls else None),
    )
    return notice(opened, source, is_open=found.state is None or found.state.strip().lower() in OPEN)
