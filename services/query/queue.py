"""Reads tasks: the queue page by page, and one task whole."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.orders import Place, Sort, beyond, order, place_at
from services.query.stamps import CHANGED
from services.query.state import DUE, State, holds, in_states, state_on
from services.query.store import Store
from shared.cursor import cursor_of
from shared.errors import NotFoundError
from shared.facts.tasks import TaskState

Columns = sa.RowMapping | Mapping[str, Any]
"""A row of the projection, or what it was."""


@dataclass(frozen=True)
class Wanted:
    """Which tasks; None is no condition."""

    recruiter: str | None = None
    play: str | None = None
    person: str | None = None
    states: frozenset[State] | None = None
    due: date | None = None
    """Open or claimed on that day."""


class Task(NamedTuple):
    """A row of the projection with its `state`, and what its seal holds, where it opens."""

    row: Columns
    opened: TaskState | None


@dataclass(frozen=True)
class Queue:
    """One agency's tasks."""

    store: Store

    @contextmanager
    def held(self) -> Iterator["Queue"]:
        """The same queue as it is at one moment: all that is read of it until the end of the block."""
        with self.store.held() as store:
            yield Queue(store)

    def page(
        self,
        wanted: Wanted,
        after: Place | None,
        limit: int,
        sort: Sort = Sort.IMPORTANCE,
        *,
        opens: bool = True,
    ) -> tuple[list[Task], str | None]:
        """The next tasks in an order, and a cursor when there are more.

        `opens`: whether their seals are opened; without, a page is read faster and nobody is named.
        """
        task = self.store.tables.tasks
        query = self.wanted(wanted).order_by(*order(task, sort)).limit(limit + 1)
        if after is not None:
            query = query.where(beyond(task, sort, after))
        with self.store.reading() as connection:
            found = self.read(connection, query, sort) if opens else _closed(connection, query)
        following = cursor_of(place_at(found[limit - 1].row, sort)) if len(found) > limit else None
        return found[:limit], following

    def task(self, task: str) -> Task:
        """One task; `NotFoundError` when there is none. Of a task of two people the newer plan's."""
        table = self.store.tables.tasks
        query = self.tasks().where(table.c.task == task).order_by(table.c.planned_at.desc(), table.c.person)
        with self.store.reading() as connection:
            found = self.read(connection, query.limit(1))
        if found:
            return found[0]
        raise NotFoundError(f"There is no task {task}; GET /v1/tasks lists those there are.")

    def tasks(self, at: datetime | None = None) -> sa.Select[Any]:
        """Tasks that rules have planned, each with its state and its holder at a moment, or now."""
        task, now = self.store.tables.tasks, at or self.store.now()
        state = state_on(task, self.store.day(now), now).label("state")
        holder = sa.case((holds(task, now), task.c.dealt_by)).label("holder")
        columns = [column for column in task.c if column.name != "version"]
        query = self.store.rows(task, *columns, task.c.version.label("desk_version"), state, holder)
        return query.where(task.c.revision.is_not(None))

    def wanted(self, wanted: Wanted) -> sa.Select[Any]:
        """Of the tasks that rules have planned those that are wanted, as they stand now."""
        return self.tasks().where(*self._conditions(wanted))

    def _conditions(self, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
        task, today, now = self.store.tables.tasks, self.store.today(), self.store.now()
        exact = {"assignee": wanted.recruiter, "play": wanted.play, "person": wanted.person}
        found = [task.c[name] == value for name, value in exact.items() if value is not None]
        if wanted.states is not None:
            found += in_states(task, wanted.states, today, now)
        if wanted.due is not None:
            found += in_states(task, DUE, wanted.due, max(now, self.store.begins(wanted.due)))
        return found

    def read(
        self, connection: sa.Connection, query: sa.Select[Any], sort: Sort = Sort.IMPORTANCE
    ) -> list[Task]:
        """Read a page of tasks in an order, and only for these the events that told their newest state."""
        page, told = query.subquery("page"), self.store.tables.timeline
        sealed = [column for column in told.c if column.name not in ("agency", "person", CHANGED)]
        same = (told.c.agency == page.c.agency) & (told.c.person == page.c.person)
        whole = sa.select(page, *sealed).join(told, same & (told.c.event == page.c.planned_by))
        ordered = whole.order_by(*order(page, sort))
        rows: Sequence[sa.RowMapping] = connection.execute(ordered).mappings().all()
        events = self.store.open(connection, rows)
        bodies = [event.body if event else None for event in events]
        return [
            Task(row, body if isinstance(body, TaskState) else None)
            for row, body in zip(rows, bodies, strict=True)
        ]


def _closed(connection: sa.Connection, query: sa.Select[Any]) -> list[Task]:
    return [Task(row, None) for row in connection.execute(query).mappings()]
