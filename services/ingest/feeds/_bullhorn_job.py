"""A job as Bullhorn has it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from services.ingest.feeds._bullhorn_words import NAME, said
from services.ingest.feeds._job import Advertised
from services.ingest.reading import Notice
from shared.envelope import computed_id
from shared.facts.market import JobOpened

MOST_SKILLS = 50
_BETWEEN = re.compile(r"[;,|]")
_A_YEAR = ("year", "annual", "annum")


class Order(NamedTuple):
    """What an order says, wherever it stands."""

    reference: str
    title: str
    posted_on: date
    open: bool
    client: str | None = None
    place: str | None = None
    skills: tuple[str, ...] = ()
    salary: float | None = None
    salary_unit: str | None = None
    url: str | None = None


def subject(agency: str, reference: str) -> str:
    """Our id of a job."""
    return computed_id("job", agency, NAME, reference)


def notice(order: Order, agency: str, today: date) -> Notice:
    """The job as it is now; what it pays by the hour is not told, since jobs are compared by the year."""
    pay = _a_year(order)
    opened = JobOpened(
        feed=NAME,
        reference=order.reference,
        title=order.title,
        posted_on=order.posted_on,
        client=order.client,
        place=order.place,
        skills=order.skills,
        pay_from=pay,
        pay_to=pay,
        url=order.url if order.url and order.url.startswith(("https://", "http://")) else None,
    )
    return Notice(subject(agency, order.reference), Advertised(opened, open=order.open, today=today))


def skills(*lists: str | None) -> tuple[str, ...]:
    """Each once, of texts that list them."""
    return _each_once(part for text in lists for part in _BETWEEN.split(text or ""))


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(word for each in words if (word := said(each)))
    return tuple(found)[:MOST_SKILLS]


def _a_year(order: Order) -> int | None:
    unit = (order.salary_unit or "").lower()
    pay = order.salary or 0
    return int(pay) if 0 < pay < 1e9 and any(word in unit for word in _A_YEAR) else None  # noqa: PLR2004 - as the jobs file
