"""Rebuilds the rules' state from the log: the facts that were taken, and the task events that were told."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple, TypeVar

import sqlalchemy as sa

from services.rules import state
from services.rules.handler import RulesHandler
from services.rules.plan import EMPTY, Change, Plan
from services.rules.plan.retold import retold
from services.rules.tables import common, metadata
from shared.assignment import this_process
from shared.database import transaction
from shared.delivery import Subject, decode
from shared.envelope import Event
from shared.facts.tasks import PlanReviewWanted, TaskState
from shared.log.protocol import Log, Partition, Record
from shared.outbox import unpack_headers
from shared.position import Positions
from shared.reach import Scanned, require_length
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring

T = TypeVar("T")

AT_ONCE = 1_000
"""Records, and then people, that are taken together."""


class Rebuilt(NamedTuple):
    """What a rebuild found."""

    facts: int
    people: int
    changes: int
    """Task events that had to be told because the plans differ from what was told before; usually none."""


def rebuild(settings: Settings) -> int:
    """Rebuild the state from Kafka; how many facts it rests on. Running workers wait until it is done."""
    parts = Wiring(settings, "rules", metadata, common)
    parts.prepare()
    return rebuilt(parts, parts.log).facts


def rebuilt(parts: Wiring, log: Log) -> Rebuilt:
    """Replace the state by what the log says up to the stored positions, in one transaction.

    The positions are held meanwhile, so nobody else takes a fact. Plans start from the task events already
    told, sent or still waiting in the outbox, so nothing is told twice. Raises `UnavailableError`, and leaves
    everything as it was, while the log lacks a fact that was taken.
    """
    people, tasks = parts.topics(Topic.PEOPLE, Topic.TASKS)
    handler = RulesHandler(parts.quarantine, parts.settings.zone)
    partitions = [Partition(people, number) for number in range(log.partitions(people))]
    total = Rebuilt(0, 0, 0)
    with transaction(parts.log_engine) as connection:
        held = Positions(common.positions).assign(connection, partitions, this_process())
        require_length({at: position.next_offset for at, position in held.items()}, log.ends(partitions))
        waiting = list(_events(connection, parts, _waiting(connection, tasks)))
        state.clear(connection)
        for partition, position in held.items():
            one, told = _Rebuild(connection, parts, log, handler), Partition(tasks, partition.number)
            found = one.partition(partition, position.next_offset, told, waiting)
            total = Rebuilt(*(sum(pair) for pair in zip(total, found, strict=True)))
    return total


class _Rebuild(NamedTuple):
    connection: sa.Connection
    parts: Wiring
    log: Log
    handler: RulesHandler

    def partition(self, people: Partition, end: int, tasks: Partition, waiting: Iterable[Event]) -> Rebuilt:
        facts: dict[Subject, int] = {}
        scanned = Scanned()
        for batch in batched(scanned.through(self._scan(people, end))):
            for fact in self._taken(batch):
                subject = (fact.agency, fact.person)
                facts[subject] = facts.get(subject, 0) + 1
        scanned.require(Positions(common.positions).lasts(self.connection, [people]))
        plans = self._plans(facts, tasks, waiting)
        changes = sum(
            self.handler.rebuild(self.connection, {subject: plans[subject] for subject in some})
            for some in batched(facts)
        )
        self.handler.forget()
        return Rebuilt(sum(facts.values()), len(facts), changes)

    def _scan(self, partition: Partition, end: int) -> Iterable[Record]:
        first, last = self.log.beginnings([partition])[partition], self.log.ends([partition])[partition]
        return self.log.scan(partition, first, min(end, last))

    def _taken(self, batch: Iterable[Record]) -> set[state.FactId]:
        """What could not be read was parked when it was first met, and still is."""
        decoded = decode(self.connection, self.parts.vault, batch, opens=True)
        return state.remember(self.connection, (delivery.sealed for delivery in decoded.deliveries))

    def _plans(
        self, people: Mapping[Subject, int], tasks: Partition, waiting: Iterable[Event]
    ) -> dict[Subject, Plan]:
        plans = dict.fromkeys(people, EMPTY)
        told = self._scan(tasks, self.log.ends([tasks])[tasks])
        sent = (event for batch in batched(told) for event in _events(self.connection, self.parts, batch))
        for event in (*waiting, *sent):
            subject = (event.agency, event.subject)
            if subject in plans and (change := _change(event)) is not None:
                plans[subject] = retold(plans[subject], change)
        return plans


def _change(event: Event) -> Change | None:
    return event.body if isinstance(event.body, TaskState | PlanReviewWanted) else None


def _events(connection: sa.Connection, parts: Wiring, records: Iterable[Record]) -> Iterator[Event]:
    for delivery in decode(connection, parts.vault, records, opens=True).deliveries:
        if delivery.event is not None:
            yield delivery.event


def _waiting(connection: sa.Connection, topic: str) -> list[Record]:
    """Task events in the outbox, of which the log may not have all yet."""
    rows = common.outbox.rows
    query = sa.select(rows.c.key, rows.c.value, rows.c.headers).where(rows.c.topic == topic)
    return [
        Record(topic, 0, 0, 0, key, value, unpack_headers(headers))
        for key, value, headers in connection.execute(query)
    ]


def batched(items: Iterable[T]) -> Iterator[list[T]]:
    """The items, so many at a time as are taken together."""
    left = iter(items)
    while batch := list(islice(left, AT_ONCE)):
        yield batch
