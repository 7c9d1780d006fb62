"""Reads the histories of an agency a range of people at a time, and leaves everything as it is."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from services.rules.tables import facts, people
from shared.codec import Sealed
from shared.database import transaction
from shared.vault import Keys, Vault

ALL_IDS = 1 << 128
_READ_ONLY = sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


class Range(NamedTuple):
    """People by their ids, both inclusive."""

    first: str
    last: str


class Histories(NamedTuple):
    """The facts of some people, sealed, with the keys that open them."""

    by_person: dict[str, list[Sealed]]
    """In no order; without those who were erased."""
    keys: Keys


def ranges(parts: int) -> list[Range]:
    """All people, in so many parts of about the same size: ids are hashes, so they lie evenly."""
    bounds = [ALL_IDS * part // parts for part in range(parts + 1)]
    return [
        Range(str(UUID(int=first)), str(UUID(int=following - 1))) for first, following in pairwise(bounds)
    ]


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that sees one state of the database and cannot change it."""
    with transaction(engine) as connection:
        connection.execute(_READ_ONLY)
        yield connection


def count(connection: sa.Connection, agency: str) -> int:
    """How many people of the agency are known and not erased."""
    query = sa.select(sa.func.count()).select_from(people)
    return connection.execute(
        query.where(people.c.agency == agency, people.c.sealed.is_not(None))
    ).scalar_one()


def histories(
    connection: sa.Connection, vault: Vault, agency: str, some: Range, until: datetime
) -> Histories:
    """What was recorded of these people before a moment."""
    found: dict[str, list[Sealed]] = defaultdict(list)
    for row in connection.execute(_query(agency, some, until)):
        sealed = Sealed._make(row)
        found[sealed.subject].append(sealed)
    keys = vault.keys(connection, [(agency, person) for person in found], create=False)
    return Histories(
        {person: said for person, said in found.items() if not keys.erased(agency, person)}, keys
    )


def _query(agency: str, some: Range, until: datetime) -> sa.Select[Any]:
    column = facts.c
    among = column.person.between(some.first, some.last)
    return sa.select(
        column.id,
        column.type,
        column.version,
        column.agency,
        column.person,
        column.source,
        column.occurred,
        column.recorded_at,
        column.forwarded_by,
        column.body,
    ).where(column.agency == agency, among, column.recorded_at < until)


def end_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day is over in a time zone."""
    return datetime.combine(day + timedelta(days=1), time.min, zone)
