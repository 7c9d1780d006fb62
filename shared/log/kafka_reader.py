from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain

from kafka import KafkaConsumer, TopicPartition
from kafka.errors import KafkaError

from shared.errors import UnavailableError
from shared.log.kafka_client import translated
from shared.log.kafka_consumer import LEAVE_MS, consumer
from shared.log.kafka_membership import Membership
from shared.log.protocol import Partition, Record


class KafkaReader:
    """A member of a Kafka group that keeps its positions elsewhere; for one thread.

    Joins with the first `poll` that finds the broker and the topics.
    """

    def __init__(
        self, bootstrap: str, client_id: str, group: str, topics: Sequence[str], gather: float = 0.0
    ) -> None:
        self._connect = partial(consumer, bootstrap, client_id, group, gather)
        self._topics = topics
        self._consumer: KafkaConsumer | None = None
        self._membership: Membership | None = None

    def assigned(self) -> frozenset[Partition]:
        """See `Reader`; none while a rebalance is under way or the membership is in doubt."""
        return self._membership.owned if self._membership else frozenset()

    def generation(self) -> int:
        """See `Reader`."""
        return self._membership.generation if self._membership else 0

    def start(self, positions: Mapping[Partition, int]) -> None:
        """See `Reader`; positions of partitions that are not assigned are left out."""
        if self._consumer is None:
            return
        self._consumer.pause(*self._consumer.assignment())
        for partition in self.assigned().intersection(positions):
            at = TopicPartition(*partition)
            self._consumer.seek(at, positions[partition])
            self._consumer.resume(at)

    def poll(self, timeout: float, at_most: int) -> Sequence[Record]:
        """See `Reader`."""
        with translated():
            joined, membership = self._joined()
            membership.weigh()
            before = membership.generation
            fetched = joined.poll(timeout_ms=int(timeout * 1000), max_records=at_most)
            membership.weigh()
        if membership.generation != before:
            return ()  # read again from the positions of the next `start`, if they are still this member's
        return list(chain.from_iterable(fetched.values()))

    def close(self) -> None:
        """See `Reader`; when the broker is away, others take over after the session time."""
        if self._consumer is not None:
            with suppress(KafkaError, OSError):
                self._consumer.close(autocommit=False, timeout_ms=LEAVE_MS)
            self._consumer = None
            self._membership = None

    def _joined(self) -> tuple[KafkaConsumer, Membership]:
        if self._consumer is None or self._membership is None:
            made = self._connect()
            self._membership = Membership(made)
            try:
                self._subscribe(made, self._membership)
            except Exception:
                made.close(autocommit=False, timeout_ms=LEAVE_MS)
                raise
            self._consumer = made
        return self._consumer, self._membership

    def _subscribe(self, made: KafkaConsumer, membership: Membership) -> None:
        made.subscribe(self._topics, listener=membership)
        # Who joins without knowing its topics is assigned nothing of them, and has to join again.
        if missing := set(self._topics) - made.topics():
            raise UnavailableError(
                f"expected topics {sorted(missing)}, found none: wait until they are created"
            )
