"""GET /v1/tasks/stream: what happens to tasks, as server-sent events."""

from collections.abc import Callable

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from services.query.api.asked import Caught
from services.query.api.filters import PersonId, Recruiter
from services.query.api.listening import (
    MOST_AT_ONCE,
    LastEventId,
    Listener,
    Since,
    described,
    listened,
)
from services.query.api.streaming import Places
from services.query.changes import Changes
from services.query.queue import Queue, Wanted

TELLS = described(
    "`task`: a task as it stands now, as the listing has it. `person.left`: somebody was merged into another "
    "person, or erased (`into` is null): forget what you keep of them."
)


def router(queue: Callable[[], Queue], seen: Caught) -> APIRouter:
    """The routes of this resource; to be added before those of `tasks`, where `stream` would be an id."""
    routes = APIRouter(prefix="/v1/tasks", tags=["tasks"], dependencies=[Depends(seen)])
    places = Places(MOST_AT_ONCE)

    @routes.get(
        "/stream", summary="What happens to tasks, as it happens.", response_class=Response, responses=TELLS
    )
    def stream(
        recruiter: Recruiter = None, person: PersonId = None, since: Since = None, last: LastEventId = None
    ) -> Response:
        wanted = Wanted(recruiter, person=str(person) if person else None)
        return listened(listener(Changes(queue()), wanted), last, since, places)

    return routes


def listener(changes: Changes, wanted: Wanted) -> Listener:
    """Somebody who wants to hear of these tasks."""
    return Listener(changes.now, lambda place, limit: changes.after(place, wanted, limit))
