"""Reads all tasks that are wanted, as they stood at one moment, without ever holding many of them."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from services.query.orders import Sort, order
from services.query.queue import Queue, Task, Wanted
from services.query.store import Store
from shared.envelope import Event
from shared.facts.tasks import TaskState

AT_ONCE = 500
"""Tasks that are held in memory at a time."""
IDLE_S = 60
"""How long the snapshot is kept for somebody who takes no more."""


@dataclass(frozen=True)
class Export:
    """One agency's tasks, all of them."""

    queue: Queue

    @property
    def _store(self) -> Store:
        return self.queue.store

    def batches(self, wanted: Wanted) -> Generator[list[Task]]:
        """The tasks in the order of the queue; close it when the rest is not wanted.

        What a person's key sealed opens as long as the key is there: who is erased meanwhile is not told of.
        `UnavailableError` when the database goes away, also in the middle.
        """
        task = self._store.tables.tasks
        query = self.queue.wanted(wanted).order_by(*order(task, Sort.IMPORTANCE))
        with self._store.at_one_moment() as connection:
            connection.execute(sa.text(f"SET LOCAL idle_in_transaction_session_timeout = '{IDLE_S}s'"))
            cursor = connection.execute(query.execution_options(yield_per=AT_ONCE)).mappings()
            for rows in cursor.partitions():
                yield self._opened(connection, rows)

    def _opened(self, connection: sa.Connection, rows: Sequence[sa.RowMapping]) -> list[Task]:
        events = self._told(connection, rows)
        return [Task(row, _body(events.get((row["person"], row["planned_by"])))) for row in rows]

    def _told(
        self, connection: sa.Connection, rows: Sequence[sa.RowMapping]
    ) -> dict[tuple[str, str], Event | None]:
        told = self._store.tables.timeline
        newest = sa.tuple_(told.c.person, told.c.event).in_(
            [(row["person"], row["planned_by"]) for row in rows]
        )
        sealed = connection.execute(self._store.rows(told).where(newest)).mappings().all()
        with self._store.reading() as now:  # the snapshot still has the keys of who was erased since
            events = self._store.open(now, sealed)
        return {(row["person"], row["event"]): event for row, event in zip(sealed, events, strict=True)}


def _body(event: Event | None) -> TaskState | None:
    return event.body if event and isinstance(event.body, TaskState) else None
