"""A task as it stood at the end of a day, from what was recorded by then."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.query.lanes import DEALT, PLANNED, REASSIGNED, assigned, dealt, planned
from services.query.opening import sealed
from services.query.projections.tasks import ASSIGNED, DESK_LANE, KEY, RULES_LANE
from services.query.queue import Columns, Queue, Task
from services.query.state import State, state_of
from services.query.store import Store
from shared.codec import Sealed
from shared.errors import NotFoundError
from shared.facts.outreach import Outreach
from shared.facts.tasks import TaskState

NONE: dict[str, Any] = dict.fromkeys((*DESK_LANE, *ASSIGNED))
"""While no recruiter has done anything."""


@dataclass(frozen=True)
class Past:
    """What one agency's tasks were."""

    queue: Queue

    @property
    def _store(self) -> Store:
        return self.queue.store

    def task(self, task: str, day: date) -> Task:
        """A task at the end of a day; `NotFoundError` when it was not planned by then.

        Of a task of two people that of the one whose plan is newer now.
        """
        person = self.queue.task(task).row["person"]
        end = self._store.ends(day)
        with self._store.reading() as connection:
            rows = connection.execute(self._told(person, end)).mappings().all()
            lanes = _lanes(task, map(sealed, rows))
            if "revision" not in lanes:
                raise NotFoundError(f"There was no task {task} yet at the end of {day}.")
            newest = [row for row in rows if row["event"] in (lanes["planned_by"], lanes["decided_by"])]
            bodies = [event.body for event in self._store.open(connection, newest) if event]
        told = next(body for body in bodies if isinstance(body, TaskState))
        dealing = next((body for body in bodies if isinstance(body, Outreach)), None)
        at = end or self._store.now()
        return Task(_row(lanes, state_of(told, dealing, day, at)), told)

    def _told(self, person: str, end: datetime | None) -> sa.Select[Any]:
        table = self._store.tables.timeline
        kinds = table.c.type.in_([*PLANNED, *DEALT])
        query = self._store.rows(table).where(table.c.person == person, kinds)
        return query if end is None else query.where(table.c.recorded_at < end)


def _lanes(task: str, events: Iterable[Sealed]) -> dict[str, Any]:
    """The columns of a task as the projection would have them after these events, without its state."""
    found, every = NONE.copy(), list(events)
    of_rules = [planned(one) for one in every if one.type in PLANNED]
    of_desk = [dealt(one) for one in every if one.type in DEALT]
    given = [assigned(one) for one in every if one.type == REASSIGNED]
    lanes = (RULES_LANE, of_rules), (DESK_LANE, of_desk), (ASSIGNED, given)
    for names, rows in lanes:
        found |= _newest(task, (*KEY, *names), rows)
    return found


def _newest(task: str, names: Sequence[str], rows: Iterable[tuple[object, ...]]) -> dict[str, Any]:
    """Of a task's rows the one whose number, in the column after the key, is the highest."""
    ours = [row for row in rows if row[2] == UUID(task).bytes]
    newest = max(ours, key=lambda row: int(str(row[len(KEY)])), default=())
    return {name: _plain(value) for name, value in zip(names, newest, strict=False)}


def _plain(value: object) -> object:
    return str(UUID(bytes=value)) if isinstance(value, bytes) else value


def _row(lanes: dict[str, Any], state: State) -> Columns:
    """With what the database works out of them."""
    given = lanes["assigned_to"]
    return lanes | {
        "state": state.value,
        "holder": lanes["dealt_by"] if state is State.CLAIMED else None,
        "assignee": (lanes["recruiter"] if given is None else given) or None,
        "desk_version": lanes["version"],
    }
