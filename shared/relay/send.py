"""What the log's answers to a batch mean for each partition. No I/O."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shared.log.protocol import Appended, Partition
from shared.relay.lane import Point
from shared.relay.waiting import Numbered


@dataclass
class Outcome:
    """How far one partition's part of a batch has come."""

    first: int | None = None
    """The offset of the first record the log took."""
    last: Point | None = None
    """The last record before which none is missing."""
    taken: int = 0
    refused: Exception | None = None
    """Why the next one was refused."""
    unclear: bool = False
    """The log took records, but not one behind the other."""

    def add(self, number: int, answer: Appended) -> None:
        """Take in the answer to the partition's next record."""
        if self.refused is not None or self.unclear:
            return
        if answer.error is not None:
            self.refused = answer.error
        elif answer.offset is None or (self.last is not None and answer.offset <= self.last.offset):
            self.unclear = True
        else:
            self.first = answer.offset if self.first is None else self.first
            self.last = Point(number, answer.offset)
            self.taken += 1


def outcomes(rows: Iterable[Numbered], answers: Sequence[Appended]) -> dict[Partition, Outcome]:
    """For each partition of a batch, what became of its records."""
    found: dict[Partition, Outcome] = {}
    for row, answer in zip(rows, answers, strict=True):
        found.setdefault(row.partition, Outcome()).add(row.number, answer)
    return found
