"""What of a writer's numbers stands on the log, read from the last place that can be trusted to its end."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from shared import numbers
from shared.log.protocol import Log, Partition, Record
from shared.numbers import Last, Stamp
from shared.relay.lane import Point
from shared.relay.ledger import Checkpoint

ALIVE_EVERY = 1_000
NEAR = 1_000
"""Records that are read in one go rather than one by one."""


class Bounds(NamedTuple):
    """The first offset a partition still has, and the one its next record will get."""

    beginning: int
    end: int


class Tail(NamedTuple):
    """What the log has of one epoch in one partition."""

    seen: Checkpoint
    """Up to this number nothing is missing."""
    highest: int
    """There may be higher ones after a hole."""
    epoch: int
    """The newest epoch of this writer that was met."""


class Start(NamedTuple):
    """Where reading begins, and what is known of everything before."""

    known: Checkpoint
    offset: int
    adrift: bool
    """Nothing is known, and the log has lost its beginning by age."""


def bounds(log: Log, partitions: Iterable[Partition]) -> Mapping[Partition, Bounds]:
    """The bounds of these partitions."""
    wanted = list(partitions)
    beginnings, ends = log.beginnings(wanted), log.ends(wanted)
    return {each: Bounds(beginnings[each], ends[each]) for each in wanted}


class Tails:
    """Reads what one writer has on a log; `alive` is called now and then while that takes long."""

    def __init__(self, log: Log, writer: str, alive: Callable[[], None]) -> None:
        self._log = log
        self._writer = writer
        self._alive = alive

    def tail(
        self, partition: Partition, epoch: int, checkpoints: Sequence[Checkpoint], within: Bounds
    ) -> Tail:
        """How far the log has this epoch; reads from the newest checkpoint (they come first) that holds."""
        start = self.start(partition, epoch, checkpoints, within)
        last = Last(start.known.number, start.known.offset or 0, adrift=start.adrift)
        newest = epoch
        for record, stamp in self.ours(partition, start.offset, within.end):
            newest = max(newest, stamp.epoch)
            if stamp.epoch == epoch:
                _, last = numbers.judge(last, stamp.number, record.offset)
        offset = start.known.offset if last.number == start.known.number else last.offset
        return Tail(Checkpoint(last.number, offset, within.end), max(last.number, last.ahead), newest)

    def start(
        self, partition: Partition, epoch: int, checkpoints: Sequence[Checkpoint], within: Bounds
    ) -> Start:
        """The newest checkpoint that the log still bears out, or else the log's beginning."""
        for known in checkpoints:
            offset = self._trusted(partition, epoch, known, within)
            if offset is not None:
                return Start(known, offset, adrift=False)
        nothing = Checkpoint(0, None, within.beginning)
        return Start(nothing, within.beginning, adrift=within.beginning > 0)

    def _trusted(self, partition: Partition, epoch: int, known: Checkpoint, within: Bounds) -> int | None:
        if known.offset is None:
            return known.read_to if known.read_to <= within.end else None
        if known.offset < within.beginning:
            return max(within.beginning, min(known.read_to, within.end))
        if not self.stand(partition, epoch, [Point(known.number, known.offset)], within.end):
            return None
        return known.read_to if known.read_to <= within.end else known.offset + 1

    def stand(self, partition: Partition, epoch: int, points: Sequence[Point], end: int) -> bool:
        """Whether each of these records (in order) is still where it was acknowledged."""
        if not points or points[-1].offset >= end or any(a.offset >= b.offset for a, b in pairwise(points)):
            return not points
        if points[-1].offset - points[0].offset < NEAR:
            return self._stand_within(partition, epoch, points)
        return all(self._stand_within(partition, epoch, [point]) for point in points)

    def _stand_within(self, partition: Partition, epoch: int, points: Sequence[Point]) -> bool:
        found = {
            Point(stamp.number, record.offset)
            for record, stamp in self.ours(partition, points[0].offset, points[-1].offset + 1)
            if stamp.epoch == epoch
        }
        return found.issuperset(points)

    def ours(self, partition: Partition, start: int, end: int) -> Iterator[tuple[Record, Stamp]]:
        """The writer's own records between two offsets."""
        if start >= end:
            return
        for count, record in enumerate(self._log.scan(partition, start, end)):
            if count % ALIVE_EVERY == 0:
                self._alive()
            stamp = numbers.read(record)
            if stamp is not None and stamp.writer == self._writer:
                yield record, stamp
