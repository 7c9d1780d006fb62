"""A log in the memory of one process: the same promises as Kafka's, and faults on request."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from threading import Condition

from shared.clock import Clock, SystemClock
from shared.errors import UnavailableError
from shared.log.memory_group import Group, Member
from shared.log.memory_partition import StoredPartition
from shared.log.protocol import Appended, Outgoing, Partition, Record

Predicate = Callable[[Outgoing], bool]


class MemoryLog:
    """Any number of threads may use it. A topic exists as soon as it is named.

    The fault hooks take effect at once, also for readers that are waiting.
    """

    def __init__(self, partitions: int = 8, *, clock: Clock | None = None) -> None:
        self._count = partitions
        self._clock = clock or SystemClock()
        self._changed = Condition()
        self._stored: dict[Partition, StoredPartition] = {}
        self._groups: dict[str, Group] = {}
        self._refuses: Predicate = _nothing
        self._unavailable = False

    def partitions(self, topic: str) -> int:  # noqa: ARG002 - every topic has the same number
        """See `Log`."""
        with self._answering():
            return self._count

    def ends(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """See `Log`."""
        with self._answering():
            return {one: self._at(one).end for one in partitions}

    def beginnings(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """See `Log`."""
        with self._answering():
            return {one: self._at(one).beginning for one in partitions}

    def writer(self) -> "MemoryWriter":
        """See `Log`."""
        return MemoryWriter(self)

    def reader(self, group: str, topics: Sequence[str], *, gather: float = 0.0) -> "MemoryReader":  # noqa: ARG002 - see `Log`
        """See `Log`; a member from now on, who is given at once what there is."""
        return MemoryReader(self, group, topics)

    def scan(self, partition: Partition, start: int, end: int) -> Iterator[Record]:
        """See `Log`."""
        with self._answering():
            stored = self._at(partition)
            found = stored.between(max(start, stored.beginning), end)
        yield from found

    def refuse(self, predicate: Predicate | None) -> None:
        """Let writers refuse the records the predicate is true of; `None`: none any more."""
        with self._changing():
            self._refuses = predicate or _nothing

    def lose_tail(self, partition: Partition, offset: int) -> None:
        """Forget the records from this offset on, as a broker does after a power cut."""
        with self._changing():
            self._at(partition).lose_tail(offset)

    def lose_head(self, partition: Partition, offset: int) -> None:
        """Forget the records before this offset, as retention does."""
        with self._changing():
            self._at(partition).lose_head(offset)

    @property
    def unavailable(self) -> bool:
        """While this is true, everything raises `UnavailableError`; members stay members."""
        return self._unavailable

    @unavailable.setter
    def unavailable(self, value: bool) -> None:
        with self._changing():
            self._unavailable = value

    def append(self, records: Sequence[Outgoing]) -> Sequence[Appended]:
        """Append for a writer."""
        with self._changing():
            self._answer()
            return [self._append(record) for record in records]

    def join(self, group: str, topics: Sequence[str]) -> Member:
        """Become a member for a reader."""
        with self._changing():
            joined = self._groups.setdefault(group, Group(self._count))
            return joined.join(topics)

    def leave(self, group: str, member: Member) -> None:
        """Stop being a member for a reader."""
        with self._changing():
            self._groups[group].leave(member)

    def start(self, member: Member, positions: Mapping[Partition, int]) -> None:
        """Set a reader's positions."""
        with self._changing():
            member.start(positions)

    def await_records(self, member: Member, timeout: float, at_most: int) -> Sequence[Record]:
        """Read for a reader: wait for records behind its positions, or for a change of its assignment."""
        generation = member.generation
        found: Sequence[Record] = ()

        def ended() -> bool:
            nonlocal found
            self._answer()
            found = member.read(self._at, at_most)
            return bool(found) or member.generation != generation

        with self._changed:
            self._changed.wait_for(ended, timeout)
            return found

    def _append(self, record: Outgoing) -> Appended:
        if self._refuses(record):
            return Appended(None, ValueError("the log was told to refuse this record"))
        milliseconds = int(self._clock.now().timestamp() * 1000)
        return Appended(self._at(Partition(*record[:2])).append(record, milliseconds), None)

    def _at(self, partition: Partition) -> StoredPartition:
        return self._stored.setdefault(partition, StoredPartition())

    def _answer(self) -> None:
        if self._unavailable:
            raise UnavailableError("the log was told to be away")

    @contextmanager
    def _answering(self) -> Iterator[None]:
        with self._changed:
            self._answer()
            yield

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with self._changed:
            yield
            self._changed.notify_all()


class MemoryWriter:
    """See `Writer`."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    def append(self, records: Sequence[Outgoing]) -> Sequence[Appended]:
        """See `Writer`; a refused record does not stop those after it."""
        return self._log.append(records)

    def close(self) -> None:
        """See `Writer`; there is nothing to let go of."""


class MemoryReader:
    """See `Reader`."""

    def __init__(self, log: MemoryLog, group: str, topics: Sequence[str]) -> None:
        self._log = log
        self._group = group
        self._member = log.join(group, topics)

    def assigned(self) -> frozenset[Partition]:
        """See `Reader`."""
        return self._member.owned

    def generation(self) -> int:
        """See `Reader`."""
        return self._member.generation

    def start(self, positions: Mapping[Partition, int]) -> None:
        """See `Reader`; positions of partitions that are not assigned are left out."""
        self._log.start(self._member, positions)

    def poll(self, timeout: float, at_most: int) -> Sequence[Record]:
        """See `Reader`."""
        return self._log.await_records(self._member, timeout, at_most)

    def close(self) -> None:
        """See `Reader`."""
        self._log.leave(self._group, self._member)


def _nothing(_record: Outgoing) -> bool:
    return False
