"""The one transaction that takes a batch of records: numbers, handler, quarantine, positions, commit."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import sqlalchemy as sa

from shared import telemetry
from shared.assignment import Assignment
from shared.database import transaction
from shared.delivery import (
    Decoded,
    Delivery,
    Handler,
    Holding,
    RefusedError,
    Subject,
    Ticking,
    Unread,
    decode,
)
from shared.errors import ErasedError, FencedError, RewindError, UnreadableError
from shared.heartbeat import Heartbeat
from shared.isolation import blames_record, isolate, reason
from shared.log.protocol import Partition, Record
from shared.parked import Entry, Parked, State, of_record, record_of
from shared.quarantine import Quarantine
from shared.sorting import Batch

__all__ = ["Delivery", "Handler", "Holding", "Probe", "RefusedError", "Step", "Ticking"]

Probe = Callable[[str], None]
"""Called at the points `before-commit` and `after-commit`; a test fails there on purpose."""
STRANGER = "expected the headers afterhire-writer, -epoch and -number of a relay, found none that can be read"
Work = Callable[[sa.Connection, Sequence[Delivery]], list[Unread]]


def no_probe(_point: str) -> None:
    """Nothing happens at any point."""


@dataclass
class Step:
    """Takes records in transactions; used by one thread at a time."""

    assignment: Assignment
    quarantine: Quarantine
    handler: Handler
    agency: str
    """Whose the records are whose key cannot be read."""
    opens: bool = True
    """Whether the handler wants each delivery's `event`."""
    probe: Probe = no_probe
    heartbeat: Heartbeat = field(default_factory=lambda: Heartbeat(None, "reader"))

    def __post_init__(self) -> None:
        self.service = self.assignment.service
        self._engine = self.assignment.engine
        self._log = telemetry.logger(part="step")

    def assign(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """Own these partitions and no others; the offsets to read from. May raise `UnavailableError`."""
        self.forget()
        return self.assignment.assign(partitions)

    def forget(self) -> None:
        """Own nothing and hold nothing in memory."""
        self.assignment.lose()
        self.handler.forget()

    def run(self, records: Sequence[Record]) -> None:
        """Take a polled batch in one transaction; what cannot be read or handled is parked.

        Raises `UnavailableError` when the outcome may be unknown: the same batch may be given again, what is
        done of it is skipped. `FencedError` (another process owns a partition) and `RewindError` (records
        are missing): `assign` comes next, and records are to be read from there.
        """
        with self._forgetting():
            self.assignment.resume()
            batch = self.assignment.sort(records)
            if batch.moved:
                self._take(batch)
            self.assignment.check()

    def upkeep(self) -> bool:
        """What is due between batches, about once a second; True when there is more to do at once.

        Looks for numbers that are missing for too long (`RewindError`), tries again or gives up what
        operators asked for, and lets the handler tick.
        """
        self.check()
        retried = self.retry()
        return self.tick() or retried

    def check(self) -> None:
        """`RewindError` when a missing number did not come in time."""
        with self._forgetting():
            self.assignment.resume()
            self.assignment.check()

    def relocate(self, beginnings: Mapping[Partition, int], ends: Mapping[Partition, int]) -> None:
        """Move positions that lie outside the log into it (see `Assignment`); `assign` comes next."""
        with self._forgetting():
            self.assignment.resume()
            self.assignment.relocate(beginnings, ends)
        self.forget()

    def retry(self) -> bool:
        """Do what operators asked for, of the own partitions: try again, or give up; True when they did."""
        with self._forgetting():
            self.assignment.resume()
            if not self.assignment.owned():
                return False
            with transaction(self._engine) as connection:
                entries = self.quarantine.requested(connection, self.assignment.owned())
                self._carry_out(connection, entries)
                return bool(entries)

    def tick(self) -> bool:
        """Let the handler do what it does between records; True when there is more to do at once."""
        if not isinstance(self.handler, Ticking):
            return False
        with self._forgetting(), transaction(self._engine) as connection:
            return self.handler.tick(connection)

    @contextmanager
    def _forgetting(self) -> Iterator[None]:
        try:
            yield
            self.heartbeat.beat()
        except (FencedError, RewindError):
            self.forget()
            raise
        except BaseException:
            self.assignment.forget()
            self.handler.forget()
            raise

    def _take(self, batch: Batch) -> None:
        try:
            self._transact(batch, self._together)
        except Exception as error:
            if not blames_record(error):
                raise
            self.handler.forget()
            self._transact(batch, self._one_by_one)

    def _transact(self, batch: Batch, work: Work) -> None:
        with telemetry.STEPS.labels(self.service).time(), transaction(self._engine) as connection:
            self.assignment.advance(connection, batch)
            decoded = decode(connection, self.quarantine.vault, batch.take, opens=self.opens)
            self._work(connection, batch, decoded, work)
            self.probe("before-commit")
        self.probe("after-commit")
        self.assignment.advanced(batch)
        telemetry.TAKEN.labels(self.service).inc(len(batch.take))

    def _work(self, connection: sa.Connection, batch: Batch, decoded: Decoded, work: Work) -> None:
        strangers = [Unread(record, UnreadableError(STRANGER)) for record in batch.strangers]
        subjects = self._park(connection, [*strangers, *decoded.unread])
        if decoded.deliveries:
            subjects |= self._park(connection, work(connection, decoded.deliveries))
        self._hold(connection, subjects)

    def _hold(self, connection: sa.Connection, subjects: set[Subject]) -> None:
        if not subjects or not isinstance(self.handler, Holding):
            return
        try:
            with connection.begin_nested():
                self.handler.parked(connection, subjects)
        except Exception as error:
            if not blames_record(error):
                raise
            self.handler.forget()  # one broken person must not stop everybody's records
            telemetry.ALARMS.labels(self.service, "hold-failed").inc()
            self._log.error("hold-failed", subjects=sorted(subjects), reason=reason(error))

    def _together(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> list[Unread]:
        self.handler.handle(connection, deliveries)
        return []

    def _one_by_one(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> list[Unread]:
        refused = isolate(connection, self.handler, deliveries)
        return [Unread(one.record, error) for one, error in refused if one.record is not None]

    def _park(self, connection: sa.Connection, unread: Sequence[Unread]) -> set[Subject]:
        parked = [self._parked(one) for one in unread if not isinstance(one.error, ErasedError)]
        if parked:
            self.quarantine.park(connection, parked)
            telemetry.PARKED.labels(self.service).inc(len(parked))
            for one in parked:
                self._log.warning("parked", record=one.id, origin=one.origin, reason=one.reason)
        return {(one.agency, one.subject) for one in parked}

    def _parked(self, unread: Unread) -> Parked:
        place = unread.error.field if isinstance(unread.error, UnreadableError) else None
        return of_record(self.service, self.agency, unread.record, reason(unread.error), place)

    def _carry_out(self, connection: sa.Connection, entries: Sequence[Entry]) -> None:
        records = [(entry, record_of(entry.parked)) for entry in entries]
        self.assignment.fence(connection, {Partition(item.topic, item.partition) for _, item in records})
        given_up = [entry.parked for entry in entries if entry.state is State.DISCARDING]
        self.quarantine.give_up(connection, [one.id for one in given_up])
        self._hold(connection, {(one.agency, one.subject) for one in given_up})
        for entry, record in records:
            if entry.state is State.RETRYING:
                self._try_again(connection, entry, record)

    def _try_again(self, connection: sa.Connection, entry: Entry, record: Record) -> None:
        if error := self._error_of(connection, entry, record):
            self.handler.forget()
            self._refuse_again(connection, entry, error)

    def _error_of(self, connection: sa.Connection, entry: Entry, record: Record) -> Exception | None:
        try:
            with connection.begin_nested():
                self.quarantine.release(connection, entry)
                self._deliver_late(connection, record)
        except Exception as error:
            if not blames_record(error):
                raise
            return error
        return None

    def _deliver_late(self, connection: sa.Connection, record: Record) -> None:
        decoded = decode(connection, self.quarantine.vault, [record], opens=self.opens)
        if decoded.unread:
            raise decoded.unread[0].error
        self.handler.handle(connection, [one._replace(record=None) for one in decoded.deliveries])

    def _refuse_again(self, connection: sa.Connection, entry: Entry, error: Exception) -> None:
        if isinstance(error, ErasedError):
            self.quarantine.clear(connection, entry.parked.agency, entry.parked.subject)
            return
        self.quarantine.refuse_again(connection, entry, reason(error))
        telemetry.PARKED.labels(self.service).inc()
