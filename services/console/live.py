"""Says to every open page that the queue has changed, as the query service's own stream tells it.

One stream is listened to for all of them. What changed is not said: a page that hears of a change asks for
itself anew. While the stream is away, pages are not kept waiting and look by themselves now and then.
"""

import asyncio
from collections.abc import AsyncIterator
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
CHANGED, OPEN = b"event: changed\ndata:\n\n", b": open\n\n"


@dataclass
class Live:
    """Listens for as long as the console serves."""

    services: Services
    again_s: float = AGAIN_S
    quiet_s: float = QUIET_S
    gather_s: float = GATHER_S
    _there: bool = False
    _next: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced by another, when something changes."""

    async def follow(self) -> None:
        """Listen until cancelled, also after the stream was away."""
        while True:
            try:
                await self._listen()
            except RefusedError as error:
                if self._there:
                    logger().warning("no-live-changes", reason=error.detail)
            self._there = False
            self._tell()
            await asyncio.sleep(self.again_s)

    @property
    def there(self) -> bool:
        """Whether changes are heard of now."""
        return self._there

    async def told(self) -> AsyncIterator[bytes]:
        """What one page is sent; ends when the stream is away."""
        waiting = self._next  # before each pause: what happens in it is heard of
        yield OPEN
        while self._there:
            try:
                await asyncio.wait_for(waiting.wait(), self.quiet_s)
            except TimeoutError:
                yield OPEN
                continue
            await asyncio.sleep(self.gather_s)
            waiting = self._next
            if self._there:
                yield CHANGED

    async def _listen(self) -> None:
        async for line in self.services.lines("query", STREAM):
            if line.startswith("event: "):
                self._there = True
                self._tell()

    def _tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()
