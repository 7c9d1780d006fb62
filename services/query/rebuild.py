"""Builds the projections from the log once more, beside the live ones, and puts them in their place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa

from services.query import filled
from services.query.projector import Projector
from services.query.service import AT_ONCE, TOPICS, wiring
from services.query.swap import Behind, swap
from services.query.tables import LIVE, NEXT, QueryTables, in_schema
from shared import database
from shared.assignment import Assignment
from shared.errors import ConflictError, RewindError, UnavailableError
from shared.log.protocol import Log, Partition, Record
from shared.position import Positions
from shared.reach import require_length
from shared.settings import Settings
from shared.step import Step
from shared.wiring import Wiring


def rebuild(settings: Settings) -> int:
    """Rebuild the projections from Kafka; how many records were read. The live ones serve meanwhile.

    Raises `ConflictError` while another rebuild is under way, `UnavailableError` when the log or the
    database is away, or when the log lacks what the live projections have read: start it again later.
    """
    parts = wiring(settings, in_schema(LIVE))
    parts.prepare()
    return rebuilt(parts, in_schema(LIVE), parts.log)


def rebuilt(parts: Wiring, live: QueryTables, log: Log) -> int:
    """Rebuild from this log."""
    lock = sa.func.hashtextextended("rebuild of the query service", 0)
    with parts.log_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as guard:
        if not guard.execute(sa.select(sa.func.pg_try_advisory_lock(lock))).scalar():
            raise ConflictError("The projections are being rebuilt already: wait until that is done.")
        try:
            return _Rebuild(parts, live, _fresh(parts), log).run()
        finally:
            guard.execute(sa.select(sa.func.pg_advisory_unlock(lock)))


def _fresh(parts: Wiring) -> QueryTables:
    """Empty tables beside the live ones; whatever an earlier rebuild left there is dropped."""
    tables = in_schema(NEXT)
    with database.owning(parts.log_engine) as connection:
        connection.execute(sa.schema.DropSchema(NEXT, cascade=True, if_exists=True))
    database.prepare(parts.log_engine, tables.metadata)
    with database.transaction(parts.log_engine) as connection:
        filled.note(connection, tables)
    return tables


@dataclass(frozen=True)
class _Rebuild:
    parts: Wiring
    live: QueryTables
    next: QueryTables
    log: Log

    def run(self) -> int:
        """Read until nothing the live projections have is missing, then swap."""
        step = self._step()
        partitions = [
            Partition(topic, number)
            for topic in self.parts.topics(*TOPICS)
            for number in range(self.log.partitions(topic))
        ]
        while True:
            self._catch_up(step, partitions)
            while step.tick():
                pass
            try:
                return swap(self.parts.log_engine, self.live, self.next)
            except (Behind, UnavailableError):  # a reader did not let go in time, or there is more to read
                self._require_more(partitions)

    def _require_more(self, partitions: Sequence[Partition]) -> None:
        """What the live projections have read can be read, for it would be waited for without end."""
        positions = Positions(self.live.shared.positions)
        with database.transaction(self.parts.log_engine) as connection:
            reached = positions.reached(connection)
        require_length(reached, self.log.ends(partitions))

    def _step(self) -> Step:
        """What cannot be read goes to the live quarantine, where it mostly lies already."""
        parts = self.parts
        positions = Positions(self.next.shared.positions)
        assignment = Assignment(parts.service, parts.log_engine, positions, parts.clock)
        projector = Projector(self.next, parts.quarantine)
        return Step(assignment, parts.quarantine, projector, parts.settings.agency, opens=False)

    def _catch_up(self, step: Step, partitions: Iterable[Partition]) -> None:
        starts = step.assign(partitions)
        beginnings, ends = self.log.beginnings(starts), self.log.ends(starts)
        if any(starts[item] < beginnings[item] for item in starts):
            step.relocate(beginnings, ends)
            starts = step.assign(partitions)
        try:
            self._read(step, starts, ends)
        except RewindError:
            self._catch_up(step, partitions)

    def _read(self, step: Step, starts: Mapping[Partition, int], ends: Mapping[Partition, int]) -> None:
        for partition, start in starts.items():
            if start < ends[partition]:
                for records in _batches(self.log.scan(partition, start, ends[partition])):
                    step.run(records)


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    left = iter(records)
    while batch := list(islice(left, AT_ONCE)):
        yield batch
