"""One task: why it is there, what it brings, its draft, and what can be done with it."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from services.console.answers import answered
from services.console.rendering import page
from services.console.services import Json, RefusedError, Services, or_none
from services.console.who import required

Etag = Annotated[str, Form()]
PLAIN = ("claim", "extend", "release", "unsnooze", "reopen")
"""Verbs that say nothing but who."""
CLOSED = ("completed", "dismissed", "expired", "withdrawn")


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/tasks")

    @routes.get("/{task}")
    async def show(request: Request, task: UUID, seen: str | None = None) -> Response:
        me = required(request)
        found = await services.get("query", f"/v1/tasks/{task}", min_version=seen)
        form, draft, person, day = await asyncio.gather(
            or_none(services.get("desk", f"/v1/tasks/{task}/form")),
            or_none(services.get("rules", f"/v1/people/{found['person']}/tasks/{task}/draft", me=me)),
            or_none(services.get("query", f"/v1/people/{found['person']}")),
            services.get("query", f"/v1/recruiters/{me}/day"),
        )
        today = date.fromisoformat(day["day"])
        return page(
            request, "task", today=today, task=found, form=form, draft=draft, person=person, closed=CLOSED
        )

    @routes.post("/{task}/complete")
    async def complete(request: Request, task: UUID) -> Response:
        me = required(request)
        async with request.form() as given:
            questions = (await services.get("desk", f"/v1/tasks/{task}/form"))["questions"]
            body = {"by": me, **_ending(given), "answers": answered(questions, given)}
            return await _do(services, task, "complete", body, str(given.get("etag", "")))

    @routes.post("/{task}/dismiss")
    async def dismiss(request: Request, task: UUID, reason: Annotated[str, Form()], etag: Etag) -> Response:
        return await _do(services, task, "dismiss", {"by": required(request), "reason": reason}, etag)

    @routes.post("/{task}/snooze")
    async def snooze(
        request: Request,
        task: UUID,
        until: Annotated[str, Form()],
        etag: Etag,
        on_reply: Annotated[str, Form()] = "",
    ) -> Response:
        body = {"by": required(request), "until": until, "on_reply": on_reply or None}
        return await _do(services, task, "snooze", body, etag)

    @routes.post("/{task}/{verb}")
    async def plain(request: Request, task: UUID, verb: str, etag: Etag) -> Response:
        if verb not in PLAIN:
            raise RefusedError(404, "There is no such thing.", f"A task cannot be told to {verb!r}.")
        return await _do(services, task, verb, {"by": required(request)}, etag)

    return routes


async def _do(services: Services, task: UUID, verb: str, body: Json, etag: str) -> Response:
    """Carry out a verb on the state that was seen, and show what came of it."""
    told = await services.post("desk", f"/v1/tasks/{task}/{verb}", body, etag=etag)
    where = "/" if verb in {"complete", "dismiss", "snooze", "release"} else f"/tasks/{task}"
    return RedirectResponse(f"{where}?said={verb}&seen={told['version']}", 303)


def _ending(given: FormData) -> Json:
    return {
        "outcome": given.get("outcome"),
        "note": given.get("note") or None,
        "channel": given.get("channel") or None,
        "satisfaction": int(str(given["satisfaction"])) if given.get("satisfaction") else None,
    }
