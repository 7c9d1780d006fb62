"""What the headings of an agency's files mean: shown, said once for all files to come, taken back."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from msgspec import json

from services.console.pages.feeds import Feed, title
from services.console.rendering import page
from services.console.services import Services

BY_NAME = "="
"""How a form says that a heading means its name."""
Column = str | None
Texts = Annotated[list[str], Form()]


def router(services: Services) -> APIRouter:
    """The routes of this page."""
    routes = APIRouter(prefix="/feeds/{feed}/headings")

    @routes.get("")
    async def show(request: Request, feed: Feed) -> Response:
        found = await services.get("ingest", _path(feed))
        under = {column: heading for heading, column in found["columns"].items()}
        unread = [heading for heading, column in found["columns"].items() if column is None]
        return page(
            request, "headings", feed=feed, title=title(feed), found=found, under=under, unread=unread
        )

    @routes.post("")
    async def save(feed: Feed, heading: Texts, column: Texts) -> Response:
        """What was said of other files' headings stays, but for columns that stand elsewhere now."""
        before = await services.get("ingest", _path(feed))
        now = said(before["columns"], zip(heading, column, strict=False))
        if now:
            body = json.encode({"columns": now})
            await services.send("ingest", "PUT", _path(feed), body, "application/json")
        elif before["columns"]:
            await services.delete("ingest", _path(feed))
        return RedirectResponse(f"/feeds/{feed}/headings?said=meant", 303)

    @routes.post("/forget")
    async def forget(feed: Feed) -> Response:
        await services.delete("ingest", _path(feed))
        return RedirectResponse(f"/feeds/{feed}/headings?said=by-name", 303)

    return routes


def said(before: Mapping[str, Column], chosen: Iterable[tuple[str, str]]) -> dict[str, Column]:
    """What headings mean after somebody chose: each as in a file, with the column's name, "" or `BY_NAME`."""
    choices = dict(chosen)
    now = {heading: column or None for heading, column in choices.items() if column != BY_NAME}
    taken = {column for column in now.values() if column}
    seen = {heading.casefold() for heading in choices}
    kept = {
        heading: column
        for heading, column in before.items()
        if heading.casefold() not in seen and column not in taken
    }
    return kept | now


def _path(feed: str) -> str:
    return f"/v1/feeds/{feed}/mapping"
