"""Whether the log still has all that was read from it.

A broker put back to an earlier state lacks the end of its log until the relays have sent it again, at other
offsets. Who builds state from the log meanwhile, and keeps the positions, would never see what is missing:
when it comes, it counts as repeated.
"""

from collections.abc import Iterable, Iterator, Mapping

from shared.errors import UnavailableError
from shared.log.protocol import Partition, Record
from shared.numbers import Last, Sequence, read

AGAIN = "the relays send again what it lacks; start this once more when they have"


def require_length(reached: Mapping[Partition, int], ends: Mapping[Partition, int]) -> None:
    """Raise `UnavailableError` when the log ends before an offset up to which it was read."""
    for partition, offset in reached.items():
        if offset > (end := ends.get(partition, 0)):
            raise UnavailableError(
                f"{partition.topic}/{partition.number}: expected the log to reach offset {offset}, up to "
                f"which it was read before, found its end at {end}; {AGAIN}"
            )


class Scanned:
    """The highest number of each writer among the records of one partition."""

    def __init__(self) -> None:
        self._first: int | None = None
        self._highest: dict[tuple[str, int], int] = {}

    def through(self, records: Iterable[Record]) -> Iterator[Record]:
        """Hand the records on, in the log's order, and take note of them."""
        for record in records:
            if self._first is None:
                self._first = record.offset
            if stamp := read(record):
                writer = (stamp.writer, stamp.epoch)
                self._highest[writer] = max(self._highest.get(writer, 0), stamp.number)
            yield record

    def require(self, lasts: Mapping[Sequence, Last]) -> None:
        """Raise `UnavailableError` when a number is missing that was taken and cannot have aged out."""
        for sequence, last in lasts.items():
            highest = self._highest.get((sequence.writer, sequence.epoch), 0)
            if highest < last.number and last.offset >= (self._first or 0):
                raise UnavailableError(
                    f"{sequence.topic}/{sequence.partition}: expected number {last.number} of "
                    f"{sequence.writer} on the log, where it was read before, found {highest} as the "
                    f"highest; {AGAIN}"
                )
