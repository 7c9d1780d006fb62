"""Feeds: send a file, see first what would be understood of it, follow how it is read."""

import asyncio
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.console.rendering import page
from services.console.services import Services, or_none


class Kind(NamedTuple):
    """What files of a feed are, for whoever has one."""

    name: str
    how: str


FEEDS = {
    "linkedin": Kind("LinkedIn", "the archive, or its Connections.csv"),
    "placements": Kind("Placements", "of any system, as CSV or workbook"),
    "greenhouse": Kind("Greenhouse's exports", "from its Harvest API, as JSON"),
    "bullhorn": Kind("Bullhorn's files", "as its data loader has them, as CSV"),
    "jobs": Kind("Jobs", "as CSV or workbook"),
    "lever": Kind("Lever's opportunities and postings", "from its API, as JSON"),
    "ashby": Kind("Ashby's candidates", "from its API, as JSON"),
    "workable": Kind("Workable's candidates and jobs", "from its API, as JSON"),
    "articles": Kind("Articles", "as RSS or Atom"),
    "events": Kind("Events", "as iCalendar"),
}
HEADED = ("linkedin", "placements", "bullhorn", "jobs")
"""Those whose files are tables: their headings may mean what an agency says."""
Feed = Annotated[str, Path(pattern="^[a-z]+$")]


def title(feed: str) -> str:
    """What a feed's files are called."""
    return FEEDS[feed].name if feed in FEEDS else feed


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/feeds")

    @routes.get("")
    async def show(request: Request) -> Response:
        reviews, seen = await asyncio.gather(
            services.get("ingest", "/v1/identity/reviews", limit=1),
            or_none(services.get("query", "/v1/feeds")),
        )
        told = seen["feeds"] if seen else []
        return page(request, "feeds", feeds=FEEDS, headed=HEADED, reviews=reviews["reviews"], told=told)

    @routes.post("/{feed}")
    async def send(
        request: Request,
        feed: Feed,
        dry_run: Annotated[bool, Query()] = False,  # noqa: FBT002 - a parameter of the address
    ) -> Response:
        """The body is handed on as it comes, so that ingest's own limits hold."""
        type_ = request.headers.get("content-type", "")
        path = f"/v1/feeds/{feed}/files"
        if dry_run:
            tried = await services.stream(f"{path}?dry_run=true", request.stream(), type_)
            mapping = await or_none(services.get("ingest", f"/v1/feeds/{tried['feed']}/mapping"))
            columns = mapping["feed_columns"] if mapping else []
            return page(request, "trial", trial=tried, title=title(feed), columns=columns)
        sent = await services.stream(path, request.stream(), type_)
        return RedirectResponse(f"/feeds/imports/{sent['import']}", 303)

    @routes.get("/imports/{upload}")
    async def follow(request: Request, upload: str) -> Response:
        found = await services.get("ingest", f"/v1/imports/{upload}")
        return page(request, "import", found=found, done=found["state"] in {"done", "failed"})

    return routes
