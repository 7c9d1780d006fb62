"""The partitions a process owns: where it is in them, and with which numbers."""

import os
import socket
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import sqlalchemy as sa

from shared import telemetry
from shared.clock import Clock
from shared.database import IDLE_IN_TRANSACTION_MS, owning, transaction
from shared.errors import FencedError, RewindError
from shared.log.protocol import Partition, Record
from shared.numbers import Gap, Numbers, Patience
from shared.position import Moved, Position, Positions
from shared.sorting import Batch, Place, sort


def this_process() -> str:
    """How an owner of partitions is named to people."""
    return f"{socket.gethostname()}:{os.getpid()}"


@dataclass
class Assignment:
    """What one process owns; what it holds in memory is dropped by `forget` and loaded by `resume`."""

    service: str
    engine: sa.Engine
    positions: Positions
    clock: Clock
    owner: str = field(default_factory=this_process)
    patience: Patience = field(default_factory=Patience)
    asleep: timedelta = timedelta(milliseconds=IDLE_IN_TRANSACTION_MS)
    """An owner before us that keeps the database waiting for so long in its transaction is cut off."""

    def __post_init__(self) -> None:
        self._log = telemetry.logger(part="position")
        self._held: dict[Partition, Position] = {}
        self._epochs: dict[Partition, int] = {}
        self._reached: dict[Partition, int] = {}
        self._numbers = Numbers(self.patience)
        self._seen_jumps: set[Place] = set()

    def assign(self, partitions: Iterable[Partition]) -> dict[Partition, int]:
        """Own these partitions and no others; the offsets to read from."""
        self.lose()
        wanted = list(partitions)
        self._cut_off(wanted)
        with transaction(self.engine) as connection:
            held = self.positions.assign(connection, wanted, self.owner)
            self._hold(connection, held)
        return {partition: position.next_offset for partition, position in held.items()}

    def _cut_off(self, partitions: Sequence[Partition]) -> None:
        with owning(self.engine) as connection:  # sessions are the login's, and seen and ended by it alone
            if ended := self.positions.end_sleepers(connection, partitions, self.asleep):
                self._alarm("owner-asleep", sessions=ended)

    def resume(self) -> None:
        """After `forget`: go on from what is stored. `FencedError` where it is another's now.

        `RewindError` where less is stored than this process had committed: the database was put back to an
        earlier state, and what was read since has to be read again.
        """
        if self._held or not self._epochs:
            return
        with transaction(self.engine) as connection:
            held = self.positions.still_owned(connection, self._epochs)
            if missing := self._epochs.keys() - held.keys():
                raise FencedError(f"expected to own {sorted(missing)} still, found another owner")
            self._require_no_less(held)
            self._hold(connection, held)

    def _require_no_less(self, stored: Mapping[Partition, Position]) -> None:
        if back := [at for at, reached in self._reached.items() if stored[at].next_offset < reached]:
            self._alarm("positions-put-back", partitions=sorted(back))
            raise RewindError(f"expected the positions of {sorted(back)} as committed, found earlier ones")

    def _hold(self, connection: sa.Connection, held: dict[Partition, Position]) -> None:
        mid_log = [partition for partition, position in held.items() if position.mid_log]
        self._numbers.load(self.positions.lasts(connection, held), mid_log, self.clock.now())
        self._epochs = {partition: position.epoch for partition, position in held.items()}
        self._held = held

    def forget(self) -> None:
        """Hold nothing in memory; what is owned stays owned."""
        self._reached |= {partition: position.next_offset for partition, position in self._held.items()}
        self._held = {}

    def lose(self) -> None:
        """Own nothing."""
        self._held, self._epochs, self._reached = {}, {}, {}

    def owned(self) -> Collection[Partition]:
        """The partitions owned now."""
        return self._held.keys()

    def sort(self, records: Sequence[Record]) -> Batch:
        """Tell a polled batch apart. `RewindError` where the reader left records out that are missed."""
        batch = sort(records, self._held, self._numbers, self.clock.now())
        telemetry.REPEATS.labels(self.service).inc(batch.repeats)
        telemetry.AHEAD.labels(self.service).inc(batch.ahead)
        if new := batch.skipped - self._seen_jumps:
            self._seen_jumps |= new  # a second reading that jumps as well shows a hole in the log itself
            self._alarm("skipped-by-reader", places=sorted(new))
            raise RewindError(
                f"expected every record, found offsets left out before {sorted(new)}: read again"
            )
        return batch

    def fence(self, connection: sa.Connection, partitions: Iterable[Partition]) -> None:
        """Make sure that these are still owned, until the transaction ends; else `FencedError`."""
        if missing := set(partitions) - self._held.keys():
            raise FencedError(f"expected to own {sorted(missing)}; assign them first")
        still = [(item, self._held[item]) for item in sorted(partitions)]
        moved = [Moved(item, at.epoch, at.next_offset, at.next_offset) for item, at in still]
        self.positions.advance(connection, moved)

    def advance(self, connection: sa.Connection, batch: Batch) -> None:
        """Step past a batch; `FencedError` where a partition is owned by another process now."""
        self.positions.advance(connection, batch.moved)
        self.positions.store(connection, batch.lasts)

    def advanced(self, batch: Batch) -> None:
        """The step past a batch was committed."""
        for moved in batch.moved:
            self._held[moved.partition] = self._held[moved.partition]._replace(next_offset=moved.new_offset)

    def check(self) -> None:
        """Raise `RewindError`, with positions moved back, when a missing number did not come in time."""
        reached = {partition: position.next_offset for partition, position in self._held.items()}
        if reached and (gaps := self._numbers.overdue(self.clock.now(), reached)):
            self._rewind(gaps)

    def _rewind(self, gaps: Sequence[Gap]) -> None:
        targets: dict[Partition, int] = {}
        for gap in gaps:
            targets[gap.partition] = min(gap.read_from, targets.get(gap.partition, gap.read_from))
            self._alarm("number-missing", **gap.words())
        with transaction(self.engine) as connection:
            self._move(connection, targets)
        raise RewindError(
            f"expected missing numbers to come, found none in time: reading again from {targets}"
        )

    def relocate(self, beginnings: Mapping[Partition, int], ends: Mapping[Partition, int]) -> None:
        """Move positions that lie outside the log into it.

        Before the beginning (too old to be kept): to the beginning, and numbers may begin anywhere. Beyond
        the end (the log lost its tail): to the end and some way back, as writers may have sent what was
        lost again already; what is not missed is skipped by its number.
        """
        outside = {item: self._held[item].next_offset for item in beginnings if item in self._held}
        early = {item: beginnings[item] for item, at in outside.items() if at < beginnings[item]}
        late = {
            item: max(beginnings[item], ends[item] - self.patience.reach)
            for item, at in outside.items()
            if at > ends[item]
        }
        self._tell_outside(early, late)
        with transaction(self.engine) as connection:
            self._move(connection, early | late)
            self.positions.enter_mid_log(connection, early)

    def _tell_outside(self, early: Mapping[Partition, int], late: Mapping[Partition, int]) -> None:
        for partition, offset in early.items():
            if self._held[partition].next_offset > 0:  # a reader that never read has lost nothing it knew of
                self._alarm("records-expired", partition=str(partition), found=offset)
        for partition, offset in late.items():
            self._alarm("log-lost-its-tail", partition=str(partition), read_from=offset)

    def _move(self, connection: sa.Connection, targets: Mapping[Partition, int]) -> None:
        held = self._held
        moved = [
            Moved(item, held[item].epoch, held[item].next_offset, to) for item, to in sorted(targets.items())
        ]
        self.positions.advance(connection, moved)

    def _alarm(self, kind: str, **context: object) -> None:
        telemetry.ALARMS.labels(self.service, kind).inc()
        self._log.error(kind, **context)
