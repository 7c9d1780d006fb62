"""Lets a reader past records that aiokafka fails on.

aiokafka reads the names of headers as UTF-8. Where one is none it fails, with all that it has read of the
fetch, and would fail again at every further try. Such a record is read by another reader, to be parked.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from aiokafka.structs import ConsumerRecord, TopicPartition

from shared.errors import UnavailableError
from shared.log.protocol import Log, Partition

Fetched: TypeAlias = ConsumerRecord[bytes, bytes]
Anew = Callable[[TopicPartition, int], Fetched | None]
"""The record at an offset, read by another reader; None when it cannot be had now."""


def anew(log: Log) -> Anew:
    """Read single records from this log."""

    def read(place: TopicPartition, offset: int) -> Fetched | None:
        try:
            found = next(iter(log.scan(Partition(*place), offset, offset + 1)), None)
        except UnavailableError:
            return None
        return None if found is None else ConsumerRecord(*found[:4], 0, *found[4:6], None, -1, -1, found[6])

    return read


class Fetches(dict[TopicPartition, Any]):
    """Takes the place of the fetches that wait in an aiokafka consumer."""

    def __init__(self, waiting: dict[TopicPartition, Any], anew: Anew) -> None:
        super().__init__()
        self._anew = anew
        for place, fetch in waiting.items():
            self[place] = fetch

    def __setitem__(self, place: TopicPartition, fetch: Any) -> None:  # noqa: ANN401 - records, or an error
        """Take a fetch."""
        if getattr(fetch, "_partition_records", None) is not None:
            fetch._partition_records = Passing(fetch._partition_records, place, self._anew)  # noqa: SLF001 - aiokafka has no setting for it
        super().__setitem__(place, fetch)


class Passing:
    """The records of one fetch; ends after one that was read anew: aiokafka's reader is closed then."""

    def __init__(self, records: Any, place: TopicPartition, anew: Anew) -> None:  # noqa: ANN401 - aiokafka's own
        self._records = records
        self._place = place
        self._anew = anew
        self._after: int | None = None

    @property
    def next_fetch_offset(self) -> int:
        """Where the next fetch has to begin."""
        return int(self._records.next_fetch_offset) if self._after is None else self._after

    def __iter__(self) -> Iterator[Fetched]:
        if self._after is not None:
            return
        try:
            yield from self._records
        except UnicodeDecodeError:
            record = self._anew(self._place, self.next_fetch_offset)
            self._after = self.next_fetch_offset if record is None else record.offset + 1
            if record is not None:
                yield record
