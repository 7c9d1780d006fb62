"""GET /v1/people: who somebody is, and what happened."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from fastapi.responses import JSONResponse, Response

from services.query.api.asked import Caught, Cursor, Limit, place
from services.query.api.people_answers import Person, TimelinePage, entry, person_of
from services.query.cursor import TimelinePlace
from services.query.persons import Persons

PersonId = Annotated[UUID, Path(description="The person's id.")]
ELSEWHERE: dict[int | str, dict[str, Any]] = {
    307: {"description": "This person is known as another one: follow `Location`."}
}


def router(persons: Callable[[], Persons], seen: Caught) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/people", tags=["people"], dependencies=[Depends(seen)])

    @routes.get("/{person}", summary="Who somebody is.", response_model=Person, responses=ELSEWHERE)
    def get(person: PersonId) -> Person | Response:
        if into := persons().absorbed_into(str(person)):
            return _elsewhere(person, into, "")
        return person_of(str(person), persons().profile(str(person)))

    @routes.get(
        "/{person}/timeline",
        summary="What happened, the newest first, each in a sentence.",
        response_model=TimelinePage,
        responses=ELSEWHERE,
    )
    def timeline(person: PersonId, cursor: Cursor = None, limit: Limit = 50) -> TimelinePage | Response:
        if into := persons().absorbed_into(str(person)):
            return _elsewhere(person, into, "/timeline")
        found, following = persons().timeline(str(person), place(cursor, TimelinePlace), limit)
        return TimelinePage(entries=[entry(one) for one in found], next=following)

    return routes


def _elsewhere(person: UUID, into: str, path: str) -> Response:
    """Not for ever: a merge can be undone."""
    pointer = {"person": str(person), "absorbed_into": into}
    return JSONResponse(pointer, status_code=307, headers={"Location": f"/v1/people/{into}{path}"})
