"""Who listens to what changes, as server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from pydantic import BaseModel, Field

from services.query.api.people_answers import EXCERPT, TimelineEntry, entry
from services.query.api.streaming import Places, Streamed
from services.query.api.task_answers import TaskSummary, summary
from services.query.changes import Addition, Change, ChangePlace, Departure
from services.query.persons import Entry
from services.query.queue import Task
from shared.cursor import cursor_of
from shared.web.pages_api import place

MOST_AT_ONCE = 100
"""Listeners of one kind and process; each looks twice a second."""
AT_ONCE = 100
PAUSE_S = 0.5
LONGEST_S = 600.0
"""After so long it ends, and whoever listens comes back with their token, which may have been taken back."""
QUIET_S = 15.0
"""After so long without a change a comment says that the line is open."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        max_length=1_000,
        description="The id of the last event that you took: goes on after it. Without one it begins now.",
    ),
]
Since = Annotated[
    str | None,
    Query(
        max_length=1_000,
        description="The same for a first time: the `position` of an answer, to hear of all since.",
    ),
]
After = Callable[[ChangePlace, int], Sequence[Change | Addition]]
"""The next changes after a place, so many at most."""


class PersonLeft(BaseModel):
    """Somebody is no longer who they were."""

    person: str
    into: str | None = Field(description="Whom they were merged into; nobody: they were erased.")


@dataclass(frozen=True)
class Listener:
    """Somebody who wants to hear of changes."""

    now: Callable[[], ChangePlace]
    after: After
    until_left: bool = False
    """Whether there is nothing more to hear of once somebody has left."""
    pause_s: float = PAUSE_S
    quiet_s: float = QUIET_S
    longest_s: float = LONGEST_S

    async def events(self, since: ChangePlace | None) -> AsyncGenerator[bytes]:
        """What changes, for as long as they listen."""
        now = await run_in_threadpool(self.now)
        # A place beyond the present is another database's, restored into this one.
        at = now if since is None or since.transaction > now.transaction else since
        yield format_sse_event(event="ready", data_str="{}", id=cursor_of(at), retry=2_000)
        quiet, ends = 0.0, time.monotonic() + self.longest_s
        while time.monotonic() < ends:
            found = await run_in_threadpool(self.after, at, AT_ONCE)
            for change in found:
                yield told(change)
                at = change.place
                if self.until_left and isinstance(change.what, Departure):
                    return
            if len(found) >= AT_ONCE:
                continue
            quiet = 0.0 if found else quiet + self.pause_s
            if quiet >= self.quiet_s:
                yield KEEPALIVE_COMMENT
                quiet = 0.0
            await asyncio.sleep(self.pause_s)


def listened(listener: Listener, last: str | None, since: str | None, places: Places) -> Response:
    """The answer to somebody who listens. A `Problem` when a place is none, or when too many do."""
    began = place(last or since, ChangePlace)
    release = places.take()
    answer = Streamed(listener.events(began), media_type="text/event-stream", headers=HEADERS)
    answer.release = release
    return answer


def told(change: Change | Addition) -> bytes:
    """A change as an event."""
    name, body = _said(change.what)
    return format_sse_event(event=name, data_str=body.model_dump_json(), id=cursor_of(change.place))


def _said(what: Task | Departure | Entry) -> tuple[str, TaskSummary | TimelineEntry | PersonLeft]:
    match what:
        case Task():
            return "task", summary(what)
        case Departure(person, into):
            return "person.left", PersonLeft(person=person, into=into)
        case Entry():
            return "entry", entry(what, most=EXCERPT)


def described(says: str) -> dict[int | str, dict[str, Any]]:
    """What the API's description says of a stream: its events, in a sentence each."""
    example = 'event: person.left\ndata: {"person":"…","into":null}\nid: WzcsI…\n\n'
    content = {"text/event-stream": {"schema": {"type": "string"}, "example": example}}
    ready = "`ready`: nothing happened yet; its id is where you began."
    return {200: {"description": f"{says} {ready}", "content": content}}
