"""Open pages hear of a change of the queue, as long as the query service's stream is there."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing, suppress

import httpx2
import pytest

from services.console.live import OPEN, Live, changed
from services.console.services import RefusedError, Services


class Lines(httpx2.AsyncByteStream):
    """An answer that goes on as a test wants it."""

    def __init__(self) -> None:
        self.more: asyncio.Queue[bytes | None] = asyncio.Queue()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (piece := await self.more.get()) is not None:
            yield piece


def of(lines: Lines) -> Live:
    return asking(lambda _: httpx2.Response(200, stream=lines))


def asking(answer: Callable[[httpx2.Request], httpx2.Response]) -> Live:
    transport = httpx2.MockTransport(answer)
    client = httpx2.AsyncClient(base_url="http://127.0.0.1:1", transport=transport)
    return Live(Services({"query": client}), again_s=60, quiet_s=0.05, gather_s=0)


def heard(*pieces: bytes | None, count: int, since: str = "0") -> Sequence[bytes]:
    """What a page made at a position is told while these pieces come, each after what was told before."""

    async def listen() -> list[bytes]:
        lines, found = Lines(), list[bytes]()
        live = of(lines)
        following = asyncio.create_task(live.follow())
        lines.more.put_nowait(b"event: ready\ndata: {}\nid: 0\n\n")
        while not live.there:  # noqa: ASYNC110 - the page that waits for more is what is tested
            await asyncio.sleep(0)
        waiting = list(pieces)
        async for said in live.told(since):
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
    assert heard(b'event: task\ndata: {"person_name": "Jane"}\nid: 1\n\n', count=2) == [OPEN, changed("1")]


def test_a_quiet_line_is_kept_open() -> None:
    """By comments; those of the stream itself are no change."""
    assert heard(b": \n\n", count=3) == [OPEN, OPEN, OPEN]


def test_where_the_stream_ends_pages_are_sent_away() -> None:
    """They look by themselves then, and ask again."""
    assert heard(None, count=9) == [OPEN]


def test_a_page_hears_of_what_came_before_it_listened() -> None:
    """It was made at another position than the stream has reached, or at one that it does not know."""
    assert heard(since="before", count=2) == [OPEN, changed("0")]
    assert heard(since="", count=2) == [OPEN, changed("0")]


def test_the_stream_is_asked_for_from_where_it_was_heard_last() -> None:
    """What happens while it is away is heard of when it is back."""
    asked = list[str | None]()

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.params.get("since"))
        return httpx2.Response(200, content=b"event: ready\ndata: {}\nid: 7\n\n")

    async def follow() -> None:
        live = asking(answer)
        live.again_s = 0
        following = asyncio.create_task(live.follow())
        while len(asked) < 2:  # noqa: ASYNC110 - the requests are counted where they are answered
            await asyncio.sleep(0)
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following

    asyncio.run(follow())
    assert asked[:2] == [None, "7"]


def test_the_page_of_a_person_listens_for_itself() -> None:
    """From the position it was made at, for as long as the stream goes on."""

    async def listen() -> list[bytes]:
        lines = Lines()
        live = of(lines)
        live.at = "3"
        for piece in (b"event: ready\ndata: {}\nid: 3\n\n", b"event: entry\ndata: {}\nid: 4\n\n", None):
            lines.more.put_nowait(piece)
        async with aclosing(live.alone()) as pieces:
            return [piece async for piece in pieces]

    assert asyncio.run(listen())[:2] == [OPEN, changed("4")]


def test_a_stream_that_is_refused_is_no_line() -> None:
    """Somebody who was erased, or too many who listen: the page is told so."""
    live = asking(lambda _: httpx2.Response(410, json={"title": "This person has been erased."}))

    async def listen() -> None:
        async with aclosing(live.alone()) as pieces:
            await anext(pieces)

    with pytest.raises(RefusedError, match="erased"):
        asyncio.run(listen())
