"""What a log is, whether it lives in Kafka or in memory."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

Headers = tuple[tuple[str, bytes], ...]


class Partition(NamedTuple):
    """One partition of one topic, by the topic's name on the broker."""

    topic: str
    number: int


class Record(NamedTuple):
    """One record of the log, as bytes."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Milliseconds since 1970, UTC."""
    key: bytes | None
    value: bytes | None
    headers: Headers


class Outgoing(NamedTuple):
    """One record to be appended; `partition` is always said."""

    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    headers: Headers


class Appended(NamedTuple):
    """What became of one outgoing record: its offset, or why the log refused it."""

    offset: int | None
    error: Exception | None


class Writer(Protocol):
    """Appends records; records of one partition keep their order."""

    def append(self, records: Sequence[Outgoing]) -> Sequence[Appended]:
        """Append all and wait for the answers, one per record, in the order given.

        A record after a refused one of the same partition may have been appended all the same.
        Raises `UnavailableError` when the log does not answer.
        """
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Reader(Protocol):
    """Reads from offsets the caller gives; remembers no position between two runs."""

    def assigned(self) -> frozenset[Partition]:
        """The partitions this reader owns now, whether or not they were started."""
        ...

    def generation(self) -> int:
        """Changes whenever the assignment may have changed."""
        ...

    def start(self, positions: Mapping[Partition, int]) -> None:
        """Read the assigned partitions from these offsets on; nothing is read of others."""
        ...

    def poll(self, timeout: float, at_most: int) -> Sequence[Record]:
        """Records of started partitions, in order within each, or none after `timeout` seconds.

        Keeps the membership alive. A change of assignment stops all partitions until `start`.
        Raises `UnavailableError` when the log is away and `OutOfRangeError` when a position lies outside it.
        """
        ...

    def close(self) -> None:
        """Leave the group, so that others take over at once."""
        ...


class OutOfRangeError(Exception):
    """A reader's position lies outside the log: before its first record or beyond its end."""

    def __init__(self, partitions: Iterable[Partition]) -> None:
        self.partitions = frozenset(partitions)
        super().__init__(f"positions outside the log: {sorted(self.partitions)}")


class Log(Protocol):
    """A set of topics."""

    def partitions(self, topic: str) -> int:
        """How many partitions a topic has; `UnavailableError` when the log does not answer."""
        ...

    def ends(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """For each partition the offset the next record will get."""
        ...

    def beginnings(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """For each partition the offset of its oldest record."""
        ...

    def writer(self) -> Writer:
        """A writer of its own."""
        ...

    def reader(self, group: str, topics: Sequence[str], *, gather: float = 0.0) -> Reader:
        """A member of a group that shares the partitions of the topics.

        Few records may be kept back for `gather` seconds, to be handed out with those that follow.
        """
        ...

    def scan(self, partition: Partition, start: int, end: int) -> Iterable[Record]:
        """The records with `start` <= offset < `end`, outside any group."""
        ...
