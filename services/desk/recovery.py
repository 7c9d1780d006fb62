"""After the desk's database was put back to an earlier state: what recruiters were promised is said again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, assert_never

import msgspec
import sqlalchemy as sa

from services.desk import store
from services.desk.task import OVER, Said, Task, evolve
from shared.delivery import decode
from shared.envelope import Event
from shared.facts.outreach import (
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachExtended,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
    OutreachUnsnoozed,
)
from shared.log.protocol import Record
from shared.outbox import unpack_headers
from shared.wiring import Wiring

Key = tuple[str, str, str]


class _Word(NamedTuple):
    event: Event
    said: Said

    @property
    def key(self) -> Key:
        return (self.event.agency, self.event.subject, self.said.task)


@dataclass(frozen=True)
class Recovery:
    """Goes on from what the log has of the desk, of which its database knew nothing."""

    parts: Wiring

    def adopt(self, connection: sa.Connection, beyond: Sequence[Record]) -> None:
        """Give each word that was not sent yet the next version after those the log has of its task.

        It was counted from a task that had forgotten them, so readers would take it for an old one. It keeps
        its id, which the recruiter was told; what a task that is over makes void is dropped.
        """
        on_the_log = list(self._words(connection, beyond))
        people = {(word.event.agency, word.event.subject) for word in on_the_log}
        self.parts.outbox.lock(connection, people)
        known = store.load(connection, {word.key for word in on_the_log})
        tasks = _tasks(known, on_the_log)
        unsent = [(seq, word) for seq, word in self._unsent(connection) if word.key in tasks]
        touched = {word.key for _, word in unsent} & known.keys()
        again = _said_again(tasks, (word for _, word in unsent))
        self._drop(connection, [seq for seq, _ in unsent])
        self.parts.outbox.append(connection, [word.event for word in again])
        store.replace_desk_lane(connection, [tasks[key] for key in touched])

    def _unsent(self, connection: sa.Connection) -> list[tuple[int, _Word]]:
        rows = self.parts.tables.outbox.rows
        found = connection.execute(sa.select(rows).where(rows.c.number.is_(None)).order_by(rows.c.seq)).all()
        return [
            (row.seq, word)
            for row in found
            for word in self._words(
                connection,
                [Record(row.topic, 0, 0, 0, row.key, row.value, unpack_headers(row.headers))],
            )
        ]

    def _words(self, connection: sa.Connection, records: Iterable[Record]) -> Iterable[_Word]:
        for delivery in decode(connection, self.parts.vault, records, opens=True).deliveries:
            event = delivery.event
            if event is not None and event.opened and isinstance(event.body, Said):
                yield _Word(event, event.body)

    def _drop(self, connection: sa.Connection, seqs: Sequence[int]) -> None:
        rows = self.parts.tables.outbox.rows
        connection.execute(sa.delete(rows).where(rows.c.seq.in_(seqs)))


def _tasks(known: dict[Key, Task], words: Iterable[_Word]) -> dict[Key, Task]:
    """The tasks as the log has them."""
    tasks: dict[Key, Task] = {}
    for word in words:
        before = tasks.get(word.key) or _untouched(known, word.key)
        tasks[word.key] = evolve(before, word.said, word.event.id)
    return tasks


def _untouched(known: dict[Key, Task], key: Key) -> Task:
    return replace(known.get(key) or Task(*key), version=0)


def _said_again(tasks: dict[Key, Task], words: Iterable[_Word]) -> list[_Word]:
    again = []
    for word in words:
        task = tasks[word.key]
        if _makes_sense(task, word.said):
            version = max(word.said.version, task.version + 1)
            said = msgspec.structs.replace(word.said, version=version)
            tasks[word.key] = evolve(task, said, word.event.id)
            again.append(_Word(msgspec.structs.replace(word.event, body=said), said))
    return again


def _makes_sense(task: Task, said: Said) -> bool:
    match said:
        case OutreachCompleted() | OutreachDismissed():
            return True
        case OutreachClaimed() | OutreachSnoozed() | OutreachUnsnoozed() | OutreachReassigned():
            return task.state not in OVER
        case OutreachReopened():
            return task.state in OVER and task.version == said.version - 1
        case OutreachReleased() | OutreachExtended():
            return task.state not in OVER and task.holder == said.by
    assert_never(said)
