"""The playbook: what is in force, what another one would change, its backtest, and adopting it."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console.rendering import page
from services.console.services import Json, Services

TOML = "application/toml"
REPORT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""The report carries its style in itself, and nothing that runs."""
Text = Annotated[str, Form(max_length=60_000)]


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/playbook")

    async def changes(toml: str | None) -> list[Json]:
        """What a playbook would change now, which is nothing once it was adopted."""
        if not toml:
            return []
        checked = await services.send("rules", "POST", "/v1/playbook/check", toml.encode(), TOML)
        return list(checked["differences"])

    @routes.get("")
    async def show(request: Request) -> Response:
        playbook, tests = await asyncio.gather(
            services.get("rules", "/v1/playbook"), services.get("rules", "/v1/backtests")
        )
        return page(
            request, "playbook", playbook=playbook, toml=playbook["toml"], tests=tests["list"], checked=None
        )

    @routes.post("/check")
    async def check(request: Request, toml: Text) -> Response:
        checked, playbook, tests = await asyncio.gather(
            services.send("rules", "POST", "/v1/playbook/check", toml.encode(), TOML),
            services.get("rules", "/v1/playbook"),
            services.get("rules", "/v1/backtests"),
        )
        return page(request, "playbook", playbook=playbook, toml=toml, tests=tests["list"], checked=checked)

    @routes.post("/adopt")
    async def adopt(toml: Text) -> Response:
        await services.send("rules", "PUT", "/v1/playbook", toml.encode(), TOML)
        return RedirectResponse("/playbook?said=adopted", 303)

    @routes.post("/backtest")
    async def backtest(toml: Text) -> Response:
        asked = await services.send("rules", "POST", "/v1/backtests", toml.encode(), TOML)
        return RedirectResponse(f"/playbook/backtests/{asked['id']}", 303)

    @routes.get("/backtests/{id_}")
    async def follow(request: Request, id_: UUID) -> Response:
        found = await services.get("rules", f"/v1/backtests/{id_}")
        return page(request, "backtest", found=found, changes=await changes(found["toml"]))

    @routes.get("/backtests/{id_}/report")
    async def report(id_: UUID) -> Response:
        found = await services.read("rules", f"/v1/backtests/{id_}/page")
        return HTMLResponse(found, headers={"Content-Security-Policy": REPORT})

    return routes
