"""What a person wrote instead of payloads and rows that could not be read."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.tables import attempts


class Attempt(NamedTuple):
    """One of them."""

    number: int
    raw: bytes
    at: datetime


def latest(row: sa.ColumnElement[str]) -> sa.Label[bytes | None]:
    """The column `mended` of a query of rows: the last one of each, or nothing."""
    mine = sa.select(attempts.c.raw).where(attempts.c.row == row).order_by(attempts.c.number.desc())
    return mine.limit(1).scalar_subquery().label("mended")


def of(connection: sa.Connection, row: str) -> list[Attempt]:
    """All of a row, the first one first."""
    query = sa.select(attempts.c.number, attempts.c.raw, attempts.c.at).where(attempts.c.row == row)
    return [Attempt(*each) for each in connection.execute(query.order_by(attempts.c.number))]


def add(connection: sa.Connection, row: str, raw: bytes, now: datetime) -> None:
    """Keep another one; the row is locked."""
    number = sa.select(sa.func.coalesce(sa.func.max(attempts.c.number), 0) + 1).where(attempts.c.row == row)
    values = {"row": row, "number": number.scalar_subquery(), "raw": raw, "at": now}
    connection.execute(sa.insert(attempts).values(values))


def forget(connection: sa.Connection, rows: Collection[str]) -> None:
    """Nothing of these rows is kept."""
    if rows:
        connection.execute(sa.delete(attempts).where(attempts.c.row.in_(rows)))
