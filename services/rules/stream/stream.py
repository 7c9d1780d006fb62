"""Faust: hands the rules service its records in batches, from the positions PostgreSQL holds.

The only file that knows Faust; `fetches` knows aiokafka beneath it. Faust does the group membership,
the fetching and the flow; what it believes about offsets is never used. Its consumer is replaced in four
places:

- it starts where PostgreSQL says (`seek_to_committed`), and commits nothing to the broker;
- what one poll brings of a partition travels through Faust as one message, because Faust spends some
  100 us on each message that passes its streams;
- acknowledgements only count down Faust's own list of messages in flight;
- the broker answers within `FETCH_WAIT_MS`, and not after 1.5 s.
"""

import asyncio
import logging
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, cast

import faust
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaConnectionError, NoOffsetForPartitionError, OffsetOutOfRangeError
from aiokafka.structs import ConsumerRecord
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message
from faust.types.tuples import ConsumerMessage

from services.rules.stream.backlog import Backlog, Batch
from services.rules.stream.fetches import Anew, Fetches, anew
from services.rules.stream.turns import Offsets, Turns
from shared.errors import UnavailableError
from shared.log.kafka import KafkaLog
from shared.log.protocol import Partition, Record
from shared.settings import Settings
from shared.step import Step

SESSION_S = 6.0
HEARTBEAT_S = 1.5
BATCH = 2_000
"""Records of one poll at most."""
BUFFERED = 2
"""Batches that wait inside Faust; a small number, for each holds up to BATCH records."""
WAITING = 500
"""Batches that wait for the step in progress, with about BATCH records in all."""
FETCH_WAIT_MS = 50
"""How long the broker waits for a record. Meanwhile aiokafka does not ask for the partitions it has just got
something of: a fact that follows another one would wait as long."""
UPKEEP_S = 1.0
GLANCE_S = 0.1
"""How often the worker looks whether it was asked to stop."""
STOP_LIMIT_S = 5.0
"""Faust's graceful stop can wait without end."""


class Stream:
    """One rules worker: reads topics as a member of a group and runs a step on each batch."""

    def __init__(self, settings: Settings, group: str, topics: Sequence[str], step: Step) -> None:
        self._turns = Turns(step)
        self._backlog = Backlog(at_once=BATCH, at_most=WAITING)
        self.app = _app(settings, group, self._turns)
        channel = self.app.topic(*topics, schema=Untouched(), internal=False)
        self.app.agent(channel, name=f"{group}-steps")(self._receive)
        self.app.timer(UPKEEP_S, name=f"{group}-upkeep")(self._upkeep)
        self.left = False
        """Whether `run` has ended with nothing left behind: then another stream may work in this process."""

    async def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set.

        Raises `RewindError` where records are to be read again, by another stream with the same step,
        `UnavailableError` when Kafka is away, and what no wait can mend.
        """
        try:
            await self._work(stop)
        except KafkaConnectionError as error:
            raise UnavailableError(f"expected Kafka to answer, found {type(error).__name__}") from error

    async def _work(self, stop: threading.Event) -> None:
        logging.getLogger("faust").setLevel(logging.WARNING)
        over = self._turns.over
        steps = asyncio.create_task(self._run_steps())
        try:
            await self.app.start()
            while not stop.is_set() and not over.is_set():
                await self._turns.pause(GLANCE_S)
                self._check_alive()
        finally:
            over.set()
            self.left = await _within(STOP_LIMIT_S, self.app.stop())
            steps.cancel()
        if self._turns.failure is not None:
            raise self._turns.failure

    def _check_alive(self) -> None:
        """A part of Faust that crashed leaves the rest running, as a member that reads nothing."""
        if self.app.crashed:
            self._turns.fail(self.app.crash_reason or RuntimeError("Faust has crashed"))

    async def _receive(self, stream: Any) -> None:  # noqa: ANN401 - Faust's streams carry no types
        async for event in stream.events():
            await self._backlog.put(Batch(event.message.generation_id, event.value))

    async def _upkeep(self) -> None:
        await self._turns.upkeep(partial(self._still, self.app.consumer_generation_id))

    async def _run_steps(self) -> None:
        while True:
            batch = await self._backlog.take()
            await self._turns.batch(batch.records, partial(self._still, batch.generation))

    def _still(self, generation: int) -> bool:
        return bool(self.app.consumer_generation_id == generation)


async def _within(limit: float, waiting: Any) -> bool:  # noqa: ANN401 - any awaitable, result unused
    try:
        await asyncio.wait_for(waiting, limit)
    except TimeoutError:
        return False
    return True


def _app(settings: Settings, group: str, turns: Turns) -> faust.App:
    class Transport(driver.Transport):
        Consumer = _consumer(turns, anew(KafkaLog(settings.kafka, "afterhire-rules")))

    class App(faust.App):
        def _new_transport(self) -> Transport:
            return Transport(self.conf.broker_consumer, self)

        def _create_directories(self) -> None:
            """Leave no folders behind: they are for Faust's tables, which are not used."""

    return App(
        f"{settings.topic_prefix}.{group}",
        broker=[f"kafka://{address}" for address in settings.kafka.split(",")],
        broker_session_timeout=SESSION_S,
        broker_heartbeat_interval=HEARTBEAT_S,
        broker_max_poll_records=BATCH,
        consumer_auto_offset_reset="none",
        consumer_max_fetch_size=4 * 1024 * 1024,
        stream_buffer_maxsize=BUFFERED,
        stream_wait_empty=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        web_enabled=False,
        autodiscover=False,
    )


class Thread(driver.AIOKafkaConsumerThread):
    """Faust's thread for the consumer: waits less long for the broker, and gets past unreadable records."""

    anew: Anew

    def _create_worker_consumer(self, transport: driver.Transport) -> AIOKafkaConsumer:
        consumer = super()._create_worker_consumer(transport)
        consumer._fetch_max_wait_ms = FETCH_WAIT_MS  # noqa: SLF001 - Faust has no setting for it
        return consumer

    async def _fetch_records(self, consumer: AIOKafkaConsumer, *asked: Any, **how: Any) -> Any:  # noqa: ANN401 - Faust's
        fetcher = consumer._fetcher  # noqa: SLF001 - as above
        if not isinstance(fetcher._records, Fetches):  # noqa: SLF001 - as above
            fetcher._records = Fetches(fetcher._records, self.anew)  # noqa: SLF001 - as above
        return await super()._fetch_records(consumer, *asked, **how)


def _consumer(turns: Turns, anew: Anew) -> type[driver.Consumer]:
    class Consumer(driver.Consumer):
        """Faust's consumer, with positions from the database and a whole poll in one message."""

        def _new_consumer_thread(self) -> Thread:
            thread = Thread(self, loop=self.loop, beacon=self.beacon)
            thread.anew = anew
            return thread

        async def seek_to_committed(self) -> dict[TP, int]:
            tps = self.assignment()
            begin, end = await self.earliest_offsets(*tps), await self.highwaters(*tps)
            owned = await turns.assign(_offsets(begin), _offsets(end))
            for tp, offset in (offsets := {TP(*at): offset for at, offset in owned.items()}).items():
                self._thread.seek(tp, offset)
            return offsets

        async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> dict[TP, list[Any]]:  # noqa: ASYNC109 - Faust's signature
            try:
                polled = await super()._getmany(active_partitions, timeout)
            except (NoOffsetForPartitionError, OffsetOutOfRangeError) as error:
                _unread(turns, error)
                return {}
            return {tp: [records] for tp, records in polled.items() if records}

        def _to_message(self, tp: TP, record: Sequence[ConsumerRecord[bytes, bytes]]) -> ConsumerMessage:
            last, batch = record[-1], cast("Any", [_record(each) for each in record])
            return ConsumerMessage(
                last.topic,
                last.partition,
                last.offset,
                last.timestamp / 1000,
                last.timestamp_type,
                None,
                None,
                batch,
                None,
                0,
                0,
                tp,
                generation_id=self.app.consumer_generation_id,
            )

        def ack(self, message: Message) -> bool:
            message.acked = True
            self._unacked_messages.discard(message)
            return True

        async def commit(self, topics: object = None, start_new_transaction: bool = True) -> bool:  # noqa: ARG002, FBT001, FBT002 - Faust's signature
            return True

        async def _add_gap(self, tp: TP, offset_from: int, offset_to: int) -> None:
            """Forget it: a message stands for many offsets, and nobody asks for gaps."""

    return Consumer


class Untouched(faust.Schema[None, Any]):
    """Hands batches on as they are; the codec reads them inside the step."""

    def loads_key(self, app: object, message: Message, **_how: object) -> None:
        """Give no key: a batch has many."""

    def loads_value(self, app: object, message: Message, **_how: object) -> Any:  # noqa: ANN401, ARG002 - Faust's
        """Give the batch."""
        return message.value


def _unread(turns: Turns, error: Exception) -> None:
    """A partition just assigned has no offset while `seek_to_committed` waits for the database."""
    if isinstance(error, OffsetOutOfRangeError):
        turns.fail(error)


def _offsets(found: Mapping[TP, int]) -> Offsets:
    return {Partition(tp.topic, tp.partition): offset for tp, offset in found.items()}


def _record(each: ConsumerRecord[bytes, bytes]) -> Record:
    headers = tuple((name, value or b"") for name, value in each.headers)  # a header may come without a value
    return Record(each.topic, each.partition, each.offset, each.timestamp, each.key, each.value, headers)
