from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaConsumer, TopicPartition

from shared.errors import UnavailableError
from shared.log.kafka_client import ANSWER_MS, translated
from shared.log.kafka_consumer import consumer
from shared.log.kafka_reader import KafkaReader
from shared.log.kafka_writer import KafkaWriter
from shared.log.protocol import Partition, Record

SCAN_MS = 500
SILENT_ROUNDS = 20
"""How many rounds of `SCAN_MS` without a record a scan waits before it gives up."""


@dataclass(frozen=True)
class KafkaLog:
    """The topics of a Kafka cluster. Connects only when it is asked something."""

    bootstrap: str
    """`host:port[,host:port…]`."""
    client_id: str
    """What the broker's own log calls this client."""
    _idle: deque[KafkaConsumer] = field(default_factory=deque, init=False, repr=False, compare=False)

    def partitions(self, topic: str) -> int:
        """See `Log`; a topic that does not exist yet is as good as away."""
        with translated(), closing(self._consumer()) as asked:
            found = asked.partitions_for_topic(topic)
        if not found:
            raise UnavailableError(f"expected a topic {topic}, found none: wait until it was created")
        return len(found)

    def ends(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """See `Log`."""
        with _answered(), self._connected() as asked:
            return _by_partition(asked.end_offsets(_theirs(partitions), timeout_ms=ANSWER_MS))

    def beginnings(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        """See `Log`."""
        with _answered(), self._connected() as asked:
            return _by_partition(asked.beginning_offsets(_theirs(partitions), timeout_ms=ANSWER_MS))

    def writer(self) -> KafkaWriter:
        """See `Log`."""
        return KafkaWriter(self.bootstrap, self.client_id)

    def reader(self, group: str, topics: Sequence[str], *, gather: float = 0.0) -> KafkaReader:
        """See `Log`; connects with its first poll."""
        return KafkaReader(self.bootstrap, self.client_id, group, topics, gather)

    def scan(self, partition: Partition, start: int, end: int) -> Iterator[Record]:
        """See `Log`; ends where the log ended when the scan began, at the latest."""
        first = max(start, self.beginnings([partition])[partition])
        last = min(end, self.ends([partition])[partition])
        if first < last:
            with translated(), self._connected() as reading:
                yield from _between(reading, TopicPartition(*partition), first, last)

    def close(self) -> None:
        """Let go of the connections that wait to be used again."""
        while self._idle:
            self._idle.pop().close()

    @contextmanager
    def _connected(self) -> Iterator[KafkaConsumer]:
        """A connection that may have answered before: a new one knows of no topic for a tenth of a second."""
        try:
            asked = self._idle.pop()
        except IndexError:
            asked = self._consumer()
        try:
            yield asked
            asked.unsubscribe()
        except BaseException:
            asked.close()
            raise
        self._idle.append(asked)

    def _consumer(self) -> KafkaConsumer:
        return consumer(self.bootstrap, self.client_id)


@contextmanager
def _answered() -> Iterator[None]:
    """kafka-python fails over what the broker told nothing about: a topic just made, or found again."""
    try:
        with translated():
            yield
    except KeyError as error:
        raise UnavailableError(f"Kafka told nothing about {error}: ask again") from error


def _theirs(partitions: Iterable[Partition]) -> list[TopicPartition]:
    return [TopicPartition(*one) for one in partitions]


def _by_partition(offsets: Mapping[Any, int]) -> Mapping[Partition, int]:
    return {Partition(*one): offset for one, offset in offsets.items()}


def _between(reading: KafkaConsumer, partition: TopicPartition, first: int, last: int) -> Iterator[Record]:
    reading.assign([partition])
    reading.seek(partition, first)
    silent = 0
    # What was written in a transaction leaves offsets without a record: the position says where the end is.
    while reading.position(partition) < last:
        records: Sequence[Record] = reading.poll(timeout_ms=SCAN_MS).get(partition, ())
        yield from (record for record in records if record.offset < last)
        silent = 0 if records else silent + 1
        if silent > SILENT_ROUNDS:
            raise UnavailableError(f"expected records of {partition} up to {last}, found none: try again")
