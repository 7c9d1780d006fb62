"""A log of one partition whose reader meets the failures a test has written down."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vocabulary.service import HERE

from shared.log.protocol import OutOfRangeError, Partition, Record, Writer

POLLS_AT_MOST = 1_000
"""A test that needs more has lost its way."""

Fault = Exception | int | Callable[[], None] | None
"""What a poll raises, the generation that begins with it, what happens just before it, or nothing."""


@dataclass
class Script:
    """A log and its only reader."""

    records: list[Record]
    faults: deque[Fault] = field(default_factory=deque)
    beginning: int = 0
    generation_: int = 1
    at: int | None = None
    starts: list[int | None] = field(default_factory=list)
    """Where reading was started, None for nowhere, in order."""
    polls: int = 0
    closed: bool = False
    gather: float | None = None

    def partitions(self, _topic: str) -> int:
        """One."""
        return 1

    def ends(self, _partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """Behind the last record."""
        return {HERE: self.beginning + len(self.records)}

    def beginnings(self, _partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """Where the log was cut."""
        return {HERE: self.beginning}

    def writer(self) -> Writer:
        """Nobody writes."""
        raise NotImplementedError

    def scan(self, _partition: Partition, start: int, end: int) -> Iterable[Record]:
        """The records between."""
        return [record for record in self.records if start <= record.offset < end]

    def reader(self, _group: str, _topics: Sequence[str], *, gather: float = 0.0) -> "Script":
        """This one; keeps in mind what it was asked for."""
        self.gather = gather
        return self

    def assigned(self) -> frozenset[Partition]:
        """The one partition."""
        return frozenset([HERE])

    def generation(self) -> int:
        """As the script has it."""
        return self.generation_

    def start(self, positions: Mapping[Partition, int]) -> None:
        """Note where."""
        self.at = positions.get(HERE)
        self.starts.append(self.at)

    def poll(self, _timeout: float, at_most: int) -> Sequence[Record]:
        """What follows, or the next fault, at once."""
        self.polls += 1
        if self.polls > POLLS_AT_MOST:
            raise AssertionError("the consumer did not get on")
        self._fail()
        if self.at is None:
            return []
        if not self.beginning <= self.at <= self.beginning + len(self.records):
            raise OutOfRangeError([HERE])
        found = self.records[self.at - self.beginning :][:at_most]
        self.at += len(found)
        return found

    def _fail(self) -> None:
        fault = self.faults.popleft() if self.faults else None
        if isinstance(fault, Exception):
            raise fault
        if isinstance(fault, int):
            self.generation_, self.at = fault, None
        elif fault is not None:
            fault()

    def close(self) -> None:
        """Leave."""
        self.closed = True
