"""What another agency has: one row in each table of each service, every text of it the same telling word."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

import services.calendar.tables
import services.desk.tables
import services.ingest.tables
import services.matching.tables
import services.query.hooks.tables
import services.rules.tables
import shared.access.tables
import shared.vault
from services.query.tables import LIVE, in_schema
from shared.database import engine, owning, prepare
from shared.row_security import WorksAs, nobodys
from shared.settings import Settings

METADATA = (
    shared.vault.metadata,
    shared.access.tables.metadata,
    services.ingest.tables.metadata,
    services.desk.tables.metadata,
    services.rules.tables.metadata,
    services.matching.tables.metadata,
    services.calendar.tables.metadata,
    in_schema(LIVE).metadata,
    services.query.hooks.tables.metadata,
)
TABLES = [table for metadata in METADATA for table in metadata.sorted_tables]
SECURED = [table for table in TABLES if nobodys(table) is None]
DEMO, WORD, ID = "demo", "of-demo-alone", "00000000-0000-0000-0000-0000000d3a10"

_BY_NAME = {"agency": DEMO, "state": "read", "erased_at": None}
_BY_KIND: dict[str, object] = {
    "UUID": ID,
    "BYTEA": b"\x01",
    "JSONB": "{}",
    "BOOLEAN": True,
    "DATE": "2026-03-02",
    "TIMESTAMP WITH TIME ZONE": "2026-03-02T09:00Z",
    "INTEGER": 1,
    "BIGINT": 1,
    "DOUBLE PRECISION": 1.0,
}
_DIALECT: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # has no types


def of_everybody(database_url: str) -> sa.Engine:
    """A whole installation's database, seen by what has every agency's rows."""
    made = engine(Settings(database_url=database_url), application="test", works_as=WorksAs.LOG)
    for metadata in METADATA:
        prepare(made, metadata)
    return made


def fill(made: sa.Engine) -> None:
    """Give the agency `demo` its rows, as nobody but the login may."""
    with owning(made) as connection:
        for table in SECURED:
            connection.execute(*row(table))


def row(table: sa.Table) -> tuple[sa.TextClause, dict[str, object]]:
    """What adds `demo`'s row to a table, whatever else it would have to be."""
    columns = [each for each in table.columns if each.identity is None and each.computed is None]
    names = ", ".join(f'"{each.name}"' for each in columns)
    values = ", ".join(f"CAST(:{each.name}_ AS {_kind(each)})" for each in columns)
    statement = sa.text(f"INSERT INTO {table.fullname} ({names}) VALUES ({values})")  # noqa: S608 - our own names
    return statement, {f"{each.name}_": _value(each) for each in columns}


def _kind(column: sa.Column[object]) -> str:
    return str(column.type.compile(dialect=_DIALECT)).split(" COLLATE")[0]


def _value(column: sa.Column[object]) -> object:
    if column.name in _BY_NAME:
        return _BY_NAME[column.name]
    kind = _kind(column)
    value = _BY_KIND.get(kind.removesuffix("[]"), WORD)
    return [value] if kind.endswith("[]") else value
