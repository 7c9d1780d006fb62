import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from kafka import KafkaProducer, errors

from shared.log.kafka_client import ANSWER_MS, LARGEST_REQUEST, connect, translated, translation
from shared.log.protocol import Appended, Outgoing

DELIVERY_MS = 10_000
"""How long the producer itself tries to deliver a record."""
WAIT_S = (DELIVERY_MS + ANSWER_MS) / 1000
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
        answers = self._send(records)
        if any(isinstance(answer.error, REFUSALS) for answer in answers):
            # kafka-python fails all that is under way with the one that was refused: which one is it?
            self._discard()
            return [self._again(*one) for one in zip(records, answers, strict=True)]
        return [self._certain(answer) for answer in answers]

    def close(self) -> None:
        """See `Writer`."""
        self._discard()

    def _again(self, record: Outgoing, answer: Appended) -> Appended:
        if answer.error is None:
            return answer
        (alone,) = self._send([record])
        if not isinstance(alone.error, REFUSALS):
            return self._certain(alone)
        self._discard()
        return alone

    def _certain(self, answer: Appended) -> Appended:
        if answer.error is None:
            return answer
        self._discard()
        raise translation(answer.error) from answer.error

    def _send(self, records: Sequence[Outgoing]) -> Sequence[Appended]:
        with translated():
            if self._producer is None:
                self._producer = _producer(self._bootstrap, self._client_id)
            deadline = time.monotonic() + WAIT_S
            under_way = [_queue(self._producer, record) for record in records]
            with suppress(errors.KafkaError):
                # Full batches have left meanwhile; what is left need not linger. How it went, each one says.
                self._producer.flush(timeout=WAIT_S)
            return [_answer(one, deadline) for one in under_way]

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
    except errors.KafkaError:
        # It gives up before it has ended its thread, which would go on sending.
        producer._sender.force_close()  # noqa: SLF001


def _queue(producer: KafkaProducer, record: Outgoing) -> Any:  # noqa: ANN401 - its future, or an `Appended`
    try:
        return producer.send(
            record.topic,
            value=record.value,
            key=record.key,
            headers=list(record.headers),
            partition=record.partition,
        )
    except (errors.KafkaError, ValueError) as error:
        return Appended(None, error)


def _answer(under_way: Any, deadline: float) -> Appended:  # noqa: ANN401 - kafka-python has no types
    if isinstance(under_way, Appended):
        return under_way
    if not under_way.is_done:
        # A flush does not wait for what kafka-python divides because it is too large as one batch.
        with suppress(errors.KafkaError):
            under_way.get(timeout=max(0.0, deadline - time.monotonic()))
    if under_way.succeeded():
        return Appended(under_way.value.offset, None)
    return Appended(None, under_way.exception or errors.KafkaTimeoutError("not acknowledged in time"))
