"""The merges there were, with both people as they are called now."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest.tables import absorbed
from services.ingest.tables import merges as table
from shared.errors import NotFoundError

RECRUITER = "recruiter"


class State(StrEnum):
    """What became of a merge."""

    STANDING = "standing"
    UNDONE = "undone"


class Merge(NamedTuple):
    """One merge."""

    id: str
    person: str
    into: str
    by: str
    """A feed's name, or `recruiter`."""
    at: datetime
    key: bytes | None = None
    """Of the record that a feed merged away."""
    undone_at: datetime | None = None

    @property
    def state(self) -> State:
        """What became of it."""
        return State.STANDING if self.undone_at is None else State.UNDONE


_COLUMNS = tuple(table.c[name] for name in Merge._fields)
_PLACE = (table.c.at.type, table.c.id.type)
_AROUND = sa.text(
    "WITH RECURSIVE joined AS (SELECT CAST(:person AS uuid) AS person UNION"
    " SELECT CASE WHEN one.person = joined.person THEN one.into ELSE one.person END"
    " FROM ingest.merges AS one JOIN joined ON joined.person IN (one.person, one.into)"
    " WHERE one.agency = :agency AND one.undone_at IS NULL)"
    " SELECT id FROM ingest.merges WHERE agency = :agency AND undone_at IS NULL"
    " AND person IN (SELECT person FROM joined)"
)


def put(connection: sa.Connection, agency: str, merge: Merge) -> None:
    """Note a merge; one that is known already stays as it is.

    From the log it may be met after its undoing: then it is undone.
    """
    undone = sa.select(sa.func.min(absorbed.c.at)).where(
        absorbed.c.agency == agency, absorbed.c.undoes == merge.id
    )
    values = merge._asdict() | {"agency": agency, "undone_at": undone.scalar_subquery()}
    connection.execute(insert(table).values(values).on_conflict_do_nothing())


def get(connection: sa.Connection, agency: str, id_: str) -> Merge:
    """One merge; `NotFoundError` when there is none."""
    found = find(connection, agency, id_)
    if found is None:
        raise NotFoundError(f"expected the id of a merge, found {id_}; GET /v1/identity/merges has them")
    return found


def find(connection: sa.Connection, agency: str, id_: str) -> Merge | None:
    """One merge, or `None`."""
    return next(iter(_merges(connection, agency, table.c.id == id_)), None)


def around(connection: sa.Connection, agency: str, person: str) -> list[Merge]:
    """All standing merges that join anybody to this person."""
    ids = connection.execute(_AROUND, {"agency": agency, "person": person}).scalars().all()
    return sorted(_merges(connection, agency, table.c.id.in_(ids))) if ids else []


def absorbed_by_feed(connection: sa.Connection, agency: str, person: str) -> bool:
    """Whether a feed said that this person is no more, and nobody undid it."""
    said = (table.c.person == person) & (table.c.by != RECRUITER) & table.c.undone_at.is_(None)
    return bool(_merges(connection, agency, said))


def undo(connection: sa.Connection, agency: str, id_: str, at: datetime) -> None:
    """Remember that it does not hold."""
    mine = (table.c.agency == agency) & (table.c.id == id_) & table.c.undone_at.is_(None)
    connection.execute(sa.update(table).where(mine).values(undone_at=at))


def rename(connection: sa.Connection, agency: str, person: str, new: str) -> None:
    """Somebody goes on under another id."""
    for column in (table.c.person, table.c.into):
        mine = (table.c.agency == agency) & (column == person)
        connection.execute(sa.update(table).where(mine).values({column.name: new}))


def known(connection: sa.Connection, agency: str, marks: Sequence[str]) -> set[str]:
    """Those of the marks of forwarded facts that are a merge's."""
    if not marks:
        return set()
    query = sa.select(table.c.id).where(table.c.agency == agency, table.c.id.in_(marks))
    return set(connection.execute(query).scalars())


def page(
    connection: sa.Connection, agency: str, state: State, after: tuple[datetime, str] | None, limit: int
) -> list[Merge]:
    """The merges in this state after a place, the newest first."""
    query = sa.select(*_COLUMNS).where(table.c.agency == agency)
    query = query.where(table.c.undone_at.is_(None) == (state is State.STANDING))
    if after is not None:
        query = query.where(sa.tuple_(table.c.at, table.c.id) < sa.tuple_(*after, types=_PLACE))
    ordered: sa.Select[Any] = query.order_by(table.c.at.desc(), table.c.id.desc()).limit(limit)
    return [Merge(*row) for row in connection.execute(ordered)]


def _merges(connection: sa.Connection, agency: str, which: sa.ColumnElement[bool]) -> list[Merge]:
    found = connection.execute(sa.select(*_COLUMNS).where(table.c.agency == agency, which))
    return [Merge(*row) for row in found]
