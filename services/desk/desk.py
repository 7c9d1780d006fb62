"""A recruiter's command, from the request to the log, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from services.desk import idempotency, store
from services.desk.commands import Command, Complete
from services.desk.deciding import When, decide, expire
from services.desk.heard import facts_heard
from services.desk.task import Said, Task, evolve
from services.desk.terms import ANY, Terms
from shared.clock import Clock, day_of
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import ChangedError, NotFoundError
from shared.facts import Fact, kind_of_body
from shared.facts.outreach import OutreachCompleted
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
    etag: str = ""
    """What both lanes have come to; empty in what an older program kept."""


@dataclass(frozen=True)
class Desk:
    """Carries out commands."""

    settings: Settings
    engine: sa.Engine
    outbox: Outbox
    clock: Clock

    def do(self, task: str, command: Command, terms: Terms = ANY) -> Answer:
        """Carry out a command once; with an Idempotency-Key, the same one again answers the same.

        Raises `NotFoundError`, `ConflictError` that names the holder, `ChangedError`, `UnderWayError`,
        `UnreadableError`, `UnavailableError`.
        """
        with transaction(self.engine) as connection:
            if terms.key is None:
                return self._do(connection, task, command, terms)
            asked = sha256(msgspec.json.encode([task, type(command).__name__, command])).digest()
            agency = self.settings.agency
            earlier = idempotency.earlier_answer(connection, agency, terms.key, asked, self.clock.now())
            if earlier is not None:
                return msgspec.json.decode(earlier, type=Answer)
            answer = self._do(connection, task, command, terms)
            encoded = msgspec.json.encode(answer)
            idempotency.keep_answer(connection, agency, terms.key, encoded, answer.person)
            return answer

    def task(self, task_id: str) -> Task:
        """The task as it stands. Raises `NotFoundError`."""
        with transaction(self.engine) as connection:
            return self._found(connection, task_id)

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

    def _do(self, connection: sa.Connection, task_id: str, command: Command, terms: Terms) -> Answer:
        """What is refused anyway is refused first: who lost a race learns who holds the task."""
        task = self._locked(connection, task_id)
        said = decide(task, command, self._when())
        if terms.seen is not None and task.tag not in terms.seen:
            raise ChangedError(f"The task is at {task.tag} by now: look at it again.")
        return self._say(connection, task, said, command)

    def _when(self) -> When:
        now = self.clock.now()
        return When(now, day_of(now, self.settings.zone), timedelta(seconds=self.settings.claim_seconds))

    def _locked(self, connection: sa.Connection, task_id: str) -> Task:
        """Find the task under its person's lock, which comes before the row's in every transaction."""
        found = self._found(connection, task_id)
        self.outbox.lock(connection, [(found.agency, found.person)])
        key = (found.agency, found.person, task_id)
        locked = store.load(connection, [key])
        if key in locked:
            return locked[key]
        raise _no_task(task_id)

    def _found(self, connection: sa.Connection, task_id: str) -> Task:
        found = store.find(connection, self.settings.agency, task_id)
        if found is None:
            raise _no_task(task_id)
        return found

    def _say(
        self, connection: sa.Connection, task: Task, said: Said, command: Command | None = None
    ) -> Answer:
        """Say what was done, then what was heard: once the task is over, the rest changes nothing of it."""
        after = evolve(task, said)
        now = self.clock.now()
        # A database put back to an earlier state gives a version twice: two words are never one event.
        word = computed_id("desk", task.task, task.person, said.version, said.by, now.isoformat())
        facts = _heard(said, command, word)
        events = [self._event(after, word, said, now), *(self._event(after, *each, now) for each in facts)]
        store.save_desk_lane(connection, [after])
        self.outbox.append(connection, events)
        return _answer(after, events[-1].id)

    def _event(self, task: Task, id_: str, body: Fact, now: datetime) -> Event:
        return Event(
            id=id_,
            agency=task.agency,
            subject=task.person,
            source=SOURCE,
            occurred=moment(now),
            recorded_at=now,
            body=body,
        )


def _heard(said: Said, command: Command | None, word: str) -> Iterator[tuple[str, Fact]]:
    """What was heard beside a completion, each under an id computed over its word, kind and place."""
    if isinstance(said, OutreachCompleted) and isinstance(command, Complete):
        for place, fact in enumerate(facts_heard(said, command.read(said.play), word)):
            yield computed_id(kind_of_body(fact).name, word, place), fact


def _no_task(task_id: str) -> NotFoundError:
    return NotFoundError(f"There is no task {task_id}; GET /v1/tasks lists those there are.")


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
        etag=task.tag,
    )
