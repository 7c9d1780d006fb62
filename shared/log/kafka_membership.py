"""Which partitions a member of a group owns now, as far as it can know."""

import time
from collections.abc import Collection

from kafka import ConsumerRebalanceListener, KafkaConsumer, TopicPartition

from shared.log.kafka_consumer import SESSION_MS
from shared.log.kafka_joins import MendedJoin
from shared.log.protocol import Partition


class Membership(ConsumerRebalanceListener):  # type: ignore[misc] # kafka-python has no types
    """Marks each change of the assignment, and nothing more: the listener runs inside `poll`.

    What is newly assigned is paused at a position that is never read from, so that kafka-python does not ask
    the broker for a committed one. The caller then loads its own positions, and `KafkaReader.start` resumes.
    """

    def __init__(self, consumer: KafkaConsumer) -> None:
        self._consumer = consumer
        # There is no public way to ask; kafka-python is pinned to the version this was read in.
        self._coordinator = consumer._coordinator  # noqa: SLF001
        self._join = MendedJoin(self._coordinator)
        self._doubtful: frozenset[Partition] = frozenset()
        self.owned: frozenset[Partition] = frozenset()
        self.generation = 0
        self._heard = time.monotonic()

    def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """Called by kafka-python."""
        self._consumer.pause(*assigned)
        for partition in assigned:
            self._consumer.seek(partition, 0)
        self._join.forget()
        self._heard = time.monotonic()
        self._change(assigned)

    def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        """Called by kafka-python; it assigns again what stays, so that nothing is kept here."""
        self._consumer.pause(*revoked)
        self._join.forget()
        self._change(())

    def weigh(self) -> None:
        """Own nothing while the broker has not heard of this member for a session, and all again afterwards.

        It may have given the partitions to somebody else meanwhile: this process was stopped, or the broker
        is away. The next heartbeat tells.
        """
        lapsed = time.monotonic() - self._last_heard() > SESSION_MS / 1000
        if lapsed and self.owned:
            self._consumer.pause(*self._consumer.assignment())
            owned = self.owned
            self._change(())
            self._doubtful = owned
        elif self._doubtful and not lapsed:
            self._change(self._doubtful)

    def _last_heard(self) -> float:
        """When the broker certainly knew this member: when the last heartbeat was sent that it answered.

        kafka-python's own measure begins anew whenever it finds the group's coordinator.
        """
        sent = self._coordinator.heartbeat.last_send
        if self._coordinator.heartbeat.last_receive >= sent:
            self._heard = max(self._heard, sent)
        return self._heard

    def _change(self, owned: Collection[tuple[str, int]]) -> None:
        self._doubtful = frozenset()
        self.owned = frozenset(Partition(*one) for one in owned)
        self.generation += 1
