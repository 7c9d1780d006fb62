"""What could not be read: by what is wrong with it, one record with an edit form, and all of a filter."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, ImmutableMultiDict

from services.console.rendering import page
from services.console.services import Json, RefusedError, Services

PATH = "/v1/quarantine"
HERE = "/feeds/quarantine"
AT_ONCE = 25
FILTERS = ("feed", "field", "reason", "import")
CELL = "cell."
"""What the fields' names begin with."""
UNREADABLE = 422


def router(services: Services) -> APIRouter:
    """The routes of these pages."""
    routes = APIRouter(prefix=HERE)

    @routes.get("")
    async def show(request: Request, cursor: str | None = None) -> Response:
        wanted = _wanted(request.query_params)
        found = await services.get("ingest", PATH, cursor=cursor, limit=AT_ONCE, **wanted)
        every = dict.fromkeys(FILTERS, "") | wanted
        return page(request, "quarantine", found=found, wanted=every, chosen=wanted)

    @routes.post("/all")
    async def ask_all(request: Request, verb: Annotated[Literal["retry", "discard"], Form()]) -> Response:
        async with request.form() as given:
            wanted = _wanted(given)
        await services.post("ingest", f"{PATH}/{verb}", wanted)
        return RedirectResponse(f"{HERE}?said={verb}", 303)

    @routes.get("/{record}")
    async def one(request: Request, record: UUID) -> Response:
        found = await services.get("ingest", f"{PATH}/{record}")
        return page(request, "record", found=found, record=found["record"], wrong=None, typed={})

    @routes.post("/{record}/mend")
    async def mend(request: Request, record: UUID) -> Response:
        """What is still wrong is shown beside what was typed."""
        found = await services.get("ingest", f"{PATH}/{record}")
        async with request.form() as given:
            typed = {name: str(value) for name, value in given.items()}
        try:
            became = await services.post("ingest", f"{PATH}/{record}/mend", _change(found, given))
        except RefusedError as refused:
            if refused.status != UNREADABLE:
                raise
            parts = {"found": found, "record": found["record"], "wrong": refused.detail, "typed": typed}
            return page(request, "record", UNREADABLE, **parts)
        if became["outcome"] == "quarantined":
            return RedirectResponse(f"{HERE}/{record}?said=still", 303)
        return RedirectResponse(f"{HERE}?said=mended", 303)

    @routes.post("/{record}/{verb}")
    async def ask(record: UUID, verb: Literal["retry", "discard"]) -> Response:
        await services.post("ingest", f"{PATH}/{record}/{verb}", {})
        return RedirectResponse(f"{HERE}?said={verb}", 303)

    return routes


def _wanted(given: ImmutableMultiDict[str, Any]) -> dict[str, str]:
    """The filter that is asked for; what is left empty does not matter."""
    found = {name: str(given.get(name) or "").strip() for name in FILTERS}
    return {name: text for name, text in found.items() if text}


def _change(found: Json, given: FormData) -> Json:
    """The payload, or the cells that are others than they stand there."""
    current = found["current"] or {}
    if current.get("payload") is not None:
        return {"payload": str(given.get("payload", ""))}
    stands = {cell["heading"]: cell["text"] for cell in current.get("cells") or ()}
    typed = {name.removeprefix(CELL): str(text) for name, text in given.items() if name.startswith(CELL)}
    return {"cells": {name: text for name, text in typed.items() if text != stands.get(name, "")}}
