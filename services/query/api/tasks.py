"""GET /v1/tasks: the queue, and one task with its reasons."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from services.query.api.asked import NO_NUL, Caught
from services.query.api.task_answers import TaskPage, TaskWhole, summary, whole
from services.query.cursor import QueuePlace
from services.query.queue import Queue, Wanted
from services.query.state import TO_DO, State
from shared.web import etags_api
from shared.web.pages_api import Cursor, Limit, place

ANY = "any"
Recruiter = Annotated[
    str | None,
    Query(
        max_length=200, pattern=NO_NUL, description="Only this recruiter's.", examples=["ann@agency.example"]
    ),
]
States = Annotated[
    list[State | Literal["any"]] | None,
    Query(
        alias="state",
        description="Only in these states; `any` for all. Without it what is still to be done: planned, "
        "open, claimed, snoozed; with `due`, any.",
    ),
]
Play = Annotated[
    str | None,
    Query(
        max_length=100, pattern=NO_NUL, description="Only of this play.", examples=["check_in_on_settling_in"]
    ),
]
Due = Annotated[
    date | Literal["today"] | None,
    Query(description="Only what is open or claimed on this day, `today` or YYYY-MM-DD.", examples=["today"]),
]
PersonId = Annotated[UUID | None, Query(description="Only of this person.")]
TaskId = Annotated[UUID, Path(description="The task's id.")]


def router(queue: Callable[[], Queue], seen: Caught) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/tasks", tags=["tasks"], dependencies=[Depends(seen)])

    @routes.get("", summary="The queue: the most important first, then what closes soonest.")
    def tasks(  # noqa: PLR0913, PLR0917 - a parameter is a filter of the listing
        recruiter: Recruiter = None,
        state: States = None,
        play: Play = None,
        due: Due = None,
        person: PersonId = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> TaskPage:
        day = queue().store.today() if due == "today" else due
        person_id = str(person) if person else None
        wanted = Wanted(recruiter, play, person_id, _states(state, day), day)
        found, following = queue().page(wanted, place(cursor, QueuePlace), limit)
        return TaskPage(tasks=[summary(task) for task in found], next=following)

    @routes.get("/{task}", summary="One task: why it is there, what it brings, who has it.")
    def task(task: TaskId, response: Response) -> TaskWhole:
        found = whole(queue().task(str(task)))
        response.headers["ETag"] = etags_api.quoted(found.etag)
        return found

    return routes


def _states(asked: Sequence[State | str] | None, due: date | None) -> frozenset[State] | None:
    if not asked:
        return TO_DO if due is None else None
    return None if ANY in asked else frozenset(State(one) for one in asked)
