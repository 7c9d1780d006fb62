"""What stands in ingest's quarantine, found by what is wrong with it and where it came from."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.ingest.parts import Parts
from services.ingest.tables import common, imports, rows
from shared.database import transaction
from shared.errors import NotFoundError
from shared.parked import HELD, State

table = common.quarantine


class Wanted(NamedTuple):
    """Which records; what is `None` does not matter."""

    feed: str | None = None
    reason: str | None = None
    """A part of it, letter case apart."""
    field: str | None = None
    upload: str | None = None
    """The import of a file, which it is a row of."""
    parked_before: datetime | None = None
    parked_after: datetime | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for in particular."""
        return all(each is None for each in self)


class Line(NamedTuple):
    """One record, without its content."""

    record: str
    state: State
    origin: str
    feed: str | None
    upload: str | None
    row: int | None
    field: str | None
    reason: str
    attempts: int
    parked_at: datetime


Place = tuple[datetime, str]
PLACE = (table.c.parked_at.type, table.c.id.type)
MOST_KINDS = 50
_FEED = sa.func.coalesce(rows.c.feed, imports.c.feed)
_UPLOAD = sa.func.coalesce(rows.c["import"], imports.c.id)
_COLUMNS = (
    *(table.c.id, table.c.state, table.c.origin, _FEED, _UPLOAD),
    *(table.c.row, table.c.field, table.c.reason, table.c.attempts, table.c.parked_at),
)
_FROM = table.outerjoin(rows, rows.c.id == table.c.id).outerjoin(imports, imports.c.id == table.c.id)


def page(parts: Parts, wanted: Wanted, after: Place | None, limit: int) -> list[Line]:
    """The records after a place, the newest first; `UnavailableError`."""
    query = sa.select(*_COLUMNS).select_from(_FROM).where(*_matching(parts.agency, wanted))
    if after is not None:
        query = query.where(sa.tuple_(table.c.parked_at, table.c.id) < sa.tuple_(*after, types=PLACE))
    ordered = query.order_by(table.c.parked_at.desc(), table.c.id.desc()).limit(limit)
    with transaction(parts.engine) as connection:
        return [_line(row) for row in connection.execute(ordered)]


def line(connection: sa.Connection, agency: str, record: str) -> Line:
    """One record, whatever became of it; `NotFoundError` when there is none."""
    mine = (table.c.agency == agency) & (table.c.id == record)
    row = connection.execute(sa.select(*_COLUMNS).select_from(_FROM).where(mine)).first()
    if row is None:
        raise NotFoundError(f"expected a record of GET /v1/quarantine, found {record}")
    return _line(row)


def ask(parts: Parts, wanted: Wanted, state: State) -> int:
    """Have all of these read again, or given up; how many. Asked again, it changes nothing."""
    found = sa.select(table.c.id).select_from(_FROM).where(*_matching(parts.agency, wanted))
    statement = sa.update(table).where(table.c.id.in_(found), table.c.state.in_(HELD)).values(state=state)
    with transaction(parts.engine) as connection:
        return connection.execute(statement).rowcount


def ask_one(connection: sa.Connection, agency: str, record: str, state: State) -> None:
    """The same of one record; of one that is parked no more, nothing."""
    mine = (table.c.agency == agency) & (table.c.id == record) & table.c.state.in_(HELD)
    connection.execute(sa.update(table).where(mine).values(state=state))


def counts(parts: Parts, wanted: Wanted) -> Mapping[tuple[str | None, str | None, str], int]:
    """How many records there are of each feed, field and reason, the most first."""
    kinds = (_FEED, table.c.field, table.c.reason)
    many = sa.func.count()
    query = sa.select(*kinds, many).select_from(_FROM).where(*_matching(parts.agency, wanted))
    ordered = query.group_by(*kinds).order_by(many.desc(), *kinds).limit(MOST_KINDS)
    with transaction(parts.engine) as connection:
        return {(row[0], row[1], row[2]): row[3] for row in connection.execute(ordered)}


def _matching(agency: str, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = [table.c.agency == agency, table.c.state.in_(HELD)]
    given: dict[Any, object] = {_FEED: wanted.feed, table.c.field: wanted.field, _UPLOAD: wanted.upload}
    found += [column == value for column, value in given.items() if value is not None]
    if wanted.reason is not None:
        found.append(table.c.reason.icontains(wanted.reason, autoescape=True))
    if wanted.parked_before is not None:
        found.append(table.c.parked_at < wanted.parked_before)
    if wanted.parked_after is not None:
        found.append(table.c.parked_at >= wanted.parked_after)
    return found


def _line(row: Any) -> Line:  # noqa: ANN401 - a row of these columns
    found = Line._make(row)
    return found._replace(state=State(found.state))
