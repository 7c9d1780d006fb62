"""Answers that go out piece by piece: a limited number at once, none to somebody who does not take them."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field

import anyio
from fastapi.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.responses import StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from shared.telemetry import logger
from shared.web.problem_kinds_api import problem

PATIENCE_S = 30.0
"""How long a piece may take to be taken."""
Release = Callable[[], None]


@dataclass(frozen=True)
class Places:
    """How many answers of one kind this process gives at a time."""

    most: int
    _free: threading.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_free", threading.Semaphore(self.most))

    def take(self) -> Release:
        """Take a place; calling what is given back frees it. A `Problem` when there is none."""
        if not self._free.acquire(blocking=False):
            detail = f"At most {self.most} are served at a time; try again when one of them has ended."
            raise problem("too-many-streams", detail, headers={"Retry-After": "5"})
        return self._free.release


class Streamed(StreamingResponse):
    """An answer in pieces. It breaks off, visibly, when it cannot go on or is not taken in time."""

    release: Release
    patience_s: float = PATIENCE_S

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and free the place whatever happens."""

        async def patient(message: Message) -> None:
            async with asyncio.timeout(self.patience_s):
                await send(message)

        try:
            await super().__call__(scope, receive, patient)
        except TimeoutError:
            logger().warning("stream-not-taken", path=scope["path"])
        finally:
            self.release()


async def off_loop(pieces: Iterator[bytes], close: Release) -> AsyncIterator[bytes]:
    """The pieces, each made in a thread; closed at the end, also when nobody wants the rest."""
    try:
        async for piece in iterate_in_threadpool(pieces):
            yield piece
    finally:
        with anyio.CancelScope(shield=True):
            await run_in_threadpool(close)
