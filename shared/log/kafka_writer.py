from collections.abc import Sequence
from typing import Any

from kafka import KafkaProducer, errors

from shared.errors import UnavailableError
from shared.log.kafka_client import ANSWER_MS, LARGEST_REQUEST, connect, translated
from shared.log.protocol import Appended, Outgoing

DELIVERY_MS = 10_000
"""How long the producer itself tries to deliver a record."""
CLOSE_S = 1.0
"""How long a producer that is given up may still end by itself."""
REFUSALS = (
    errors.CorruptRecordError,
    errors.InvalidRecordError,
    errors.InvalidTimestampError,
    errors.MessageSizeTooLargeError,
    errors.PolicyViolationError,
    errors.RecordListTooLargeError,
    ValueError,
)
"""The answers that speak of a record; every other one speaks of the log."""


class KafkaWriter:
    """An idempotent producer that waits for all replicas in sync; for one thread.

    After a failure it goes on as a new producer: what of the old one was still under way may then arrive too,
    at any place before what is appended next.
    """

    def __init__(self, bootstrap: str, client_id: str) -> None:
        self._bootstrap = bootstrap
        self._client_id = client_id
        self._producer: KafkaProducer | None = None

    def append(self, records: Sequence[Outgoing]) -> Sequence[Appended]:
        """See `Writer`; gives up after about `DELIVERY_MS`."""
        try:
            with translated():
                answers = self._send(records)
        except Exception:
            self._discard()
            raise
        if any(answer.error for answer in answers):
            # A refusal leaves a gap in the producer's own numbers, which it can only mend by itself slowly.
            self._discard()
        return answers

    def close(self) -> None:
        """See `Writer`."""
        self._discard()

    def _send(self, records: Sequence[Outgoing]) -> Sequence[Appended]:
        if self._producer is None:
            self._producer = _producer(self._bootstrap, self._client_id)
        under_way = [_queue(self._producer, record) for record in records]
        # Full batches have left meanwhile; what is left need not linger.
        self._producer.flush(timeout=(DELIVERY_MS + ANSWER_MS) / 1000)
        return [one if isinstance(one, Appended) else _answer(one) for one in under_way]

    def _discard(self) -> None:
        if self._producer is not None:
            _close(self._producer)
            self._producer = None


def _producer(bootstrap: str, client_id: str) -> KafkaProducer:
    return connect(
        KafkaProducer,
        bootstrap,
        client_id=client_id,
        enable_idempotence=True,
        acks="all",
        delivery_timeout_ms=DELIVERY_MS,
        request_timeout_ms=ANSWER_MS,
        max_block_ms=ANSWER_MS,
        # `append` flushes after its last record: lingering only keeps the batches before that large.
        linger_ms=50,
        batch_size=256 * 1024,
        max_request_size=LARGEST_REQUEST,
        allow_auto_create_topics=False,
        metrics_enabled=False,
    )


def _close(producer: KafkaProducer) -> None:
    try:
        producer.close(timeout=CLOSE_S)
    except errors.KafkaTimeoutError:
        # It gives up before it has ended its thread, which would go on sending.
        producer._sender.force_close()  # noqa: SLF001


def _queue(producer: KafkaProducer, record: Outgoing) -> Any:  # noqa: ANN401 - kafka-python's future, or `Appended`
    try:
        return producer.send(
            record.topic,
            value=record.value,
            key=record.key,
            headers=list(record.headers),
            partition=record.partition,
        )
    except REFUSALS as error:
        return Appended(None, error)


def _answer(future: Any) -> Appended:  # noqa: ANN401 - kafka-python has no types
    if not future.is_done:
        raise UnavailableError("Kafka has not acknowledged a record in time: wait and append it again")
    if future.succeeded():
        return Appended(future.value.offset, None)
    if isinstance(future.exception, REFUSALS):
        return Appended(None, future.exception)
    raise future.exception
