"""GET /v1/people/{person}/stream: what happens to one person, as server-sent events."""

from collections.abc import Callable
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.query.api.asked import Caught
from services.query.api.listening import (
    MOST_AT_ONCE,
    LastEventId,
    Listener,
    Since,
    described,
    listened,
)
from services.query.api.people import ELSEWHERE, PersonId, elsewhere
from services.query.api.streaming import Places
from services.query.changes import Changes
from services.query.persons import Persons

PAUSE_S = 2.0
"""A look asks three tables, and a page of somebody need not move as fast as the queue."""
TELLS = described(
    "`entry`: what their timeline gained, as it has it. `task`: a task of theirs as it stands now. "
    "`person.left`: they were merged into another person, or erased (`into` is null), and the stream ends."
)


def router(changes: Callable[[], Changes], persons: Callable[[], Persons], seen: Caught) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/people", tags=["people"], dependencies=[Depends(seen)])
    places = Places(MOST_AT_ONCE)

    @routes.get(
        "/{person}/stream",
        summary="What happens to a person and their tasks, as it happens.",
        response_class=Response,
        responses=TELLS | ELSEWHERE,
    )
    def stream(person: PersonId, since: Since = None, last: LastEventId = None) -> Response:
        if into := persons().absorbed_into(str(person)):
            return elsewhere(person, into, f"/stream?{urlencode({'since': since})}" if since else "/stream")
        persons().must_be_known(str(person))
        return listened(listener(changes(), str(person)), last, since, places)

    return routes


def listener(changes: Changes, person: str) -> Listener:
    """Somebody who wants to hear of this person, as long as they are here."""
    return Listener(
        changes.now,
        lambda place, limit: changes.of_person(person, place, limit),
        until_left=True,
        pause_s=PAUSE_S,
    )
