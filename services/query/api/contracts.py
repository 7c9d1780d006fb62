"""GET /v1/contracts: what stands on the log, for programs that read it."""

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse

from shared.contracts import asyncapi, schemas
from shared.errors import NotFoundError
from shared.facts import KINDS

Json = dict[str, Any]
EventType = Annotated[str, Path(max_length=100, pattern="^[a-z_.]+$", examples=["task.planned"])]


class SchemaResponse(JSONResponse):
    """A JSON Schema."""

    media_type = "application/schema+json"


def router(prefix: str) -> APIRouter:
    """The routes of this resource. `prefix`: what the names of this installation's topics start with."""
    routes = APIRouter(prefix="/v1/contracts", tags=["contracts"])

    @cache
    def log() -> Json:
        return asyncapi.document(prefix)

    @routes.get("/asyncapi.json", summary="The topics and their events, as AsyncAPI 3.")
    def topics() -> Json:
        return log()

    @routes.get(
        "/events/{event}.json",
        summary="The JSON Schema of an event as it stands on the log.",
        response_class=SchemaResponse,
    )
    def schema(event: EventType) -> JSONResponse:
        if event not in KINDS:
            raise NotFoundError(f"There is no event {event}; asyncapi.json beside it has all.")
        return SchemaResponse(schemas.of_event(event))

    return routes
