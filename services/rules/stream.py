"""Faust: hands the rules service its records in batches, from the positions PostgreSQL holds.

The only file that knows Faust. Faust does the group membership, the fetching and the flow; what it
believes about offsets is never used. Its consumer is replaced in three places:

- it starts where PostgreSQL says (`seek_to_committed`), and commits nothing to the broker;
- what one poll brings of a partition travels through Faust as one message, because Faust spends some
  100 us on each message that passes its streams;
- acknowledgements only count down Faust's own list of messages in flight.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import faust
from aiokafka.structs import ConsumerRecord
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, Message
from faust.types.tuples import ConsumerMessage

from shared.errors import AfterhireError, FencedError, RewindError, UnavailableError
from shared.log.protocol import Partition, Record
from shared.settings import Settings
from shared.telemetry import logger

SESSION_S = 6.0
HEARTBEAT_S = 1.5
BATCH = 2_000
"""Records of one poll at most."""
BUFFERED = 2
"""Batches that wait for the step in progress; a small number, for each holds up to BATCH records."""
UPKEEP_S = 1.0
GLANCE_S = 0.1
"""How often the worker looks whether it was asked to stop."""
WAITS_S = (0.1, 0.3, 1.0, 3.0)
"""How long to wait before a step is tried again, while a dependency is away."""
STOP_LIMIT_S = 5.0
"""Faust's graceful stop can wait without end."""


class Step(Protocol):
    """What is done with a batch, in one transaction."""

    def assign(self, partitions: frozenset[Partition]) -> Mapping[Partition, int]:
        """Take ownership of these partitions; the offset to start from, for each."""
        ...

    def run(self, records: Sequence[Record]) -> None:
        """Do the batch whole or not at all."""
        ...

    def upkeep(self) -> None:
        """What is done between batches."""
        ...


class Stopped(Exception):  # noqa: N818 - not an error: it ends the wait of a step that may not go on
    """The stream ended while a step was waiting for a dependency."""


class Stream:
    """One rules worker: reads topics as a member of a group and runs a step on each batch."""

    def __init__(self, settings: Settings, group: str, topics: Sequence[str], step: Step) -> None:
        self._step = step
        self._log = logger(group=group)
        self._turn = asyncio.Lock()
        self._failed: BaseException | None = None
        self._over = asyncio.Event()
        self.app = _app(settings, group, self._assigned)
        channel = self.app.topic(*topics, schema=Untouched(), internal=False)
        self.app.agent(channel, name=f"{group}-steps")(self._run_batches)
        self.app.timer(UPKEEP_S, name=f"{group}-upkeep")(self._upkeep)

    async def run(self, stop: threading.Event) -> None:
        """Work until `stop` is set; raises what no wait can mend, for the supervisor to start anew."""
        logging.getLogger("faust").setLevel(logging.WARNING)
        await self.app.start()
        try:
            while not stop.is_set() and not self._over.is_set():
                await _within(GLANCE_S, self._over.wait())
        finally:
            self._over.set()
            await _within(STOP_LIMIT_S, self.app.stop())
        if self._failed is not None:
            raise self._failed

    async def _assigned(self, partitions: frozenset[Partition]) -> Mapping[Partition, int]:
        async with self._turn:
            positions: Mapping[Partition, int] = await self._waiting(lambda: self._step.assign(partitions))
            return positions

    async def _run_batches(self, stream: Any) -> None:  # noqa: ANN401 - Faust's streams carry no types
        async for event in stream.events():
            generation = event.message.generation_id
            async with self._turn:
                await self._one(event.value, generation)

    async def _one(self, records: Sequence[Record], generation: int) -> None:
        try:
            if generation == self.app.consumer_generation_id and not self._over.is_set():
                await self._waiting(lambda: self._step.run(records))
        except FencedError:
            self._fenced(generation)
        except Stopped:
            self._log.info("stopped while a dependency was away")
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends this worker, with its cause
            self._fail(error)

    def _fenced(self, generation: int) -> None:
        """Another worker has the partition: right after a rebalance, and wrong without one."""
        if generation == self.app.consumer_generation_id:
            self._fail(RewindError("this worker lost its partitions and was not told; it starts anew"))

    async def _upkeep(self) -> None:
        if self._turn.locked() or self._over.is_set():
            return
        async with self._turn:
            try:
                await asyncio.to_thread(self._step.upkeep)
            except (UnavailableError, FencedError) as error:
                self._log.warning("upkeep waits", reason=str(error))

    async def _waiting(self, work: Callable[[], Any]) -> Any:  # noqa: ANN401 - as the work's own result
        """Do the work in a thread, so that Faust's loop goes on; again while a dependency is away."""
        tries = 0
        while True:
            try:
                return await asyncio.to_thread(work)
            except UnavailableError as error:
                self._log.warning("waiting for a dependency", reason=str(error), tries=tries)
            await _within(WAITS_S[min(tries, len(WAITS_S) - 1)], self._over.wait())
            if self._over.is_set():
                raise Stopped
            tries += 1

    def _fail(self, error: BaseException) -> None:
        expected = isinstance(error, AfterhireError)
        self._log.error("worker ends", reason=str(error) if expected else type(error).__name__)
        self._failed = error
        self._over.set()


async def _within(limit: float, waiting: Any) -> None:  # noqa: ANN401 - any awaitable, result unused
    try:
        await asyncio.wait_for(waiting, limit)
    except TimeoutError:
        return


Assigned = Callable[[frozenset[Partition]], Any]


def _app(settings: Settings, group: str, assigned: Assigned) -> faust.App:
    class Transport(driver.Transport):
        Consumer = _consumer(assigned)

    class App(faust.App):
        def _new_transport(self) -> Transport:
            return Transport(self.conf.broker_consumer, self)

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


def _consumer(assigned: Assigned) -> type[driver.Consumer]:
    class Consumer(driver.Consumer):
        """Faust's consumer, with positions from the database and a whole poll in one message."""

        async def seek_to_committed(self) -> dict[TP, int]:
            partitions = frozenset(Partition(tp.topic, tp.partition) for tp in self.assignment())
            positions = await assigned(partitions)
            offsets = {TP(at.topic, at.number): offset for at, offset in positions.items()}
            for tp, offset in offsets.items():
                self._thread.seek(tp, offset)
            return offsets

        async def _getmany(self, active_partitions: set[TP] | None, timeout: float) -> dict[TP, list[Any]]:  # noqa: ASYNC109 - Faust's signature
            polled = await super()._getmany(active_partitions, timeout)
            return {tp: [records] for tp, records in polled.items() if records}

        def _to_message(self, tp: TP, record: Sequence[ConsumerRecord[bytes, bytes]]) -> ConsumerMessage:
            last = record[-1]
            batch: Any = [_record(each) for each in record]
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


def _record(each: ConsumerRecord[bytes, bytes]) -> Record:
    return Record(
        each.topic, each.partition, each.offset, each.timestamp, each.key, each.value, tuple(each.headers)
    )
