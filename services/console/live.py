"""Says to open pages that something has changed, as a stream of the query service tells it.

One stream is listened to for all that show the queue, and one for each page that shows a person. What
changed is not said: a page that hears of a change asks for itself anew. A page says at which position of the
stream it was made, so that it hears of what came since, also before it listened. While the stream is away,
pages are not kept waiting and look by themselves now and then.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field

from services.console.services import RefusedError, Services
from shared.telemetry import logger

STREAM = "/v1/tasks/stream"
AGAIN_S = 2.0
"""How long it is waited before the stream is asked for again."""
QUIET_S = 15.0
"""After so long without a change a comment says that the line is open."""
GATHER_S = 0.5
"""How long changes are gathered: a claim of ten tasks is one change of the page."""
OPEN = b": open\n\n"


@dataclass
class Live:
    """Listens for as long as the console serves."""

    services: Services
    path: str = STREAM
    at: str | None = None
    """The position up to which the stream was heard; nothing before it first spoke."""
    again_s: float = AGAIN_S
    quiet_s: float = QUIET_S
    gather_s: float = GATHER_S
    _there: bool = False
    _next: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced by another, when something changes."""

    async def follow(self) -> None:
        """Listen until cancelled, also after the stream was away: from where it was heard last."""
        while True:
            was_there = self._there
            try:
                await self._listen()
            except RefusedError as error:
                if was_there:
                    logger().warning("no-live-changes", reason=error.detail)
            await asyncio.sleep(self.again_s)

    @property
    def there(self) -> bool:
        """Whether changes are heard of now."""
        return self._there

    async def told(self, since: str | None) -> AsyncGenerator[bytes]:
        """What one page is sent that was made at a position; ends when the stream is away."""
        waiting = self._next  # before each pause: what happens in it is heard of
        yield OPEN
        if since != self.at:
            yield changed(self.at)
        while self._there:
            try:
                await asyncio.wait_for(waiting.wait(), self.quiet_s)
            except TimeoutError:
                yield OPEN
                continue
            await asyncio.sleep(self.gather_s)
            waiting = self._next
            if self._there:
                yield changed(self.at)

    async def alone(self) -> AsyncGenerator[bytes]:
        """What the one page of this stream is sent that was made at `at`; `RefusedError` if it is refused."""
        since, begins = self.at, asyncio.create_task(self._next.wait())
        listening = asyncio.create_task(self._listen())
        try:
            await asyncio.wait({begins, listening}, return_when=asyncio.FIRST_COMPLETED)
            if listening.done():
                listening.result()
            async for piece in self.told(since):
                yield piece
        finally:
            for task in (begins, listening):
                task.cancel()
                with suppress(asyncio.CancelledError, RefusedError):
                    await task

    async def _listen(self) -> None:
        said = dict[str, str]()
        try:
            async for line in self.services.lines("query", self.path, since=self.at):
                if line:
                    name, _, value = line.partition(": ")
                    said[name] = value
                    continue
                if "event" in said:
                    self._there, self.at = True, said.get("id", self.at)
                    self._tell()
                said = {}
        finally:
            self._there = False
            self._tell()

    def _tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()


def changed(at: str | None) -> bytes:
    """That something has changed, and up to which position."""
    return f"event: changed\ndata:\nid: {at or ''}\n\n".encode()
