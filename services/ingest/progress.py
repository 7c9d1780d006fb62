"""How far an import is, as its sender may ask."""

from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.rowstore import State
from services.ingest.tables import imports, rows, unknown_columns
from shared.errors import NotFoundError

MOST_PROBLEMS = 20


class Problem(NamedTuple):
    """What was wrong with a row, or with the file when `row` is None."""

    row: int | None
    field: str | None
    reason: str


class Progress(NamedTuple):
    """The counts of one import."""

    id: str
    feed: str
    name: str
    state: str
    """`reading`, `done`, or `failed`: nothing of it can be read."""
    read: int
    new: int
    known: int
    quarantined: int
    problems: list[Problem]
    repeats: str | None
    unknown_columns: list[str]


def of(connection: sa.Connection, agency: str, id_: str) -> Progress:
    """The counts by now; `NotFoundError` when there is no such import. A repeat brings nothing new."""
    row = _import(connection, agency, id_)
    original = _import(connection, agency, row["repeats"]) if row["repeats"] else row
    counts = _counts(connection, original["id"])
    new = counts.get(State.NEW, 0)
    known = sum(counts.get(state, 0) for state in (State.KNOWN, State.ERASED, State.DISCARDED))
    return Progress(
        id=id_,
        feed=row["feed"],
        name=row["name"],
        state="reading" if counts.get(State.READ) else original["state"],
        read=sum(counts.values()) - counts.get(State.READ, 0),
        new=0 if row["repeats"] else new,
        known=known + new if row["repeats"] else known,
        quarantined=counts.get(State.QUARANTINED, 0) + counts.get(State.WAITING, 0),
        problems=_problems(connection, original),
        repeats=row["repeats"],
        unknown_columns=_unknown_columns(connection, original["id"]),
    )


def _import(connection: sa.Connection, agency: str, id_: str) -> sa.RowMapping:
    query = sa.select(imports).where(imports.c.id == id_, imports.c.agency == agency)
    found = connection.execute(query).mappings().one_or_none()
    if found is None:
        raise NotFoundError(f"expected the id of an import, found {id_}, which is none")
    return found


def _counts(connection: sa.Connection, id_: str) -> dict[str, int]:
    query = sa.select(rows.c.state, sa.func.count()).where(rows.c["import"] == id_).group_by(rows.c.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def _unknown_columns(connection: sa.Connection, id_: str) -> list[str]:
    query = sa.select(unknown_columns.c.names).where(unknown_columns.c["import"] == id_)
    return connection.execute(query).scalar() or []


def _problems(connection: sa.Connection, original: sa.RowMapping) -> list[Problem]:
    held = rows.c.state.in_((State.QUARANTINED, State.WAITING))
    query = (
        sa.select(rows.c.number, rows.c.field, rows.c.reason)
        .where(rows.c["import"] == original["id"], held)
        .order_by(rows.c.number)
        .limit(MOST_PROBLEMS)
    )
    whole = [Problem(None, original["field"], original["reason"])] if original["reason"] else []
    return whole + [Problem(*row) for row in connection.execute(query)]
