"""A recruiter's tasks as a calendar to subscribe to, and the times a task proposes as entries."""

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi.responses import Response

from services.query import ics
from services.query.api.asked import Caught
from services.query.api.recruiters import Recruiter
from services.query.day import Days
from shared.access.principal import acting_as
from shared.errors import NotFoundError
from shared.web.etags_api import asked_for, quoted

AGE_S = 300
NOT_MODIFIED = 304
Day = Annotated[date, Path(description="A day that the task proposes: the `ref` of its `calendar_hold`.")]
Task = Annotated[UUID, Path(description="The task's id.")]
Key = Annotated[
    str | None,
    Query(
        alias="token",
        max_length=200,
        description="A token of the role `calendar`, for calendars that send no headers. No other is taken.",
    ),
]
Seen = Annotated[str | None, Header(alias="If-None-Match", description="The `ETag` of what you have.")]
CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "iCalendar (RFC 5545).",
        "content": {"text/calendar": {"schema": {"type": "string"}, "example": "BEGIN:VCALENDAR…"}},
    }
}
SAME: dict[int | str, dict[str, Any]] = {304: {"description": "It is as you have it."}}


def router(days: Callable[[], Days], seen: Caught) -> APIRouter:
    """The routes of this resource; to be added before others whose recruiter may hold a slash."""
    routes = APIRouter(prefix="/v1", dependencies=[Depends(seen)])

    @routes.get(
        "/recruiters/{recruiter:path}/calendar.ics",
        summary="What a recruiter has before them, as a calendar to subscribe to.",
        response_class=Response,
        responses=CALENDAR | SAME,
        tags=["recruiters"],
    )
    def calendar(recruiter: Recruiter, _token: Key = None, had: Seen = None) -> Response:
        content = ics.of_recruiter(recruiter, days().ahead(acting_as(recruiter)))
        tag = sha256(content).hexdigest()[:32]
        headers = {"ETag": quoted(tag), "Cache-Control": f"private, max-age={AGE_S}"}
        known = asked_for([had]) if had else frozenset()
        if known is None or tag in known:
            return Response(status_code=NOT_MODIFIED, headers=headers)
        return Response(content, media_type=ics.MEDIA, headers=headers)

    @routes.get(
        "/tasks/{task}/holds/{day}.ics",
        summary="Half an hour kept free on a day that a task proposes.",
        response_class=Response,
        responses=CALENDAR,
        tags=["tasks"],
    )
    def hold(task: Task, day: Day) -> Response:
        found = days().queue.task(str(task))
        if day not in ics.held_days(found):
            raise NotFoundError(f"The task proposes no time on {day}; its `materials` list those it does.")
        content = ics.hold(found, day, days().queue.store.settings.zone)
        named = {"Content-Disposition": f'attachment; filename="hold-{day}.ics"'}
        return Response(content, media_type=ics.MEDIA, headers=named)

    return routes
