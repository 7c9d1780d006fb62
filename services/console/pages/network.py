"""Network: who told the agency of whom, drawn and as a list."""

import asyncio
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.console.rendering import page
from services.console.services import Services
from services.console.tree import drawn

AT_ONCE = 60


def router(services: Services) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter(prefix="/network")

    @routes.get("")
    async def agency(request: Request, cursor: str | None = None) -> Response:
        found = await services.get("query", "/v1/referrals", cursor=cursor, limit=AT_ONCE)
        told = found["referrals"]
        parts = {"drawing": drawn(told), "referrals": told, "next": found["next"]}
        return page(request, "network", around=None, **parts)

    @routes.get("/{person}")
    async def around(request: Request, person: UUID) -> Response:
        known, found = await asyncio.gather(
            services.get("query", f"/v1/people/{person}"),
            services.get("query", f"/v1/people/{person}/network"),
        )
        told = found["referrals"]
        parts = {"drawing": drawn(told), "referrals": told[::-1], "next": None}
        return page(request, "network", around=known | {"truncated": found["truncated"]}, **parts)

    return routes
