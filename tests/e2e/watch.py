"""Looks from outside at how far an installation has come."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from e2e.installation import SERVICES, Installation

from shared.database import transaction
from shared.errors import UnavailableError
from shared.log.protocol import Partition
from shared.topics import Topic

Offsets = Mapping[Partition, int]
EVERYBODY: Mapping[str, tuple[Topic, ...]] = {
    "ingest": (Topic.PEOPLE,),
    "calendar": (Topic.PEOPLE, Topic.TASKS),
    "matching": (Topic.PEOPLE, Topic.MARKET),
    "rules": (Topic.PEOPLE,),
    "desk": (Topic.PEOPLE, Topic.TASKS),
    "query": (Topic.PEOPLE, Topic.MARKET, Topic.TASKS, Topic.QUARANTINE),
}
READ = (Topic.PEOPLE, Topic.MARKET, Topic.TASKS, Topic.QUARANTINE)
QUIET_S = 3.0
"""So long nothing may have moved: a task may bring a review, which may bring a task."""


@dataclass
class Watch:
    """Positions, ends and outboxes of one installation."""

    installation: Installation
    readers: Mapping[str, tuple[Topic, ...]] = field(default_factory=lambda: EVERYBODY)
    """Who reads what."""
    _still: tuple[object, float] = field(default=(None, 0.0))

    def __post_init__(self) -> None:
        self._engine = self.installation.parts("query").engine
        self._log = self.installation.log

    def ends(self, *topics: Topic) -> Offsets:
        """The ends of these topics, or `UnavailableError`."""
        return self._log.ends([each for topic in topics for each in self.installation.partitions(topic)])

    def positions(self, service: str) -> Offsets:
        """How far a service has read, by its own database."""
        table = self.installation.parts(service).tables.positions.positions
        with transaction(self._engine) as connection:
            rows = connection.execute(sa.select(table.c.topic, table.c.partition, table.c.next_offset))
            return {Partition(row.topic, row.partition): row.next_offset for row in rows}

    def waiting(self, service: str) -> int:
        """How many rows of its outbox the log has not acknowledged."""
        tables = self.installation.parts(service).tables.outbox
        new = sa.select(sa.func.count()).where(tables.rows.c.number.is_(None))
        sent = sa.select(
            sa.func.coalesce(sa.func.sum(tables.counts.c.given - tables.counts.c.acknowledged), 0)
        )
        with transaction(self._engine) as connection:
            return int(connection.execute(new).scalar_one() + connection.execute(sent).scalar_one())

    def reached(self, service: str, offsets: Offsets) -> bool:
        """Whether a service has read everything before these offsets."""
        try:
            positions = self.positions(service)
        except UnavailableError:
            return False
        return all(positions.get(partition, 0) >= offset for partition, offset in offsets.items())

    def grown(self, before: Offsets) -> Offsets | None:
        """The ends of the facts, once each partition has got more than before."""
        try:
            now = self.ends(Topic.PEOPLE)
        except UnavailableError:
            return None
        return now if all(now[each] > before[each] for each in before) else None

    def quiet(self) -> bool:
        """Whether everything sent was read by all, and nothing has moved for a while."""
        try:
            ends = self.ends(*READ)
            busy = {service: self.waiting(service) for service in SERVICES}
        except UnavailableError:
            return False
        state = tuple(sorted(ends.items()))
        done = not any(busy.values()) and all(self.reached(*wanted) for wanted in self._wanted(ends))
        now = time.monotonic()
        if not done or self._still[0] != state:
            self._still = (state, now)
        return now - self._still[1] >= QUIET_S

    def behind(self) -> str:
        """What is not done yet, for a failure's message."""
        try:
            return self._behind(self.ends(*READ))
        except UnavailableError as error:
            return str(error)

    def _behind(self, ends: Offsets) -> str:
        late = [
            f"{service} {partition} at {self.positions(service).get(partition)} of {end}"
            for service, wanted in self._wanted(ends)
            for partition, end in wanted.items()
            if self.positions(service).get(partition, 0) < end
        ]
        waiting = [
            f"{service}: {count} in its outbox" for service in SERVICES if (count := self.waiting(service))
        ]
        return "; ".join([*late, *waiting]) or "nothing: something still moves"

    def _wanted(self, ends: Offsets) -> Iterator[tuple[str, Offsets]]:
        for service, topics in self.readers.items():
            yield service, {at: end for at, end in ends.items() if at.topic.endswith(topics)}
