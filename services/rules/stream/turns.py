"""One step at a time: waits while a dependency is away, and says when this worker has to end."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from shared.errors import AfterhireError, FencedError, RewindError, UnavailableError
from shared.log.protocol import Partition, Record
from shared.step import Step
from shared.telemetry import logger

Offsets = Mapping[Partition, int]
Found = TypeVar("Found")

WAITS_S = (0.1, 0.3, 1.0, 3.0)
"""How long to wait before a step is tried again, while a dependency is away."""


class Stopped(Exception):  # noqa: N818 - not an error: it ends the wait of a step that may not go on
    """The stream ended while a step was waiting for a dependency."""


class Turns:
    """Lets one piece of work at a time run in a thread, so that the event loop goes on."""

    def __init__(self, step: Step) -> None:
        self.over = asyncio.Event()
        self.failure: BaseException | None = None
        self._step = step
        self._turn = asyncio.Lock()
        self._log = logger(part="stream")

    async def assign(self, begin: Offsets, end: Offsets) -> Offsets:
        """Own the partitions; the offset to start from, for each, inside the log."""
        async with self._turn:
            return await self._waiting(lambda: self._positions(begin, end))

    async def batch(self, records: Sequence[Record], still_owner: Callable[[], bool]) -> None:
        """Do a batch, unless the assignment it was read under is over."""
        async with self._turn:
            try:
                if still_owner() and not self.over.is_set():
                    await self._waiting(lambda: self._step.run(records))
            except FencedError as error:
                self._fenced(error, still_owner())
            except Stopped:
                self._log.info("stopped while a dependency was away")
            except Exception as error:  # noqa: BLE001 - whatever it is, it ends this worker, with its cause
                self.fail(error)

    async def upkeep(self, still_owner: Callable[[], bool]) -> None:
        """Do what is due between batches, unless a batch is being done."""
        if self._turn.locked() or self.over.is_set():
            return
        async with self._turn:
            try:
                await asyncio.to_thread(self._step.upkeep)
            except FencedError as error:
                self._fenced(error, still_owner())
            except UnavailableError as error:
                self._log.warning("upkeep waits", reason=str(error))
            except Exception as error:  # noqa: BLE001 - as above
                self.fail(error)

    def fail(self, error: BaseException) -> None:
        """End this worker; the supervisor starts it anew, from the stored positions."""
        expected = isinstance(error, AfterhireError)
        self._log.error("worker ends", reason=str(error) if expected else type(error).__name__)
        self.failure = self.failure or error
        self.over.set()

    def _fenced(self, error: FencedError, still_owner: bool) -> None:  # noqa: FBT001 - said by its name
        """Another worker has the partition: right after a rebalance, and wrong without one."""
        if still_owner:
            self.fail(RewindError(f"this worker lost its partitions and was not told: {error}"))

    def _positions(self, begin: Offsets, end: Offsets) -> Offsets:
        """Where to start: the broker may have lost the log's tail, or aged out its beginning.

        A member that has just joined is given nothing at first, and still knows for what it was looking.
        """
        if not begin:
            self._step.forget()
            return {}
        found = self._step.assign(begin.keys())
        outside = [at for at, offset in found.items() if not begin[at] <= offset <= end[at]]
        if outside:
            self._step.relocate({at: begin[at] for at in outside}, {at: end[at] for at in outside})
            found = self._step.assign(begin.keys())
        return found

    async def _waiting(self, work: Callable[[], Found]) -> Found:
        """Do the work in a thread; again while a dependency is away."""
        tries = 0
        while True:
            try:
                return await asyncio.to_thread(work)
            except UnavailableError as error:
                self._log.warning("waiting for a dependency", reason=str(error), tries=tries)
            await self.pause(WAITS_S[min(tries, len(WAITS_S) - 1)])
            if self.over.is_set():
                raise Stopped
            tries += 1

    async def pause(self, seconds: float) -> None:
        """Wait, or until this worker ends."""
        try:
            await asyncio.wait_for(self.over.wait(), seconds)
        except TimeoutError:
            return
