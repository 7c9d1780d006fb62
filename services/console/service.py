"""The console: pages for recruiters over the services' HTTP APIs. It holds nothing of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from services.console import assets
from services.console.live import Live
from services.console.pages import (
    beginning,
    changes,
    feeds,
    headings,
    impact,
    insights,
    merges,
    network,
    people,
    playbook,
    quarantine,
    reviews,
    signing,
    tasks,
    today,
)
from services.console.pages import provider as at_provider
from services.console.pages.beginning import Beginning
from services.console.problems import ProblemPages
from services.console.provider import Provider
from services.console.rendering import page
from services.console.sample import Sample
from services.console.services import RefusedError, Services
from services.console.who import WITH, StrangerError, Visitors, back_to, entered
from shared.settings import Settings
from shared.web.api import create_app

UNAUTHORISED = 401
UNKNOWN = {404: ("There is no such page.", "The address is not quite right, or what stood there is gone.")}
"""What the framework says of addresses that nobody has, in a recruiter's words."""


def app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The pages. `services`: whom to ask, if not those that the settings name."""
    asked = services or Services.of(settings)
    live = Live(asked)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with asked:
            following = asyncio.create_task(live.follow())
            yield
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following

    visitors = Visitors(settings.api_token, https=(settings.console_url or "").startswith("https:"))
    made = create_app(settings, "console", ready=lambda: None, lifespan=lifespan, look_up=None)
    made.state.visitors = visitors
    made.mount(assets.PATH, assets.Assets())
    provider = Provider.of(settings)
    made.include_router(
        signing.router(asked, visitors, provider=provider is not None), include_in_schema=False
    )
    if provider is not None:
        made.include_router(at_provider.router(asked, visitors, provider), include_in_schema=False)
    begun = Beginning(settings, Sample(asked, settings))
    looked_at = beginning.router(asked, begun), changes.router(asked, live), today.router(asked, begun, live)
    for each in looked_at:
        made.include_router(each, include_in_schema=False, dependencies=[Depends(entered)])
    pages = tasks, people, network, insights, impact, quarantine, headings, feeds, merges, reviews, playbook
    for module in pages:
        made.include_router(module.router(asked), include_in_schema=False, dependencies=[Depends(entered)])
    made.add_middleware(ProblemPages)
    _add_errors(made)
    return made


def _add_errors(made: FastAPI) -> None:
    @made.exception_handler(StrangerError)
    async def stranger(request: Request, _error: StrangerError) -> Response:
        return RedirectResponse(f"/who?{urlencode({'then': back_to(request)}, safe='/')}", 303)

    @made.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        if error.status == UNAUTHORISED and WITH.get():  # their token ended meanwhile
            return await stranger(request, StrangerError())
        return page(request, "problem", error.status, title=error.title, detail=error.detail)

    @made.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        said = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
        return page(request, "problem", 422, title="Something in the form is not right.", detail=said)

    @made.exception_handler(HTTPException)
    async def unknown(request: Request, error: HTTPException) -> Response:
        title, detail = UNKNOWN.get(error.status_code, ("This cannot be done here.", str(error.detail)))
        return page(request, "problem", error.status_code, title=title, detail=detail)
