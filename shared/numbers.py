"""The numbers a relay gives its records, and what a reader concludes from them (rule 3). No I/O.

Every writer (a service and its epoch) counts its records per partition from 1, without holes. A relay that
is unsure sends again under the same numbers. So the next number is taken, one not higher than the last is a
repeat, and a higher one is stepped past: the missing one comes, and after it this one again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from shared.log.protocol import Headers, Partition, Record

WRITER = "afterhire-writer"
EPOCH = "afterhire-epoch"
NUMBER = "afterhire-number"


class Stamp(NamedTuple):
    """What a relay says of one record: who wrote it, under which epoch, as which one in this partition."""

    writer: str
    epoch: int
    number: int

    def headers(self) -> Headers:
        """The stamp as the relay adds it to a record."""
        return ((WRITER, self.writer.encode()), (EPOCH, b"%d" % self.epoch), (NUMBER, b"%d" % self.number))


def read(record: Record) -> Stamp | None:
    """The stamp of a record, readable even when the rest is not; None for a record no relay has sent."""
    try:
        (first, writer), (second, epoch), (third, number) = record.headers[-3:]  # where a relay puts them
        if first != WRITER or second != EPOCH or third != NUMBER:
            headers = dict(record.headers)
            writer, epoch, number = headers[WRITER], headers[EPOCH], headers[NUMBER]
        stamp = Stamp(writer.decode(), int(epoch), int(number))
    except (KeyError, ValueError):
        return None
    named = stamp.writer and "\0" not in stamp.writer
    return stamp if named and stamp.number > 0 and stamp.epoch >= 0 else None


class Verdict(Enum):
    """What to do with a record."""

    TAKE = "take"
    REPEAT = "repeat"
    AHEAD = "ahead"


class Last(NamedTuple):
    """How far a reader has come with one writer in one partition."""

    number: int = 0
    """The last one taken; 0 before the first."""
    offset: int = 0
    """Where it was taken: what is missing of this writer lies behind it, unless the log lost its tail."""
    ahead: int = 0
    """The highest one stepped past and not taken since; 0 when nothing is missing."""
    adrift: bool = False
    """The reader entered the log in the middle: whichever higher number comes first is the next."""


def judge(last: Last, number: int, offset: int) -> tuple[Verdict, Last]:
    """What becomes of a number, and how far the reader has come then."""
    if number == last.number + 1 or (last.adrift and number > last.number):
        return Verdict.TAKE, Last(number, offset, last.ahead if last.ahead > number else 0)
    if number <= last.number:
        return Verdict.REPEAT, last
    return Verdict.AHEAD, last if number <= last.ahead else last._replace(ahead=number)


class Sequence(NamedTuple):
    """One count: of one writer epoch in one partition."""

    topic: str
    partition: int
    writer: str
    epoch: int


_Key = tuple[str, int, str, int]
"""What a `Sequence` equals; cheaper to make for each record."""


class Gap(NamedTuple):
    """A number that has not come in time, and from where on the log is to be read again to find it."""

    partition: Partition
    writer: str
    epoch: int
    missing: int
    read_from: int

    def words(self) -> dict[str, object]:
        """The gap as a log line says it."""
        return self._asdict() | {"partition": f"{self.partition.topic}/{self.partition.number}"}


@dataclass(frozen=True)
class Patience:
    """How long a missing number is waited for; both limits double with each rewind that did not find it."""

    period: timedelta = timedelta(seconds=10)
    records: int = 10_000
    """Records of the same writer and partition stepped past meanwhile."""
    longest: timedelta = timedelta(hours=1)
    reach: int = 10_000
    """How far before the last number taken the second rewind begins; each later one goes ten times as far."""


@dataclass
class _Wait:
    since: datetime
    seen: int = 0
    rewinds: int = 0
    reread_until: int = 0

    def over(self, patience: Patience, now: datetime) -> bool:
        factor = 1 << min(self.rewinds, 16)
        period = min(patience.period * factor, patience.longest)
        return now - self.since >= period or self.seen >= patience.records * factor

    def read_from(self, last: Last, patience: Patience) -> int:
        back = patience.reach * 10 ** min(self.rewinds - 1, 16) if self.rewinds else 0
        return max(0, last.offset - back)


class Numbers:
    """How far a reader has come with each writer, in the partitions it owns."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._held: dict[_Key, Last] = {}
        self._changed: set[_Key] = set()
        self._mid_log: set[Partition] = set()
        self._waits: dict[Sequence, _Wait] = {}

    def load(self, known: Mapping[Sequence, Last], mid_log: Iterable[Partition], now: datetime) -> None:
        """Hold what was stored, and nothing else; the wait for a gap that was not known here begins now."""
        self._held = dict[_Key, Last](known.items())
        self._mid_log = set(mid_log)
        self._changed.clear()
        before = self._waits
        self._waits = {
            sequence: before.get(sequence) or _Wait(now) for sequence, last in known.items() if last.ahead
        }

    def judge(self, record: Record, stamp: Stamp, now: datetime) -> Verdict:
        """What to do with a record; the answer is held as if it had been done."""
        writer, epoch, number = stamp
        key = (record.topic, record.partition, writer, epoch)
        last = self._held.get(key) or self._first(record)
        verdict, after = judge(last, number, record.offset)
        if after is not last:
            self._held[key] = after
            self._changed.add(key)
        if last.ahead or verdict is Verdict.AHEAD:
            self._wait(Sequence(*key), verdict, after, now)
        return verdict

    def _first(self, record: Record) -> Last:
        return Last(adrift=Partition(record.topic, record.partition) in self._mid_log)

    def _wait(self, sequence: Sequence, verdict: Verdict, after: Last, now: datetime) -> None:
        if verdict is Verdict.AHEAD:
            self._waits.setdefault(sequence, _Wait(now)).seen += 1
        elif verdict is Verdict.TAKE:
            del self._waits[sequence]
            if after.ahead:
                self._waits[sequence] = _Wait(now)

    def changed(self) -> Iterator[tuple[Sequence, Last]]:
        """What is to be stored since the last call."""
        changed, self._changed = self._changed, set()
        return ((Sequence(*key), self._held[key]) for key in sorted(changed))

    def overdue(self, now: datetime, reached: Mapping[Partition, int]) -> list[Gap]:
        """The gaps that were waited for long enough; each counts as a rewind from now on.

        `reached` is the next offset per partition: while a rewind is still being read, nobody is late.
        """
        return [
            self._gap(sequence, wait, reached)
            for sequence, wait in self._waits.items()
            if not self._rereading(sequence, wait, reached, now) and wait.over(self._patience, now)
        ]

    def _rereading(
        self, sequence: Sequence, wait: _Wait, reached: Mapping[Partition, int], now: datetime
    ) -> bool:
        until = max(wait.reread_until, self._held[sequence].offset + 1)
        rereading = reached[Partition(sequence.topic, sequence.partition)] < until
        if rereading:
            wait.since, wait.seen = now, 0
        return rereading

    def _gap(self, sequence: Sequence, wait: _Wait, reached: Mapping[Partition, int]) -> Gap:
        last = self._held[sequence]
        partition = Partition(sequence.topic, sequence.partition)
        gap = Gap(
            partition, sequence.writer, sequence.epoch, last.number + 1, wait.read_from(last, self._patience)
        )
        wait.rewinds += 1
        wait.reread_until = reached[partition]
        return gap
