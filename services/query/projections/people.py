"""Who has left (absorbed by another person, or erased), and of whom a record is parked.

What a profile says is read from the timeline: a correction of it then needs nothing here.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from services.query import stamps
from services.query.bodies import open_fields
from services.query.bulk import Person, Row, Upsert, drop_people, wire_uuid
from shared.codec import Sealed
from shared.database import psycopg_cursor

ABSORBED = "person.absorbed"
ERASED = "person.erased"
DEPARTURES = frozenset({ABSORBED, ERASED})
PARKED = "record.parked"
RELEASED = "record.released"


DEPARTURE = ("agency", "person", "rank", "into", stamps.CHANGED)


class PeopleTables(NamedTuple):
    """The tables of this projection."""

    departures: sa.Table
    parked: sa.Table


class _Absorbed(msgspec.Struct):
    into: str


class _Record(msgspec.Struct):
    record: str
    service: str


def tables(metadata: sa.MetaData) -> PeopleTables:
    """Add the tables to the metadata."""
    return PeopleTables(
        departures=sa.Table(
            "departures",
            metadata,
            sa.Column("agency", sa.Text, primary_key=True),
            sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("rank", sa.Text(collation="C"), nullable=False),
            sa.Column("into", sa.Uuid(as_uuid=False)),
            stamps.column(),
            sa.Index("departures_changed", "agency", stamps.CHANGED, "person"),
            sa.Index("departures_into", "agency", "into"),
        ),
        parked=sa.Table(
            "parked",
            metadata,
            sa.Column("agency", sa.Text, primary_key=True),
            sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("record", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("rank", sa.Text(collation="C"), nullable=False),
            sa.Column("parked", sa.Boolean, nullable=False),
        ),
    )


@dataclass(frozen=True)
class People:
    """Keeps what the rest of the projections must know of people."""

    tables: PeopleTables

    @cached_property
    def _departing(self) -> Upsert:
        return Upsert(self.tables.departures, DEPARTURE, newer="rank")

    @cached_property
    def _parking(self) -> Upsert:
        return Upsert(self.tables.parked, ("agency", "person", "record", "rank", "parked"), newer="rank")

    def gone(self, connection: sa.Connection, people: Collection[Person]) -> set[Person]:
        """Those of these people who were absorbed or erased."""
        table = self.tables.departures
        query = (
            f"SELECT agency, person FROM {table.fullname}"  # noqa: S608 - the table's own name
            " WHERE agency = ANY(%b) AND person = ANY(%b::text[]::uuid[])"
        )
        agencies, ids = {agency for agency, _ in people}, [person for _, person in people]
        with psycopg_cursor(connection) as cursor:
            cursor.execute(query.encode(), [list(agencies), ids])
            return {(str(agency), str(person)) for agency, person in cursor}.intersection(people)

    def depart(self, connection: sa.Connection, departures: Iterable[Sealed]) -> list[Sealed]:
        """These people leave: an erasure holds over all, and of two absorptions the later one.

        Gives back the departures that hold now, one for each person.
        """
        newest = {(one.agency, one.subject): one for one in sorted(departures, key=_rank)}
        stamp = stamps.current(connection)
        self._departing.write(connection, [(*_departure(one), stamp) for one in newest.values()])
        table = self.tables.departures
        theirs = sa.tuple_(table.c.agency, table.c.person).in_(list(newest))
        held = connection.execute(sa.select(table.c.agency, table.c.person, table.c.rank).where(theirs))
        return [one for agency, person, rank in held if _rank(one := newest[agency, person]) == rank]

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Note which records are parked now."""
        records = sorted((one for one in batch if one.type in {PARKED, RELEASED}), key=_rank)
        rows = (_record(one) for one in records)
        self._parking.write(connection, list({row[:3]: row for row in rows}.values()))

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop what is parked of these people; that they left stays."""
        drop_people(connection, self.tables.parked, people)


def _rank(one: Sealed) -> str:
    """What holds over what: an erasure over all, then the later over the earlier."""
    return f"{one.type == ERASED:d} {one.recorded_at.isoformat()} {one.id}"


def _departure(one: Sealed) -> Row:
    into = None if one.type == ERASED else wire_uuid(open_fields(one, _Absorbed).into)
    return one.agency, wire_uuid(one.subject), _rank(one), into


def _record(one: Sealed) -> tuple[object, ...]:
    record = wire_uuid(open_fields(one, _Record).record)
    return one.agency, wire_uuid(one.subject), record, _rank(one), one.type == PARKED
