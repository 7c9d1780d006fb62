"""Reads what changed since somebody looked last: tasks as they stand now, people who left, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from services.query.persons import Entry, Persons
from services.query.queue import Columns, Queue, Task, Wanted
from services.query.stamps import CHANGED, COMPLETE
from services.query.store import Store

NOBODY = UUID(int=0)
LARGEST = 2**63 - 1


class ChangePlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True, order=True):
    """Up to where somebody has looked."""

    transaction: Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
    person: UUID = NOBODY
    task: UUID = NOBODY
    """Or the entry of a timeline; nobody's: that the person left."""


class Departure(NamedTuple):
    """Somebody was absorbed by another person, or erased: then `into` is nothing."""

    person: str
    into: str | None


class Change(NamedTuple):
    """One change, and where to go on after it."""

    place: ChangePlace
    what: Task | Departure


class Addition(NamedTuple):
    """What a timeline gained, and where to go on after it."""

    place: ChangePlace
    what: Entry


Each = TypeVar("Each", bound=Change | Addition)


@dataclass(frozen=True)
class Changes:
    """What happens to one agency's tasks."""

    queue: Queue

    @property
    def _store(self) -> Store:
        return self.queue.store

    def now(self) -> ChangePlace:
        """The present: what changes from now on comes after it."""
        with self._store.reading() as connection:
            return ChangePlace(int(connection.execute(sa.select(COMPLETE)).scalar_one()))

    def after(self, place: ChangePlace, wanted: Wanted, limit: int) -> list[Change]:
        """The next changes, in order, of a task only its newest state; none is missed, and none comes back.

        What a transaction that is still under way writes comes once it has ended. `UnavailableError` when the
        database is away.
        """
        with self._store.at_one_moment() as connection:
            tasks = self._tasks(connection, place, wanted, limit)
            left = self._departures(connection, place, wanted, limit)
        return _merged([tasks, left], limit)

    def of_person(self, person: str, place: ChangePlace, limit: int) -> list[Change | Addition]:
        """The same of one person, and each entry of their timeline once.

        A place of another person's, whom this one absorbed, is where its transaction begins.
        """
        since = place if str(place.person) == person else ChangePlace(place.transaction)
        wanted = Wanted(person=person)
        with self._store.at_one_moment() as connection:
            tasks = self._tasks(connection, since, wanted, limit)
            left = self._departures(connection, since, wanted, limit)
            told = self._entries(connection, since, person, limit)
        return _merged([tasks, left, told], limit)

    def _tasks(
        self, connection: sa.Connection, place: ChangePlace, wanted: Wanted, limit: int
    ) -> list[Change]:
        table = self._store.tables.tasks
        order = (table.c[CHANGED], table.c.person, table.c.task)
        query = _since(self.queue.wanted(wanted), order, place).limit(limit)
        found = self.queue.read(connection, query)
        return sorted((Change(_place(task.row, task.row["task"]), task) for task in found), key=_by_place)

    def _departures(
        self, connection: sa.Connection, place: ChangePlace, wanted: Wanted, limit: int
    ) -> list[Change]:
        table = self._store.tables.people.departures
        query = self._store.rows(table)
        if wanted.person is not None:
            query = query.where(table.c.person == wanted.person)
        order = (table.c[CHANGED], table.c.person, sa.literal(NOBODY, sa.Uuid()))
        rows = connection.execute(_since(query, order, place).limit(limit)).mappings().all()
        return [Change(_place(row, str(NOBODY)), Departure(row["person"], row["into"])) for row in rows]

    def _entries(
        self, connection: sa.Connection, place: ChangePlace, person: str, limit: int
    ) -> list[Addition]:
        table = self._store.tables.timeline
        query = self._store.rows(table).where(table.c.person == person)
        order = (table.c[CHANGED], table.c.person, table.c.event)
        rows = connection.execute(_since(query, order, place).limit(limit)).mappings().all()
        found = Persons(self._store).entries(connection, person, rows)
        return [Addition(_place(entry.row, entry.row["event"]), entry) for entry in found]


def _merged(kinds: Sequence[Sequence[Each]], limit: int) -> list[Each]:
    """All in their order, as far as every one of them was read."""
    ends = [found[-1].place for found in kinds if len(found) == limit]
    every = sorted((change for found in kinds for change in found), key=_by_place)
    return [change for change in every if change.place <= min(ends, default=change.place)]


def _since(query: sa.Select[Any], order: Sequence[Any], place: ChangePlace) -> sa.Select[Any]:
    types: list[sa.types.TypeEngine[Any]] = [sa.BigInteger(), sa.Uuid(), sa.Uuid()]
    last = (place.transaction, place.person, place.task)
    later = sa.tuple_(*order, types=types) > sa.tuple_(*last, types=types)
    return query.where(later, order[0] < COMPLETE).order_by(*order)


def _place(row: Columns, task: str) -> ChangePlace:
    return ChangePlace(row[CHANGED], UUID(row["person"]), UUID(task))


def _by_place(change: Change | Addition) -> ChangePlace:
    return change.place
