"""What of a polled batch is to be taken: by offset, then by number (rules 1 and 3). No I/O."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from shared import numbers
from shared.errors import FencedError
from shared.log.protocol import Partition, Record
from shared.numbers import Last, Numbers, Sequence, Verdict
from shared.position import Moved, Position

Place = tuple[str, int, int]
"""A topic, a partition and an offset."""


@dataclass
class Batch:
    """A polled batch, told apart."""

    moved: list[Moved] = field(default_factory=list)
    """How far each partition gets, taken or not."""
    take: list[Record] = field(default_factory=list)
    strangers: list[Record] = field(default_factory=list)
    """Without numbers: no relay of ours has sent them."""
    repeats: int = 0
    ahead: int = 0
    skipped: set[Place] = field(default_factory=set)
    """Where offsets jumped and a number is missing since: the reader itself left records out."""
    lasts: list[tuple[Sequence, Last]] = field(default_factory=list)
    """The last numbers that changed."""


def sort(
    records: Iterable[Record], positions: Mapping[Partition, Position], held: Numbers, now: datetime
) -> Batch:
    """Tell a batch apart; `held` then holds the numbers as if what is to be taken had been.

    `FencedError` for a record of a partition that has no position here.
    """
    batch = Batch()
    reached: dict[tuple[str, int], int] = {}
    jumped: dict[tuple[str, int], int] = {}
    for record in records:
        partition = (record.topic, record.partition)
        expected = reached.get(partition) or _start(record, positions)
        if record.offset < expected:
            batch.repeats += 1
            continue
        if record.offset > expected:
            jumped[partition] = record.offset
        reached[partition] = record.offset + 1
        _place(batch, record, held, now, jumped)
    batch.moved = _moved(reached, positions)
    batch.lasts = list(held.changed())
    return batch


def _start(record: Record, positions: Mapping[Partition, Position]) -> int:
    position = positions.get(Partition(record.topic, record.partition))
    if position is None:
        raise FencedError(
            f"expected records of own partitions, found one of {record.topic}/{record.partition}"
        )
    return position.next_offset


def _place(
    batch: Batch, record: Record, held: Numbers, now: datetime, jumped: Mapping[tuple[str, int], int]
) -> None:
    stamp = numbers.read(record)
    if stamp is None:
        batch.strangers.append(record)
        return
    verdict = held.judge(record, stamp, now)
    if verdict is Verdict.TAKE:
        batch.take.append(record)
    elif verdict is Verdict.REPEAT:
        batch.repeats += 1
    else:
        batch.ahead += 1
        if jump := jumped.get((record.topic, record.partition)):
            batch.skipped.add((record.topic, record.partition, jump))


def _moved(reached: Mapping[tuple[str, int], int], positions: Mapping[Partition, Position]) -> list[Moved]:
    return [
        Moved(Partition(*partition), held.epoch, held.next_offset, offset)
        for partition, offset in sorted(reached.items())
        if (held := positions[Partition(*partition)]).next_offset != offset
    ]
