"""GET /v1/tasks/stream: what happens to tasks, as server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import BaseModel, Field

from services.query.api.asked import Caught
from services.query.api.filters import PersonId, Recruiter
from services.query.api.streaming import Places, Streamed
from services.query.api.task_answers import TaskSummary, summary
from services.query.changes import Change, ChangePlace, Changes, Departure
from services.query.queue import Queue, Wanted
from shared.cursor import cursor_of
from shared.web.pages_api import place

MOST_AT_ONCE = 100
"""Listeners of one process; each looks twice a second."""
AT_ONCE = 100
PAUSE_S = 0.5
LONGEST_S = 600.0
"""After so long it ends, and whoever listens comes back with their token, which may have been taken back."""
QUIET_S = 15.0
"""After so long without a change a comment says that the line is open."""
TELLS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "`task`: a task as it stands now, as the listing has it. `person.left`: somebody was "
        "merged into another person, or erased (`into` is null): forget what you keep of them. `ready`: "
        "nothing happened yet; its id is where you began.",
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": 'event: person.left\ndata: {"person":"…","into":null}\nid: WzcsI…\n\n',
            }
        },
    }
}
LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        max_length=1_000,
        description="The id of the last event that you took: goes on after it. Without one it begins now.",
    ),
]


class PersonLeft(BaseModel):
    """Somebody is no longer who they were."""

    person: str
    into: str | None = Field(description="Whom they were merged into; nobody: they were erased.")


@dataclass(frozen=True)
class Listener:
    """Somebody who wants to hear of changes."""

    changes: Changes
    wanted: Wanted
    pause_s: float = PAUSE_S
    quiet_s: float = QUIET_S
    longest_s: float = LONGEST_S

    async def events(self, since: ChangePlace | None) -> AsyncGenerator[bytes]:
        """What changes, for as long as they listen."""
        now = await run_in_threadpool(self.changes.now)
        # A place beyond the present is another database's, restored into this one.
        at = now if since is None or since.transaction > now.transaction else since
        yield format_sse_event(event="ready", data_str="{}", id=cursor_of(at), retry=2_000)
        quiet, ends = 0.0, time.monotonic() + self.longest_s
        while time.monotonic() < ends:
            found = await run_in_threadpool(self.changes.after, at, self.wanted, AT_ONCE)
            for change in found:
                yield told(change)
                at = change.place
            if len(found) == AT_ONCE:
                continue
            quiet = 0.0 if found else quiet + self.pause_s
            if quiet >= self.quiet_s:
                yield KEEPALIVE_COMMENT
                quiet = 0.0
            await asyncio.sleep(self.pause_s)


def router(queue: Callable[[], Queue], seen: Caught) -> APIRouter:
    """The routes of this resource; to be added before those of `tasks`, where `stream` would be an id."""
    routes = APIRouter(prefix="/v1/tasks", tags=["tasks"], dependencies=[Depends(seen)])
    places = Places(MOST_AT_ONCE)

    @routes.get(
        "/stream",
        summary="What happens to tasks, as it happens.",
        response_class=Response,
        responses=TELLS,
    )
    def stream(recruiter: Recruiter = None, person: PersonId = None, last: LastEventId = None) -> Response:
        since = place(last, ChangePlace)
        wanted = Wanted(recruiter, person=str(person) if person else None)
        listener = Listener(Changes(queue()), wanted)
        release = places.take()
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        answer = Streamed(listener.events(since), media_type="text/event-stream", headers=headers)
        answer.release = release
        return answer

    return routes


def told(change: Change) -> bytes:
    """A change as an event."""
    body: TaskSummary | PersonLeft
    if isinstance(change.what, Departure):
        name, body = "person.left", PersonLeft(person=change.what.person, into=change.what.into)
    else:
        name, body = "task", summary(change.what)
    return format_sse_event(event=name, data_str=body.model_dump_json(), id=cursor_of(change.place))
