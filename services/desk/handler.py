"""What the desk learns from the log: which tasks there are, who is gone, and what it said itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import sqlalchemy as sa

from services.desk import idempotency, store
from services.desk.desk import Desk
from services.desk.handovers import Handovers
from services.desk.replies import Reply, answered, reply_of
from services.desk.task import Said, Task, evolve
from shared.codec import body
from shared.delivery import Delivery
from shared.envelope import Event
from shared.facts.people import PersonAbsorbed, PersonErased
from shared.facts.tasks import (
    TaskExpired,
    TaskFlagged,
    TaskHeldBack,
    TaskMoved,
    TaskPlanned,
    TaskRevised,
    TaskState,
    TaskWithdrawn,
)

Tasks = dict[tuple[str, str, str], Task]
TOLD = ("revision", "play", "about", "opens_on", "closes_on", "importance", "recruiter")
"""What the desk keeps of what rules say of a task."""
HEEDED = ("task.", "outreach.", "contact.logged", "person.absorbed", "person.erased")


class DeskHandler:
    """Keeps the tasks recruiters can work on.

    What the desk itself said comes back to it: after the database was put back to an earlier state, it
    learns from the log what recruiters had done.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def forget(self) -> None:
        """Nothing is kept outside the database."""

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Take note of tasks, of answers that were waited for, and of people who are gone."""
        heeded = (each.sealed for each in deliveries if each.sealed.type.startswith(HEEDED))
        events = [body(sealed, None) for sealed in heeded]
        people = {(event.agency, event.subject) for event in events}
        self._desk.outbox.lock(connection, people)
        gone = store.gone_of(connection, people)
        here = [event for event in events if (event.agency, event.subject) not in gone]
        leaving = [(event.agency, event.subject) for event in here if _leaves(event)]
        self._keep(connection, [event for event in here if not _leaves(event)])
        if leaving:
            store.forget(connection, leaving)
        self._answer(connection, [reply for event in here if (reply := reply_of(event))])

    def tick(self, connection: sa.Connection) -> bool:
        """Give back what was claimed and not done in time, and move on what recruiters handed over."""
        idempotency.drop_old(connection, self._desk.clock.now())
        expired = self._desk.expire_leases(connection)
        return Handovers(self._desk).carry_on(connection) or expired

    def _answer(self, connection: sa.Connection, replies: Sequence[Reply]) -> None:
        settings = self._desk.settings
        people = {(settings.agency, reply.person) for reply in replies}
        waiting = store.waiting(connection, people) if people else []
        answers = answered(waiting, replies, self._desk.when().today, settings.zone)
        self._desk.say(connection, list(answers))

    def _keep(self, connection: sa.Connection, events: Sequence[Event]) -> None:
        keys = {key for event in events if (key := _key(event))}
        before = store.load(connection, keys) if keys else {}
        after = dict(before)
        for event in events:
            _apply(after, event)
        changed = [task for key, task in after.items() if before.get(key) != task]
        store.save_rules_lane(connection, changed)
        store.save_desk_lane(connection, changed)


def _leaves(event: Event) -> bool:
    return isinstance(event.body, (PersonAbsorbed, PersonErased))


def _key(event: Event) -> tuple[str, str, str] | None:
    task = getattr(event.body, "task", None)
    return None if task is None else (event.agency, event.subject, task)


def _apply(tasks: Tasks, event: Event) -> None:
    key = _key(event)
    if key is None:
        return
    task = tasks.get(key) or Task(agency=key[0], person=key[1], task=key[2])
    tasks[key] = _after(task, event)


def _after(task: Task, event: Event) -> Task:
    if isinstance(event.body, TaskState):
        return _planned(task, event.body)
    return evolve(task, cast("Said", event.body), event.id)


def _planned(task: Task, said: TaskState) -> Task:
    if said.revision <= task.revision:
        return task
    known = replace(task, **{name: getattr(said, name) for name in TOLD})
    match said:
        case TaskPlanned() | TaskMoved() | TaskRevised():
            return replace(known, planned=True, why_not=None)
        case TaskHeldBack() | TaskWithdrawn() | TaskFlagged():
            return replace(known, planned=False, why_not=said.because)
        case TaskExpired():
            return replace(known, planned=False, why_not=f"its window closed on {said.closes_on}")
        case _:
            raise TypeError(f"{type(said).__name__} is no state of a task")
