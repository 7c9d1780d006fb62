"""Who may be one: two people side by side, and a yes or a no."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console.rendering import page
from services.console.services import Services

AT_ONCE = 10


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/reviews")

    @routes.get("")
    async def show(request: Request, cursor: str | None = None) -> Response:
        found = await services.get("ingest", "/v1/identity/reviews", cursor=cursor, limit=AT_ONCE)
        return page(request, "reviews", reviews=found["reviews"], next=found["next"])

    @routes.post("/{review}")
    async def decide(review: UUID, verdict: Annotated[Literal["confirm", "deny"], Form()]) -> Response:
        await services.post("ingest", f"/v1/identity/reviews/{review}/{verdict}", {})
        return RedirectResponse(f"/reviews?said={verdict}", 303)

    return routes
