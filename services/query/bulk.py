"""Rows into tables: many by binary COPY, by way of a temporary table.

PostgreSQL copies nothing straight into a table with row security.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects.postgresql import Insert, insert

from shared.database import psycopg_cursor

Row = Sequence[object]
Person = tuple[str, str]
"""Agency and person."""
FEW = 20
"""Rows from which a COPY is cheaper than an INSERT of each, which takes one way to the database, not five."""
WIRE_TYPES: dict[type[sa.types.TypeEngine[Any]], str] = {
    sa.Uuid: "bytea",  # as `wire_uuid` gives it: psycopg's own dumper wants `UUID` objects, at 2 us each
    sa.Text: "text",
    sa.Integer: "int4",
    sa.BigInteger: "int8",
    sa.Boolean: "bool",
    sa.Date: "date",
    sa.DateTime: "timestamptz",
    sa.LargeBinary: "bytea",
}


def wire_uuid(text: str) -> bytes:
    """A UUID as PostgreSQL's binary protocol has it; `ValueError` for text that is none."""
    return bytes.fromhex(text.replace("-", ""))


def put(connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Put new rows into a table, their values in the order of `names`; UUIDs are given by `wire_uuid`."""
    staging = staging_of(table, tuple(names), "put")
    stage(connection, staging, names, rows)
    connection.execute(sa.insert(table).from_select(list(names), sa.select(staging)))


@cache
def staging_of(table: sa.Table, names: tuple[str, ...], purpose: str) -> sa.Table:
    """Lives as long as its connection; PostgreSQL empties it at each commit, without catalog work."""
    return sa.Table(
        f"staged_{table.name}_{purpose}",
        sa.MetaData(),
        *(sa.Column(name, table.c[name].type) for name in names),
        prefixes=["TEMPORARY"],
        postgresql_on_commit="DELETE ROWS",
    )


def stage(connection: sa.Connection, staging: sa.Table, names: Sequence[str], rows: Iterable[Row]) -> None:
    """COPY rows into a temporary table that holds no others."""
    connection.execute(sa.schema.CreateTable(staging, if_not_exists=True))
    connection.execute(staging.delete())  # empty, unless this transaction wrote before
    copy_binary(connection, staging, names, rows)


def copy_binary(
    connection: sa.Connection, table: sa.Table, names: Sequence[str], rows: Iterable[Row]
) -> None:
    """COPY rows, their values in the order of `names`, into a table without row security."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
        sql.Identifier(*filter(None, (table.schema, table.name))),
        sql.SQL(", ").join(map(sql.Identifier, names)),
    )
    with psycopg_cursor(connection) as cursor, cursor.copy(statement) as copy:
        copy.set_types([WIRE_TYPES[type(table.c[name].type)] for name in names])
        for row in rows:
            copy.write_row(row)


def drop_people(connection: sa.Connection, table: sa.Table, people: Sequence[Person]) -> None:
    """Delete every row of these people."""
    theirs = sa.tuple_(table.c.agency, table.c.person).in_(list(people))
    connection.execute(table.delete().where(theirs))


@dataclass(frozen=True)
class Upsert:
    """Writes rows whose key may be there already: a known row gives way to a newer one only."""

    table: sa.Table
    names: tuple[str, ...]
    """The columns that are written, those of the primary key first."""
    newer: str | None = None
    """The column that counts; without one, a known row stays as it is."""

    def write(self, connection: sa.Connection, rows: Sequence[Row]) -> None:
        """Write rows with distinct keys, values in the order of `names`."""
        if len(rows) >= FEW:
            stage(connection, self._staging, self.names, rows)
            connection.execute(self._of_all)
        elif rows:
            connection.execute(self._of_each, [self._parameters(row) for row in rows])

    def _parameters(self, row: Row) -> dict[str, object]:
        return {
            name: value.hex() if isinstance(value, bytes) and name in self._uuids else value
            for name, value in zip(self.names, row, strict=True)
        }

    @cached_property
    def _uuids(self) -> frozenset[str]:
        return frozenset(name for name in self.names if isinstance(self.table.c[name].type, sa.Uuid))

    @cached_property
    def _staging(self) -> sa.Table:
        return staging_of(self.table, self.names, self.newer or "new")

    @cached_property
    def _of_all(self) -> sa.Insert:
        return self._giving_way(insert(self.table).from_select(list(self.names), sa.select(self._staging)))

    @cached_property
    def _of_each(self) -> sa.Insert:
        return self._giving_way(insert(self.table))

    def _giving_way(self, wanted: Insert) -> sa.Insert:
        if self.newer is None:
            return wanted.on_conflict_do_nothing()
        keys = self.table.primary_key.columns
        changed = {name: wanted.excluded[name] for name in self.names if name not in keys}
        known = self.table.c[self.newer]
        later = known.is_(None) | (known < wanted.excluded[self.newer])
        return wanted.on_conflict_do_update(constraint=self.table.primary_key, set_=changed, where=later)
