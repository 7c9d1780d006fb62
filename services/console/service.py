"""The console: pages for recruiters over the services' HTTP APIs. It holds nothing of its own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from services.console.pages import (
    feeds,
    merges,
    people,
    playbook,
    quarantine,
    reviews,
    signing,
    tasks,
    today,
)
from services.console.rendering import STATIC, page
from services.console.services import RefusedError, Services
from services.console.who import StrangerError, Visitors, required
from shared.settings import Settings
from shared.web.api import create_app


def app(settings: Settings, services: Services | None = None) -> FastAPI:
    """The pages. `services`: whom to ask, if not those that the settings name."""
    asked = services or Services.of(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with asked:
            yield

    visitors = Visitors(settings.api_token)
    made = create_app(settings, "console", ready=lambda: None, lifespan=lifespan, look_up=None)
    made.state.visitors = visitors
    made.mount("/static", StaticFiles(directory=str(STATIC)))
    made.include_router(signing.router(asked, visitors), include_in_schema=False)
    for each in (today, tasks, people, quarantine, feeds, merges, reviews, playbook):
        made.include_router(each.router(asked), include_in_schema=False, dependencies=[Depends(required)])
    _add_errors(made)
    return made


def _add_errors(made: FastAPI) -> None:
    @made.exception_handler(StrangerError)
    async def stranger(request: Request, _error: StrangerError) -> Response:
        return RedirectResponse(f"/who?then={request.url.path}", 303)

    @made.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> Response:
        return page(request, "problem", error.status, title=error.title, detail=error.detail)

    @made.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        said = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors())
        return page(request, "problem", 422, title="Something in the form is not right.", detail=said)

    @made.exception_handler(HTTPException)
    async def unknown(request: Request, error: HTTPException) -> Response:
        title = "There is no such page." if error.status_code == 404 else "This cannot be done here."  # noqa: PLR2004 - HTTP's
        return page(request, "problem", error.status_code, title=title, detail=str(error.detail))
