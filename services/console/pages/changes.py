"""What an open page hears of: that the queue has changed, or a person."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header
from fastapi.responses import Response, StreamingResponse

from services.console.live import Live
from services.console.services import RefusedError, Services

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Last = Annotated[str | None, Header(alias="Last-Event-ID", max_length=1_000)]


def router(services: Services, live: Live) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/changes")
    async def changes(since: str | None = None, last: Last = None) -> Response:
        if not live.there:
            raise RefusedError(503, "Nothing is heard of now.", "Look again in a moment.")
        return _answer(live.told(last or since))

    @routes.get("/people/{person}/changes")
    async def of_person(person: UUID, since: str | None = None, last: Last = None) -> Response:
        pieces = Live(services, f"/v1/people/{person}/stream", last or since).alone()
        first = await anext(pieces)  # what is refused, is refused before the answer begins
        return _answer(_all(first, pieces))

    return routes


def _answer(pieces: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(pieces, media_type="text/event-stream", headers=HEADERS)


async def _all(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
