"""The first start: a first file, a vendor's web hooks, or the sample agency; it ends on the first tasks."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console.pages.feeds import FEEDS
from services.console.rendering import page
from services.console.sample import Sample
from services.console.services import Json, RefusedError, Services
from services.console.who import Session, session_of
from shared.settings import Settings

FIRST = ("placements", "linkedin")
"""The files to begin with: of all feeds, these tell of people."""


@dataclass(frozen=True)
class Beginning:
    """What an agency without a task can begin with."""

    settings: Settings
    sample: Sample

    def shown(self) -> Json:
        """The ways, as the page has them."""
        return {
            "files": {feed: FEEDS[feed] for feed in FIRST},
            "vendors": [{"name": name, "ready": bool(secret)} for name, secret in self._vendors()],
            "sample": self.sample.offered,
        }

    def _vendors(self) -> list[tuple[str, object]]:
        """Whose web hooks there are, with the secret without which they are refused."""
        given = self.settings
        return [
            ("greenhouse", given.greenhouse_secret),
            ("ashby", given.ashby_secret),
            ("lever", given.lever_secrets),
            ("workable", given.workable_secret),
        ]


def router(services: Services, beginning: Beginning) -> APIRouter:
    """The routes of this page."""
    routes, sample = APIRouter(prefix="/begin"), beginning.sample

    @routes.get("")
    async def show(request: Request) -> Response:
        return page(request, "begin", begin=beginning.shown())

    @routes.post("/sample")
    async def send(request: Request, sent: Annotated[int, Form(ge=0)] = 0) -> Response:
        if not _whose(request).can("ingest"):
            raise RefusedError(403, "You may not do this.", "Who looks after the feeds sends the sample.")
        parts = sample.parts()
        return page(request, "sample", sent=await sample.send(sent), parts=parts)

    @routes.get("/sample")
    async def wait(request: Request) -> Response:
        """Everything was sent, and the first tasks are on their way."""
        if (await services.get("query", "/v1/tasks", due="today", limit=1))["tasks"]:
            return RedirectResponse("/?said=begun", 303)
        parts = sample.parts()
        return page(request, "sample", sent=len(parts), parts=parts)

    return routes


def _whose(request: Request) -> Session:
    found = session_of(request)
    return found or Session("", may=frozenset())
