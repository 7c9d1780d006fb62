"""The playbook: its settings, what another one would change, its backtest, and adopting it."""

import asyncio
from typing import Annotated, NamedTuple, Self
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.console import settings
from services.console.rendering import page
from services.console.services import Json, Services

TOML = "application/toml"
REPORT = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
"""The report carries its style in itself, and nothing that runs."""
Text = Annotated[str, Form(max_length=60_000)]


class _Office(NamedTuple):
    """What the rules say of playbooks."""

    playbook: Json
    tests: list[Json]
    told: Json
    """What can be set."""

    @classmethod
    async def asked(cls, services: Services) -> Self:
        playbook, tests, told = await asyncio.gather(
            services.get("rules", "/v1/playbook"),
            services.get("rules", "/v1/backtests"),
            services.get("rules", "/v1/playbook/settings"),
        )
        return cls(playbook, tests["list"], told)


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/playbook")

    @routes.get("")
    async def show(request: Request) -> Response:
        return _page(request, await _Office.asked(services))

    @routes.post("/check")
    async def check(request: Request, toml: Text) -> Response:
        """A playbook as a file."""
        return await checked(request, await _Office.asked(services), toml)

    @routes.post("/settings")
    async def set_(request: Request) -> Response:
        """A playbook as a form, beside the file that the form was made of."""
        async with request.form() as sent:
            form = {name: value for name, value in sent.multi_items() if isinstance(value, str)}
        office = await _Office.asked(services)
        says = settings.parsed(form.get("toml", "")) or settings.parsed(office.playbook["toml"]) or {}
        return await checked(request, office, settings.filled(office.told, says, form))

    async def checked(request: Request, office: "_Office", toml: str) -> Response:
        found = await services.send("rules", "POST", "/v1/playbook/check", toml.encode(), TOML)
        return _page(request, office, toml, found)

    @routes.post("/adopt")
    async def adopt(toml: Text) -> Response:
        await services.send("rules", "PUT", "/v1/playbook", toml.encode(), TOML)
        return RedirectResponse("/playbook?said=adopted", 303)

    _add_backtests(routes, services)
    return routes


def _add_backtests(routes: APIRouter, services: Services) -> None:
    async def changes(toml: str | None) -> list[Json]:
        """What a playbook would change now, which is nothing once it was adopted."""
        if not toml:
            return []
        checked = await services.send("rules", "POST", "/v1/playbook/check", toml.encode(), TOML)
        return list(checked["differences"])

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


def _page(
    request: Request, office: _Office, toml: str | None = None, checked: Json | None = None
) -> Response:
    in_force = office.playbook["toml"]
    says = settings.parsed(in_force if toml is None else toml)
    wrong = [each["where"] for each in checked["mistakes"]] if checked else []
    groups = settings.groups(office.told, says or settings.parsed(in_force) or {}, wrong)
    return page(
        request,
        "playbook",
        playbook=office.playbook,
        toml=in_force if toml is None else toml,
        readable=says is not None,
        groups=groups,
        tests=office.tests,
        checked=checked,
    )
