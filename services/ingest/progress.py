"""How far an import is, as its sender may ask."""

from typing import NamedTuple

import sqlalchemy as sa

from services.ingest import archives
from services.ingest.rowstore import State
from services.ingest.tables import imports, rows, unknown_columns
from shared.errors import NotFoundError

MOST_PROBLEMS = 20


class Problem(NamedTuple):
    """What was wrong with a row, or with the file when `row` is None."""

    row: int | None
    field: str | None
    reason: str
    file: str | None = None
    """In which file of an archive."""


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
    ignored: int
    """Rows about people whom no feed has told of."""
    problems: list[Problem]
    repeats: str | None
    unknown_columns: list[str]
    files: "tuple[Progress, ...]" = ()
    """Of an archive: each file in it that is read."""
    not_read: tuple[str, ...] = ()
    """Of an archive: the other files in it."""


def of(connection: sa.Connection, agency: str, id_: str) -> Progress:
    """The counts by now; `NotFoundError` when there is no such import. A repeat brings nothing new.

    Those of an archive are of all its files together; it is read while any of them is.
    """
    found = archives.find(connection, agency, id_)
    if found is None:
        return _of(connection, agency, id_)
    files = [_of(connection, agency, file)._replace(name=name) for name, file in found.files]
    return Progress(
        id=id_,
        feed=found.feed,
        name=found.name,
        state=next(state for state in ("reading", "done", "failed") if state in {one.state for one in files}),
        read=sum(one.read for one in files),
        new=sum(one.new for one in files),
        known=sum(one.known for one in files),
        quarantined=sum(one.quarantined for one in files),
        ignored=sum(one.ignored for one in files),
        problems=[problem._replace(file=one.name) for one in files for problem in one.problems],
        repeats=None,
        unknown_columns=[],
        files=tuple(files),
        not_read=tuple(found.not_read),
    )


def _of(connection: sa.Connection, agency: str, id_: str) -> Progress:
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
        ignored=counts.get(State.IGNORED, 0),
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
