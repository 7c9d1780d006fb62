from collections.abc import Sequence

from shared.log.protocol import Outgoing, Record


class StoredPartition:
    """The records of one partition, whose offsets have no holes."""

    def __init__(self) -> None:
        self.beginning = 0
        self._records: list[Record] = []

    @property
    def end(self) -> int:
        """The offset the next record gets."""
        return self.beginning + len(self._records)

    def append(self, record: Outgoing, timestamp: int) -> int:
        """Store a record, from that millisecond since 1970; its offset."""
        offset = self.end
        topic, partition, key, value, headers = record
        self._records.append(Record(topic, partition, offset, timestamp, key, value, headers))
        return offset

    def between(self, start: int, end: int) -> Sequence[Record]:
        """The records with `start` <= offset < `end`; `start` is not before the beginning."""
        return self._records[start - self.beginning : max(0, end - self.beginning)]

    def lose_tail(self, offset: int) -> None:
        """Forget the records from an offset on; the next record gets it."""
        del self._records[max(0, offset - self.beginning) :]

    def lose_head(self, offset: int) -> None:
        """Forget the records before an offset."""
        lost = min(len(self._records), max(0, offset - self.beginning))
        del self._records[:lost]
        self.beginning += lost
