"""Today: what a recruiter holds, what came back, what is new, and the agency's pool."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from services.console.pages.beginning import Beginning
from services.console.rendering import page
from services.console.services import Services
from services.console.who import required

POOL = 25


def router(services: Services, beginning: Beginning) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter()

    @routes.get("/")
    async def today(request: Request, seen: str | None = None) -> Response:
        me = required(request)
        day, due = await asyncio.gather(
            services.get("query", f"/v1/recruiters/{me}/day", min_version=seen),
            services.get("query", "/v1/tasks", due="today", state=["open"], limit=POOL),
        )
        mine = {task["task"] for name in ("holding", "returned", "new") for task in day[name]}
        pool = [task for task in due["tasks"] if task["task"] not in mine and task["recruiter"] != me]
        first = not (pool or mine) and not await _anything(services)
        begin = beginning.shown() if first else None
        return page(request, "today", today=date.fromisoformat(day["day"]), day=day, pool=pool, begin=begin)

    @routes.post("/take")
    async def take(request: Request, count: Annotated[int, Form(ge=1, le=12)] = 1) -> Response:
        me = required(request)
        body = {"by": me, "count": count, "recruiter": me}
        taken = (await services.post("desk", "/v1/tasks/claim", body))["tasks"]
        seen = f"&seen={taken[-1]['version']}" if taken else ""
        return RedirectResponse(f"/?said={'taken' if taken else 'none'}{seen}", 303)

    return routes


async def _anything(services: Services) -> bool:
    """Whether there ever was a task, whatever became of it."""
    return bool((await services.get("query", "/v1/tasks", state="any", limit=1))["tasks"])
