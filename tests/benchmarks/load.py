"""HTTP at a fixed rate, whatever the answers take: each counts from the moment at which it was due.

So a service that stalls is charged for all who would have come meanwhile. Plain sockets: a client library
would take more of the cores than the service.
"""

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

MILLI = 1e3


class Answer(NamedTuple):
    """What was answered."""

    status: int
    head: str
    body: bytes

    def json(self) -> Any:  # noqa: ANN401 - whatever stands in it
        """The body, read."""
        return json.loads(self.body)


class Client:
    """Keeps connections open and uses one for a request at a time."""

    def __init__(self, port: int, headers: Mapping[str, str] | None = None) -> None:
        self._port = port
        said = {"Host": "localhost", **(headers or {})}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in said.items())
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str) -> Answer:
        """Read something; `RuntimeError` when it is not there."""
        answer = await self.ask(f"GET {path} HTTP/1.1\r\n{self._head}\r\n".encode())
        if answer.status >= 400:
            raise RuntimeError(f"{path}: expected an answer, found {answer.status} {answer.body[:200]!r}")
        return answer

    async def post(self, path: str, body: bytes, kind: str = "application/json") -> Answer:
        """Send something; any answer will do."""
        head = (
            f"POST {path} HTTP/1.1\r\n{self._head}Content-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return await self.ask(head.encode() + body)

    async def ask(self, request: bytes) -> Answer:
        """Send one request and read its answer."""
        reader, writer = await self._connection()
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body = await reader.readexactly(_length(head))
        self._free.append((reader, writer))
        return Answer(int(head.split(" ", 2)[1]), head, body)

    def close(self) -> None:
        """Close all connections."""
        for _, writer in self._free:
            writer.close()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._free:
            reader, writer = self._free.pop()
            if not reader.at_eof():  # the service closes what was idle for long
                return reader, writer
            writer.close()
        return await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)


Turn = Callable[[], Awaitable[object]]
"""Somebody comes and asks for something, in one request or several."""


def _length(head: str) -> int:
    said = head.lower().partition("content-length:")[2]
    return int(said.split("\r\n", 1)[0]) if said else 0


async def at_rate(turns: Sequence[Turn], a_second: float) -> list[float]:
    """Have somebody come so many times a second; milliseconds of each, from when it was due.

    Who is turned away waits for ever.
    """
    begun = time.monotonic()
    due = [begun + place / a_second for place in range(len(turns))]
    waiting = [asyncio.create_task(_at(at, turn)) for at, turn in zip(due, turns, strict=True)]
    return list(await asyncio.gather(*waiting))


async def one_by_one(turns: Iterable[Turn]) -> list[float]:
    """One after another; milliseconds of each."""
    return [await _at(time.monotonic(), turn) for turn in turns]


async def side_by_side(turns: Sequence[Turn], clients: int) -> float:
    """As many at a time as there are clients, as fast as they are answered; how many a second."""
    waiting, begun = iter(turns), time.monotonic()
    await asyncio.gather(*(_all(waiting) for _ in range(clients)))
    return len(turns) / (time.monotonic() - begun)


async def _all(waiting: Iterable[Turn]) -> None:
    for turn in waiting:
        await turn()


async def _at(due: float, turn: Turn) -> float:
    await asyncio.sleep(max(due - time.monotonic(), 0))
    try:
        await turn()
    except (OSError, EOFError, RuntimeError):
        return math.inf
    return (time.monotonic() - due) * MILLI
