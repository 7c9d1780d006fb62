"""A recruiter's day: what they hold, what came back to them, and the best of what is new."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.orders import Sort, order
from services.query.queue import Queue, Task
from services.query.state import TO_DO, State, holds, in_states
from services.query.store import Store

TASKS_A_DAY = 12
"""While the agency has adopted no playbook: as Afterhire's own has it, to which a test holds this."""

MOST_AHEAD = 500
"""A calendar shows so many of a recruiter's tasks."""


class Day(NamedTuple):
    """What a recruiter has before them; of each list the most important and the soonest to close first."""

    recruiter: str
    day: date
    capacity: int
    """How many new tasks the agency's playbook gives a recruiter on one day."""
    done_today: int
    holding: list[Task]
    """What they have claimed, whoever should have done it."""
    returned: list[Task]
    """What was put off until today or a day before it."""
    new: list[Task]
    """The best of what else is open: as many as `capacity` leaves beside what they did today and hold."""
    waiting: int
    """How many more are open and could be new on another day."""


@dataclass(frozen=True)
class Days:
    """The days of one agency's recruiters."""

    queue: Queue

    @property
    def _store(self) -> Store:
        return self.queue.store

    def of(self, recruiter: str) -> Day:
        """The day of a recruiter as it stands now; empty for one whom no task names."""
        at = self._store.now()
        day = self._store.day(at)
        with self._store.at_one_moment() as connection:
            capacity, done = self._capacity(connection), self._done(connection, recruiter, day)
            holding = self._read(connection, at, self._held(recruiter, at))
            returned = self._read(connection, at, self._returned(recruiter, at))
            room = max(capacity - done - len(holding), 0)
            new = self._read(connection, at, self._new(recruiter, at), room)
            waiting = self._count(connection, self._new(recruiter, at)) - len(new)
        return Day(recruiter, day, capacity, done, holding, returned, new, waiting)

    def ahead(self, recruiter: str) -> list[Task]:
        """What is theirs or held by them and still to be done, the best `MOST_AHEAD`; what is to come too."""
        at, task = self._store.now(), self._store.tables.tasks
        theirs = (task.c.assignee == recruiter) | ((task.c.dealt_by == recruiter) & holds(task, at))
        to_do = [*in_states(task, TO_DO, self._store.day(at), at), theirs]
        with self._store.reading() as connection:
            return self._read(connection, at, to_do, MOST_AHEAD)

    def _capacity(self, connection: sa.Connection) -> int:
        table = self._store.tables.playbooks
        adopted = connection.execute(self._store.rows(table, table.c.tasks_a_day)).scalar()
        return TASKS_A_DAY if adopted is None else adopted

    def _done(self, connection: sa.Connection, recruiter: str, day: date) -> int:
        task = self._store.tables.tasks
        return self._count(connection, [task.c.dealt_by == recruiter, task.c.done_on == day])

    def _held(self, recruiter: str, at: datetime) -> list[sa.ColumnElement[bool]]:
        task = self._store.tables.tasks
        return [task.c.live, task.c.dealt_by == recruiter, holds(task, at)]

    def _returned(self, recruiter: str, at: datetime) -> list[sa.ColumnElement[bool]]:
        """Theirs, or nobody's and put off by them."""
        task = self._store.tables.tasks
        nobodys = task.c.assignee.is_(None) & (task.c.dealt_by == recruiter)
        theirs = (task.c.assignee == recruiter) | nobodys
        return [*self._open(at), theirs, task.c.snoozed_until.is_not(None)]

    def _new(self, recruiter: str, at: datetime) -> list[sa.ColumnElement[bool]]:
        """Theirs; one that was taken and given back is as good as new."""
        task = self._store.tables.tasks
        return [*self._open(at), task.c.assignee == recruiter, task.c.snoozed_until.is_(None)]

    def _open(self, at: datetime) -> list[sa.ColumnElement[bool]]:
        task = self._store.tables.tasks
        return in_states(task, frozenset({State.OPEN}), self._store.day(at), at)

    def _read(
        self,
        connection: sa.Connection,
        at: datetime,
        which: list[sa.ColumnElement[bool]],
        at_most: int | None = None,
    ) -> list[Task]:
        ordered = order(self._store.tables.tasks, Sort.IMPORTANCE)
        page: sa.Select[Any] = self.queue.tasks(at).where(*which).order_by(*ordered).limit(at_most)
        return self.queue.read(connection, page)

    def _count(self, connection: sa.Connection, which: list[sa.ColumnElement[bool]]) -> int:
        query = self._store.rows(self._store.tables.tasks, sa.func.count()).where(*which)
        return int(connection.execute(query).scalar_one())
