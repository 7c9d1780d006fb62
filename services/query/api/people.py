"""GET /v1/people: who somebody is, and what happened."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import JSONResponse, Response

from services.query.api.asked import AsOf, Caught
from services.query.api.fields import fields_of, only
from services.query.api.people_answers import (
    EXCERPT,
    Person,
    SparseTimelinePage,
    TimelineEntry,
    TimelinePage,
    entry,
    person_of,
)
from services.query.api.plan_answers import PlanOfPerson, plan
from services.query.changes import Changes
from services.query.cursor import OldestFirstPlace, TimelinePlace
from services.query.persons import Kind, Persons
from services.query.plans import Plans
from services.query.queue import Queue
from services.query.store import Store
from shared.cursor import cursor_of
from shared.web.pages_api import Cursor, Limit, place

PersonId = Annotated[UUID, Path(description="The person's id.")]
EventId = Annotated[UUID, Path(description="The event's id, as the timeline gives it.")]
OfKind = Annotated[
    Kind | None,
    Query(description="`facts`: what happened; `planning`: how the plan changed. Without it both."),
]
SortedBy = Annotated[
    Literal["-occurred", "occurred"], Query(description="By when it happened: `-occurred`, the newest first.")
]
ELSEWHERE: dict[int | str, dict[str, Any]] = {
    307: {"description": "This person is known as another one: follow `Location`."}
}


def router(store: Callable[[], Store], seen: Caught) -> APIRouter:
    """The routes of this resource; what one of them reads, it reads in one transaction."""
    routes = APIRouter(prefix="/v1/people", tags=["people"], dependencies=[Depends(seen)])
    shown = Depends(fields_of(TimelineEntry))

    @routes.get("/{person}", summary="Who somebody is.", response_model=Person, responses=ELSEWHERE)
    def get(person: PersonId) -> Person | Response:
        with store().held() as held:
            if into := Persons(held).absorbed_into(str(person)):
                return elsewhere(person, into, "")
            began = cursor_of(Changes(Queue(held)).now())
            return person_of(str(person), Persons(held).profile(str(person)), began)

    @routes.get(
        "/{person}/timeline",
        summary="What happened, the newest first, each in a sentence.",
        response_model=TimelinePage | SparseTimelinePage,
        responses=ELSEWHERE,
    )
    def timeline(  # noqa: PLR0913, PLR0917 - each is a parameter of the address
        person: PersonId,
        cursor: Cursor = None,
        limit: Limit = 50,
        kind: OfKind = None,
        sort: SortedBy = "-occurred",
        fields: frozenset[str] | None = shown,
    ) -> TimelinePage | SparseTimelinePage | Response:
        oldest_first = sort == "occurred"
        after = place(cursor, OldestFirstPlace if oldest_first else TimelinePlace)
        with store().held() as held:
            there = Persons(held)
            if into := there.absorbed_into(str(person)):
                return elsewhere(person, into, "/timeline")
            found, following = there.timeline(str(person), after, limit, kind, oldest_first=oldest_first)
        entries = [entry(one, most=EXCERPT) for one in found]
        if fields is None:
            return TimelinePage(entries=entries, next=following)
        return SparseTimelinePage(entries=[only(fields, one) for one in entries], next=following)

    @routes.get(
        "/{person}/timeline/{event}",
        summary="One thing that happened, whole.",
        response_model=TimelineEntry,
        responses=ELSEWHERE,
    )
    def happened(person: PersonId, event: EventId) -> TimelineEntry | Response:
        with store().held() as held:
            if into := Persons(held).absorbed_into(str(person)):
                return elsewhere(person, into, f"/timeline/{event}")
            return entry(Persons(held).entry(str(person), str(event)))

    @routes.get(
        "/{person}/plan",
        summary="Why each task is there, and why others are not.",
        response_model=PlanOfPerson,
        responses=ELSEWHERE,
    )
    def planned(person: PersonId, as_of: AsOf = None) -> PlanOfPerson | Response:
        with store().held() as held:
            if into := Persons(held).absorbed_into(str(person)):
                return elsewhere(person, into, "/plan")
            Persons(held).must_be_known(str(person))
            return plan(str(person), Plans(held).of(str(person), as_of))

    return routes


def elsewhere(person: UUID, into: str, path: str) -> Response:
    """Where somebody absorbed is found now. Not for ever: a merge can be undone."""
    pointer = {"person": str(person), "absorbed_into": into}
    return JSONResponse(pointer, status_code=307, headers={"Location": f"/v1/people/{into}{path}"})
