"""What an open page hears of: that the queue has changed."""

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from services.console.live import Live
from services.console.services import RefusedError

HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def router(live: Live) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/changes")
    async def changes() -> Response:
        if not live.there:
            raise RefusedError(503, "Nothing is heard of now.", "Look again in a moment.")
        return StreamingResponse(live.told(), media_type="text/event-stream", headers=HEADERS)

    return routes
