"""A recruiter's command, from the request to the log, in one transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from services.desk import idempotency, queue, store
from services.desk.commands import Claim, ClaimBest, Command
from services.desk.deciding import When, decide, expire
from services.desk.saying import Answer, Spoken, answer_of, word_of
from services.desk.task import Task
from services.desk.terms import ANY, Terms
from shared.clock import Clock, day_of
from shared.database import transaction
from shared.errors import ChangedError, ConflictError, NotFoundError
from shared.outbox import Outbox
from shared.settings import Settings

AT_ONCE = 200
CHOOSE_AGAIN = 2
Asked = Command | ClaimBest


Work = Callable[[sa.Connection], list[Answer]]


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

        def work(connection: sa.Connection) -> list[Answer]:
            return [self._do(connection, task, command, terms)]

        return self._once(terms.key, (task, command), work)[0]

    def claim_best(self, wanted: ClaimBest, key: str | None = None) -> list[Answer]:
        """Claim the best open tasks, the best one first; fewer when no more are open. Raises as `do`."""
        return self._once(key, ("", wanted), lambda connection: self._claim_best(connection, wanted))

    def task(self, task_id: str) -> Task:
        """The task as it stands. Raises `NotFoundError`."""
        with transaction(self.engine) as connection:
            return self._found(connection, task_id)

    def expire_leases(self, connection: sa.Connection) -> bool:
        """Give back what was claimed and not done in time; whether there may be more."""
        now = self.clock.now()
        over = store.leases_over(connection, now, AT_ONCE)
        tasks = self.lock(connection, over)
        self.say(connection, [(task, said, None) for task in tasks if (said := expire(task, now))])
        return len(over) == AT_ONCE

    def _once(self, key: str | None, asked: tuple[str, Asked], work: Work) -> list[Answer]:
        """Do the work in a transaction, or answer what was answered when it was done under this key."""
        with transaction(self.engine) as connection:
            if key is None:
                return work(connection)
            task, command = asked
            digest = sha256(msgspec.json.encode([task, type(command).__name__, command])).digest()
            agency = self.settings.agency
            earlier = idempotency.earlier_answer(connection, agency, key, digest, self.clock.now())
            if earlier is not None:
                return _read(earlier)
            answers = work(connection)
            person = answers[0].person if task else None
            idempotency.keep_answer(connection, agency, key, msgspec.json.encode(answers), person)
            return answers

    def _claim_best(self, connection: sa.Connection, wanted: ClaimBest) -> list[Answer]:
        """One asks at a time, so that two who ask at once get different tasks."""
        queue.lock(connection, self.settings.agency)
        return self.say(connection, self._chosen(connection, wanted, CHOOSE_AGAIN))

    def _chosen(self, connection: sa.Connection, wanted: ClaimBest, again: int) -> list[Spoken]:
        """The best tasks, locked; chosen again while somebody who named a task was faster."""
        when = self.when()
        with connection.begin_nested() as choice:
            best = queue.best(connection, self.settings.agency, wanted, when)
            claims = list(_claims(self.lock(connection, best), wanted, when))
            if len(claims) == len(best) or not again:
                return claims
            choice.rollback()  # others need not wait for these people
        return self._chosen(connection, wanted, again - 1)

    def _do(self, connection: sa.Connection, task_id: str, command: Command, terms: Terms) -> Answer:
        """What is refused anyway is refused first: who lost a race learns who holds the task."""
        task = self._locked(connection, task_id)
        said = decide(task, command, self.when())
        if terms.seen is not None and task.tag not in terms.seen:
            raise ChangedError(f"The task is at {task.tag} by now: look at it again.")
        return self.say(connection, [(task, said, command)])[0]

    def when(self) -> When:
        """The present moment."""
        now = self.clock.now()
        return When(now, day_of(now, self.settings.zone), timedelta(seconds=self.settings.claim_seconds))

    def _locked(self, connection: sa.Connection, task_id: str) -> Task:
        """Find the task under its person's lock. Raises `NotFoundError`."""
        locked = self.lock(connection, [self._found(connection, task_id)])
        if locked:
            return locked[0]
        raise _no_task(task_id)

    def lock(self, connection: sa.Connection, found: Sequence[Task]) -> list[Task]:
        """These tasks as they stand, in this order; locked, each after its person: so everywhere."""
        self.outbox.lock(connection, {(each.agency, each.person) for each in found})
        keys = [(each.agency, each.person, each.task) for each in found]
        locked = store.load(connection, keys)
        return [locked[key] for key in keys if key in locked]

    def _found(self, connection: sa.Connection, task_id: str) -> Task:
        found = store.find(connection, self.settings.agency, task_id)
        if found is None:
            raise _no_task(task_id)
        return found

    def say(self, connection: sa.Connection, all_said: Sequence[Spoken]) -> list[Answer]:
        """Say what was done; an answer for each."""
        words = [word_of(*each, self.clock.now()) for each in all_said]
        store.save_desk_lane(connection, [word.task for word in words])
        self.outbox.append(connection, [event for word in words for event in word.events])
        return [answer_of(word.task, word.version) for word in words]


def _claims(tasks: Iterable[Task], wanted: ClaimBest, when: When) -> Iterator[Spoken]:
    """The claims of those that can still be claimed."""
    claim = Claim(wanted.by)
    for task in tasks:
        with suppress(ConflictError):
            yield task, decide(task, claim, when), claim


def _read(kept: bytes) -> list[Answer]:
    """What was answered; one task's answer alone is how an older program kept it."""
    answers = msgspec.json.decode(kept, type=list[Answer] | Answer)
    return answers if isinstance(answers, list) else [answers]


def _no_task(task_id: str) -> NotFoundError:
    return NotFoundError(f"There is no task {task_id}; GET /v1/tasks lists those there are.")
