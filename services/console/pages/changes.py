"""What an open page hears of: that the queue has changed, or a person."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import Response, StreamingResponse

from services.console.live import Live
from services.console.services import RefusedError, Services

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
MOST_ALONE = 50
"""Pages of people that listen at a time: each holds a line to the query service, which pages need too."""
Last = Annotated[str | None, Header(alias="Last-Event-ID", max_length=1_000)]


def router(services: Services, live: Live, most: int = MOST_ALONE) -> APIRouter:
    """The routes of this page. `most`: pages of people that listen at a time."""
    routes, places = APIRouter(), asyncio.Semaphore(most)

    @routes.get("/changes")
    async def changes(since: str | None = None, last: Last = None) -> Response:
        if not live.there:
            raise RefusedError(503, "Nothing is heard of now.", "Look again in a moment.")
        return _answer(live.told(last or since))

    @routes.get("/people/{person}/changes")
    async def of_person(person: UUID, since: str | None = None, last: Last = None) -> Response:
        if places.locked():
            raise RefusedError(503, "Too many listen now.", "The page looks by itself now and then.")
        pieces = _held(places, Live(services, f"/v1/people/{person}/stream", last or since))
        first = await anext(pieces)  # what is refused, is refused before the answer begins
        return _answer(_all(first, pieces))

    return routes


def _answer(pieces: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(pieces, media_type="text/event-stream", headers=HEADERS)


async def _held(places: asyncio.Semaphore, live: Live) -> AsyncGenerator[bytes]:
    async with places, aclosing(live.alone()) as pieces:
        async for piece in pieces:
            yield piece


async def _all(first: bytes, rest: AsyncGenerator[bytes]) -> AsyncIterator[bytes]:
    async with aclosing(rest):
        yield first
        async for piece in rest:
            yield piece
