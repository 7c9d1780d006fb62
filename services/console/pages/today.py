"""Today: what a recruiter holds, what came back, what is new, and the agency's pool."""

import asyncio
from datetime import date
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.console.live import Live
from services.console.pages.beginning import Beginning
from services.console.rendering import page
from services.console.services import Json, Services
from services.console.who import required

POOL = 25
MOST = 200
AT_ONCE, LOOKS = 100, 10
"""Tasks of a page, and pages that are looked through for others than one's own."""
Shown = Annotated[int, Query(ge=1, le=MOST)]


class Pool(NamedTuple):
    """What is open across the agency."""

    tasks: list[Json]
    more: bool


def router(services: Services, beginning: Beginning, live: Live) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/")
    async def today(request: Request, seen: str | None = None, pool: Shown = POOL) -> Response:
        me, at = required(request), live.at  # before anything is asked: what changes after it is told
        day, others = await asyncio.gather(
            services.get("query", f"/v1/recruiters/{me}/day", min_version=seen), pool_of(services, me, pool)
        )
        mine = {task["task"] for name in ("holding", "returned", "new") for task in day[name]}
        # One that came back to me may be nobody's.
        rest = [task for task in others.tasks if task["task"] not in mine]
        first = not (rest or mine) and not await _anything(services)
        begin = beginning.shown() if first else None
        today = date.fromisoformat(day["day"])
        shown = {"day": day, "pool": rest, "more": others.more, "begin": begin, "at": at}
        return page(request, "today", today=today, **shown)

    @routes.post("/take")
    async def take(request: Request, count: Annotated[int, Form(ge=1, le=12)] = 1) -> Response:
        me = required(request)
        body = {"by": me, "count": count, "recruiter": me}
        taken = (await services.post("desk", "/v1/tasks/claim", body))["tasks"]
        seen = f"&seen={taken[-1]['version']}" if taken else ""
        return RedirectResponse(f"/?said={'taken' if taken else 'none'}{seen}", 303)

    return routes


async def pool_of(services: Services, me: str, most: int) -> Pool:
    """The first tasks that are open for others or anybody, however many of one's own come before them."""
    found, cursor = list[Json](), None
    for _ in range(LOOKS):
        open_ = await services.get(
            "query", "/v1/tasks", due="today", state=["open"], limit=AT_ONCE, cursor=cursor
        )
        found += [task for task in open_["tasks"] if task["recruiter"] != me]
        cursor = open_["next"]
        if cursor is None or len(found) > most:
            break
    return Pool(found[:most], more=cursor is not None or len(found) > most)


async def _anything(services: Services) -> bool:
    """Whether there ever was a task, whatever became of it."""
    return bool((await services.get("query", "/v1/tasks", state="any", limit=1))["tasks"])
