"""A job as Bullhorn has it."""

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from services.ingest.feeds._bullhorn_words import NAME, said
from services.ingest.feeds._job import a_year
from services.ingest.feeds._job import notice as advertised
from services.ingest.reading import Notice, Source
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


def notice(order: Order, source: Source) -> Notice:
    """The job as it is now; what it pays by the hour is not told, since jobs are compared by the year."""
    pay, _ = a_year(_yearly(order), None)
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
    return advertised(opened, source, is_open=order.open)


def skills(*lists: str | None) -> tuple[str, ...]:
    """Each once, of texts that list them."""
    return _each_once(part for text in lists for part in _BETWEEN.split(text or ""))


def _each_once(words: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(word for each in words if (word := said(each)))
    return tuple(found)[:MOST_SKILLS]


def _yearly(order: Order) -> float | None:
    unit = (order.salary_unit or "").lower()
    return order.salary if any(word in unit for word in _A_YEAR) else None
