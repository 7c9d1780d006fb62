"""Answers in pieces."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi_problem.error import Problem
from starlette.types import Message, Scope

from services.query.api.streaming import Places, Streamed, off_loop

SCOPE: Scope = {
    "type": "http",
    "asgi": {"spec_version": "2.3"},
    "method": "GET",
    "path": "/v1",
    "headers": [],
}


def test_one_too_many_is_told_to_come_again() -> None:
    """A place is there again when somebody has given theirs back."""
    places = Places(2)
    first, _second = places.take(), places.take()
    with pytest.raises(Problem) as refused:
        places.take()
    assert refused.value.status == 503
    assert refused.value.headers == {"Retry-After": "5"}
    first()
    places.take()


class Told:
    """What an answer does to the two ends of a connection."""

    def __init__(self) -> None:
        self.released = 0
        self.made = 0
        self.closed = False
        self.said: list[Message] = []

    def answer(self, pieces: int) -> Streamed:
        """An answer of so many pieces."""
        made = Streamed(off_loop(self._pieces(pieces), self._close))
        made.release = self._release
        made.patience_s = 0.05
        return made

    def _pieces(self, number: int) -> Iterator[bytes]:
        for _ in range(number):
            self.made += 1
            yield b"piece\n"

    def _close(self) -> None:
        self.closed = True

    def _release(self) -> None:
        self.released += 1


async def nothing() -> Message:
    """A caller who stays."""
    await asyncio.Event().wait()
    raise AssertionError


def test_who_does_not_take_a_piece_is_not_waited_for() -> None:
    """No further piece is made for them; what it held is closed, and the place free, once."""
    told = Told()

    async def never_taken(message: Message) -> None:
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    asyncio.run(told.answer(1_000)(SCOPE, nothing, never_taken))
    assert (told.made, told.closed, told.released) == (1, True, 1)


def test_who_goes_away_leaves_nothing_behind() -> None:
    """The rest is not made for nobody."""
    told = Told()

    async def gone() -> Message:
        while told.made < 3:  # noqa: ASYNC110 - pieces are made in threads
            await asyncio.sleep(0)
        return {"type": "http.disconnect"}

    async def taken(_message: Message) -> None:
        await asyncio.sleep(0)

    asyncio.run(told.answer(1_000_000)(SCOPE, gone, taken))
    assert told.made < 1_000_000
    assert (told.closed, told.released) == (True, 1)


def test_what_breaks_in_the_middle_is_not_ended_as_if_it_were_whole() -> None:
    """The last message that ends an answer is not sent."""
    told = Told()

    async def broken() -> AsyncIterator[bytes]:
        yield b"piece\n"
        raise ValueError("database gone")

    async def send(message: Message) -> None:
        await asyncio.sleep(0)
        told.said.append(message)

    answer = told.answer(0)
    answer.body_iterator = broken()
    with pytest.raises(ValueError, match="gone"):
        asyncio.run(answer(SCOPE, nothing, send))
    assert [one.get("more_body") for one in told.said] == [None, True]
    assert told.released == 1
