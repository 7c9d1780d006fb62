"""Who may be one: two people side by side, and a yes or a no; and who was merged."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console.rendering import page
from services.console.services import Json, Services, or_none

AT_ONCE = 10


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/reviews")

    @routes.get("")
    async def show(request: Request, cursor: str | None = None) -> Response:
        found, merges, waiting = await asyncio.gather(
            services.get("ingest", "/v1/identity/reviews", cursor=cursor, limit=AT_ONCE),
            services.get("ingest", "/v1/identity/merges", limit=AT_ONCE),
            services.get("ingest", "/v1/identity/unassigned", limit=AT_ONCE),
        )
        questions = waiting["unassigned"]
        names = await _names(services, {one for each in questions for one in each["between"]})
        parts = {"merges": merges["merges"], "questions": questions, "names": names}
        return page(request, "reviews", reviews=found["reviews"], next=found["next"], **parts)

    @routes.post("/{review}")
    async def decide(review: UUID, verdict: Annotated[Literal["confirm", "deny"], Form()]) -> Response:
        await services.post("ingest", f"/v1/identity/reviews/{review}/{verdict}", {})
        return RedirectResponse(f"/reviews?said={verdict}", 303)

    return routes


async def _names(services: Services, people: Iterable[str]) -> dict[str, str]:
    """What the people are called; who is not known to the query service yet has no name."""
    asked = sorted(people)
    found: list[Json | None] = await asyncio.gather(
        *(or_none(services.get("query", f"/v1/people/{person}")) for person in asked)
    )
    return {person: (one or {}).get("name") or "no name" for person, one in zip(asked, found, strict=True)}
