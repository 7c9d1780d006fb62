"""Merges: what undoing one would do, the undoing, and of whom something was that may be of either."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console.rendering import page
from services.console.services import Services


def router(services: Services) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter(prefix="/reviews")

    @routes.get("/merges/{merge}")
    async def show(request: Request, merge: UUID) -> Response:
        found = await services.get("ingest", f"/v1/identity/merges/{merge}")
        return page(request, "merge", found=found, merge=found["merge"])

    @routes.post("/merges/{merge}/undo")
    async def undo(merge: UUID) -> Response:
        await services.post("ingest", f"/v1/identity/merges/{merge}/undo", {})
        return RedirectResponse("/reviews?said=undone", 303)

    @routes.post("/unassigned/{question}")
    async def assign(question: UUID, to: Annotated[UUID, Form()]) -> Response:
        await services.post("ingest", f"/v1/identity/unassigned/{question}/assign", {"to": str(to)})
        return RedirectResponse("/reviews?said=assigned", 303)

    return routes
