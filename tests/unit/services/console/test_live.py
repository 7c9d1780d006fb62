"""Open pages hear of a change of the queue, as long as the query service's stream is there."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress

import httpx2

from services.console.live import CHANGED, OPEN, Live
from services.console.services import Services


class Lines(httpx2.AsyncByteStream):
    """An answer that goes on as a test wants it."""

    def __init__(self) -> None:
        self.more: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self.more.get()) is not None:
            yield piece


def of(lines: Lines) -> Live:
    transport = httpx2.MockTransport(lambda _: httpx2.Response(200, stream=lines))
    client = httpx2.AsyncClient(base_url="http://127.0.0.1:1", transport=transport)
    return Live(Services({"query": client}), again_s=60, quiet_s=0.05, gather_s=0)


def heard(*pieces: bytes | None, count: int) -> Sequence[bytes]:
    """What a page is told while these pieces come, each after what was told of the one before."""

    async def listen() -> list[bytes]:
        lines, found = Lines(), list[bytes]()
        live = of(lines)
        following = asyncio.create_task(live.follow())
        lines.more.put_nowait(b"event: ready\ndata: {}\n\n")
        while not live.there:  # noqa: ASYNC110 - the page that waits for more is what is tested
            await asyncio.sleep(0)
        waiting = list(pieces)
        async for said in live.told():
            found.append(said)
            if waiting:
                lines.more.put_nowait(waiting.pop(0))
            if len(found) == count:
                break
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
        return found

    return asyncio.run(listen())


def test_a_change_is_told_and_nothing_of_what_changed() -> None:
    """The page asks for itself anew."""
    assert heard(b'event: task\ndata: {"person_name": "Jane"}\nid: 1\n\n', count=2) == [OPEN, CHANGED]


def test_a_quiet_line_is_kept_open() -> None:
    """By comments; those of the stream itself are no change."""
    assert heard(b": \n\n", count=3) == [OPEN, OPEN, OPEN]


def test_where_the_stream_ends_pages_are_sent_away() -> None:
    """They look by themselves then, and ask again."""
    assert heard(None, count=9) == [OPEN]
