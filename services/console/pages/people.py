"""One person: who they are, what is planned and why not more, what happened, what somebody tells of them."""

import asyncio
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel, Field, field_validator

from services.console.rendering import page
from services.console.services import Json, Services, or_none
from services.console.who import required

Words = Annotated[str, Form(max_length=100_000)]
TOLD = ("note", "goal", "motivation", "interest", "achievement")
"""What is said of a person in words alone."""
AHEAD = ("claimed", "open", "snoozed", "planned")
"""In the order in which a recruiter looks."""
ENTRIES = 50


class Contact(BaseModel):
    """A contact outside any task, as the form has it."""

    channel: str
    words: str | None = Field(None, max_length=10_000)
    on: date | None = None
    answered: bool = False
    """A box that is not ticked is not sent."""

    @field_validator("words", "on", mode="before")
    @classmethod
    def _nothing(cls, value: str | None) -> str | None:
        return value or None


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/people")

    @routes.get("/{person}")
    async def show(
        request: Request, person: UUID, seen: str | None = None, cursor: str | None = None
    ) -> Response:
        me, path = required(request), f"/v1/people/{person}"
        known = await services.get("query", path, min_version=seen)
        plan, timeline, planning, day, close = await asyncio.gather(
            services.get("query", f"{path}/plan"),
            services.get("query", f"{path}/timeline", cursor=cursor, limit=ENTRIES, kind="facts"),
            services.get("query", f"{path}/timeline", limit=ENTRIES, kind="planning"),
            services.get("query", f"/v1/recruiters/{me}/day"),
            or_none(services.get("rules", f"{path}/closeness")),
        )
        return page(
            request,
            "person",
            today=date.fromisoformat(day["day"]),
            person=known,
            ahead=_in(plan, AHEAD),
            held=_in(plan, ("held_back",)),
            timeline=timeline,
            planning=planning["entries"],
            close=close,
            first=cursor is None,
            told=TOLD,
        )

    @routes.get("/{person}/timeline/{event}")
    async def happened(request: Request, person: UUID, event: UUID) -> Response:
        entry = await services.get("query", f"/v1/people/{person}/timeline/{event}")
        return page(request, "happened", person=person, entry=entry)

    @routes.post("/{person}/told")
    async def tell(request: Request, person: UUID, kind: Annotated[str, Form()], words: Words) -> Response:
        said = {"kind": kind, "words": words} | ({"by": required(request)} if kind == "note" else {})
        return await _tell(services, person, said)

    @routes.post("/{person}/contact")
    async def contact(request: Request, person: UUID, form: Annotated[Contact, Form()]) -> Response:
        said = {"kind": "contact", "by": required(request), **form.model_dump(mode="json")}
        return await _tell(services, person, said)

    return routes


async def _tell(services: Services, person: UUID, said: Json) -> Response:
    told = await services.post("ingest", f"/v1/people/{person}/facts", [said])
    seen = f"&seen={told['version']}" if told.get("version") else ""
    return RedirectResponse(f"/people/{person}?said=told{seen}", 303)


def _in(plan: Json, states: tuple[str, ...]) -> list[Json]:
    found = [task for task in plan["tasks"] if task["state"] in states]
    return sorted(found, key=lambda task: (states.index(task["state"]), task["opens_on"]))
