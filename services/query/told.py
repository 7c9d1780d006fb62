"""Reads what was told of several people at once, opened."""

from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from services.query.persons import PROFILE, name_of
from services.query.store import Store
from shared.envelope import Event


def told(
    store: Store, connection: sa.Connection, people: Collection[str], types: Sequence[str]
) -> dict[str, list[Event]]:
    """The facts of some kinds, by person; without those that cannot be read."""
    table = store.tables.timeline
    query = store.rows(table).where(table.c.person.in_(people), table.c.type.in_(types))
    found: dict[str, list[Event]] = {}
    for event in store.open(connection, connection.execute(query).mappings().all()):
        if event is not None:
            found.setdefault(event.subject, []).append(event)
    return found


def names(store: Store, connection: sa.Connection, people: Collection[str]) -> dict[str, str | None]:
    """What people are called, by the newest profile that says so."""
    return {person: name_of(events) for person, events in told(store, connection, people, PROFILE).items()}


def facts(store: Store, connection: sa.Connection, of: Iterable[tuple[str, str]]) -> dict[str, Event]:
    """Facts by their ids, each given with its person; without those that cannot be read."""
    table = store.tables.timeline
    query = store.rows(table).where(sa.tuple_(table.c.person, table.c.event).in_(list(of)))
    read = store.open(connection, connection.execute(query).mappings().all())
    return {event.id: event for event in read if event is not None}
