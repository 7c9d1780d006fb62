"""What was told of somebody while they were two people, and waits until a person says of whom it was."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest.tables import unassigned as table
from shared.envelope import computed_id
from shared.errors import NotFoundError


class Waiting(NamedTuple):
    """One question."""

    id: str
    person: str
    """Of whom it was told."""
    thing: str
    """A task, or a fact."""
    opened_at: datetime
    to: str | None
    assigned_at: datetime | None


_COLUMNS = tuple(table.c[name] for name in Waiting._fields)
_PLACE = (table.c.opened_at.type, table.c.id.type)


def ask(connection: sa.Connection, agency: str, person: str, things: Collection[str], now: datetime) -> None:
    """Have somebody say of whom these were; what was asked before stays as it is."""
    known = {"agency": agency, "person": person, "opened_at": now}
    rows = [
        {"id": computed_id("unassigned", agency, person, thing), "thing": thing, **known}
        for thing in sorted(things)
    ]
    if rows:
        connection.execute(insert(table).on_conflict_do_nothing(), rows)


def answered(connection: sa.Connection, agency: str, person: str) -> Mapping[str, str]:
    """Of whom what was told of this person turned out to be, by the thing."""
    query = sa.select(table.c.thing, table.c.to).where(
        table.c.agency == agency, table.c.person == person, table.c.to.is_not(None)
    )
    return {row.thing: row.to for row in connection.execute(query)}


def assign(connection: sa.Connection, id_: str, to: str, now: datetime) -> None:
    """Write down of whom it was."""
    connection.execute(sa.update(table).where(table.c.id == id_).values(to=to, assigned_at=now))


def one_again(connection: sa.Connection, agency: str, person: str, to: str, now: datetime) -> None:
    """All that waits of this person is of both, who are one again."""
    mine = (table.c.agency == agency) & (table.c.person == person) & table.c.to.is_(None)
    connection.execute(sa.update(table).where(mine).values(to=to, assigned_at=now, again=True))


def never_said(connection: sa.Connection, agency: str, person: str) -> set[str]:
    """What was handed on to this person of both, of whom nobody ever said whose it was."""
    query = sa.select(table.c.thing).where(table.c.agency == agency, table.c.to == person, table.c.again)
    return set(connection.execute(query).scalars())


def asked_about(connection: sa.Connection, agency: str) -> set[str]:
    """The people of whom something waits."""
    query = sa.select(table.c.person).where(table.c.agency == agency, table.c.to.is_(None)).distinct()
    return set(connection.execute(query).scalars())


def get(connection: sa.Connection, agency: str, id_: str, *, locked: bool = False) -> Waiting:
    """One question; `NotFoundError` when there is none. Lock the people before, if at all."""
    query = sa.select(*_COLUMNS).where(table.c.agency == agency, table.c.id == id_)
    found = connection.execute(query.with_for_update() if locked else query).first()
    if found is None:
        raise NotFoundError(
            f"expected the id of what waits, found {id_}; GET /v1/identity/unassigned has them"
        )
    return Waiting(*found)


def page(
    connection: sa.Connection, agency: str, after: tuple[datetime, str] | None, limit: int
) -> list[Waiting]:
    """What waits, after a place, the longest first."""
    query: sa.Select[Any] = sa.select(*_COLUMNS).where(table.c.agency == agency, table.c.to.is_(None))
    if after is not None:
        query = query.where(sa.tuple_(table.c.opened_at, table.c.id) > sa.tuple_(*after, types=_PLACE))
    ordered = query.order_by(table.c.opened_at, table.c.id).limit(limit)
    return [Waiting(*row) for row in connection.execute(ordered)]


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing of these people waits any more."""
    gone = (table.c.agency == agency) & table.c.person.in_(people)
    connection.execute(sa.delete(table).where(gone))
