"""A recruiter's command, from the request to the log, in one transaction."""

from dataclasses import dataclass
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from services.desk import idempotency, store
from services.desk.task import Command, Said, Task, decide, evolve, expire
from shared.clock import Clock, day_of
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import NotFoundError
from shared.outbox import Outbox
from shared.settings import Settings

SOURCE = "desk"
AT_ONCE = 200


class Answer(msgspec.Struct, frozen=True):
    """The task as the command left it."""

    task: str
    person: str
    state: str
    holder: str | None
    lease_until: str | None
    snoozed_until: str | None
    revision: int
    """How many times recruiters have changed the task."""
    version: str
    """To be given as `min_version` to see this change."""


@dataclass(frozen=True)
class Desk:
    """Carries out commands."""

    settings: Settings
    engine: sa.Engine
    outbox: Outbox
    clock: Clock

    def do(self, task: str, command: Command, key: str | None = None) -> Answer:
        """Carry out a command once; with an Idempotency-Key, the same one again answers the same.

        Raises `NotFoundError`, `ConflictError` that names the holder, `UnreadableError`, `UnavailableError`.
        """
        with transaction(self.engine) as connection:
            if key is None:
                return self._do(connection, task, command)
            asked = sha256(msgspec.json.encode([task, type(command).__name__, command])).digest()
            agency = self.settings.agency
            earlier = idempotency.earlier_answer(connection, agency, key, asked, self.clock.now())
            if earlier is not None:
                return msgspec.json.decode(earlier, type=Answer)
            answer = self._do(connection, task, command)
            encoded = msgspec.json.encode(answer)
            idempotency.keep_answer(connection, agency, key, encoded, answer.person)
            return answer

    def expire_leases(self, connection: sa.Connection) -> bool:
        """Give back what was claimed and not done in time; whether there may be more."""
        now = self.clock.now()
        over = store.leases_over(connection, now, AT_ONCE)
        self.outbox.lock(connection, {(each.agency, each.person) for each in over})
        for task in store.load(connection, {(each.agency, each.person, each.task) for each in over}).values():
            said = expire(task, now)
            if said is not None:
                self._say(connection, task, said)
        return len(over) == AT_ONCE

    def _do(self, connection: sa.Connection, task_id: str, command: Command) -> Answer:
        task = self._locked(connection, task_id)
        now = self.clock.now()
        said = decide(task, command, now, day_of(now, self.settings.zone))
        return self._say(connection, task, said)

    def _locked(self, connection: sa.Connection, task_id: str) -> Task:
        """Find the task under its person's lock, which comes before the row's in every transaction."""
        agency = self.settings.agency
        person = store.person_of(connection, agency, task_id)
        if person is not None:
            self.outbox.lock(connection, [(agency, person)])
            found = store.load(connection, [(agency, person, task_id)])
            if found:
                return found[agency, person, task_id]
        raise NotFoundError(f"There is no task {task_id}; GET /v1/tasks lists those there are.")

    def _say(self, connection: sa.Connection, task: Task, said: Said) -> Answer:
        after = evolve(task, said)
        event = self._event(after, said)
        store.save_desk_lane(connection, [after])
        self.outbox.append(connection, [event])
        return _answer(after, event.id)

    def _event(self, task: Task, said: Said) -> Event:
        now = self.clock.now()
        return Event(
            # A database put back to an earlier state gives a version twice: two words are never one event.
            id=computed_id("desk", task.task, task.person, said.version, said.by, now.isoformat()),
            agency=task.agency,
            subject=task.person,
            source=SOURCE,
            occurred=moment(now),
            recorded_at=now,
            body=said,
        )


def _answer(task: Task, event: str) -> Answer:
    return Answer(
        task=task.task,
        person=task.person,
        state=task.state,
        holder=task.holder,
        lease_until=task.lease_until.isoformat() if task.lease_until else None,
        snoozed_until=task.snoozed_until.isoformat() if task.snoozed_until else None,
        revision=task.version,
        version=f"{task.person}:{event}",
    )
