"""GET /v1/tasks: the queue, and one task with its reasons."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Response

from services.query.api.asked import AsOf, Caught
from services.query.api.fields import fields_of, only
from services.query.api.filters import filters
from services.query.api.task_answers import (
    SEALED,
    SparseTaskPage,
    TaskPage,
    TaskSummary,
    TaskWhole,
    summary,
    whole,
)
from services.query.changes import Changes
from services.query.materials import Materials
from services.query.orders import Sort, place_in
from services.query.past import Past
from services.query.queue import Queue, Wanted
from shared.cursor import cursor_of
from shared.web import etags_api
from shared.web.pages_api import Cursor, Limit, read

SortedBy = Annotated[
    Sort,
    Query(
        description="`importance`: the order of the queue. `closes_on`: what closes soonest first. "
        "`opens_on`: what opened, or opens, first; `-opens_on`: last. `-done_on`: what was done last comes "
        "first. What is alike in it, by importance.",
    ),
]
TaskId = Annotated[UUID, Path(description="The task's id.")]


def router(queue: Callable[[], Queue], materials: Callable[[], Materials], seen: Caught) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/tasks", tags=["tasks"], dependencies=[Depends(seen)])
    asked = Depends(filters(queue))

    shown = Depends(fields_of(TaskSummary))

    @routes.get("", summary="The queue: the most important first, then what closes soonest.")
    def tasks(
        wanted: Wanted = asked,
        sort: SortedBy = Sort.IMPORTANCE,
        fields: frozenset[str] | None = shown,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> TaskPage | SparseTaskPage:
        after = read(lambda: place_in(cursor, sort)) if cursor else None
        opens = fields is None or bool(fields & SEALED)
        with queue().held() as held:
            began = cursor_of(Changes(held).now())
            found, following = held.page(wanted, after, limit, sort, opens=opens)
        if fields is None:
            return TaskPage(tasks=[summary(task) for task in found], next=following, position=began)
        lines = [only(fields, summary(task)) for task in found]
        return SparseTaskPage(tasks=lines, next=following, position=began)

    @routes.get("/{task}", summary="One task: why it is there, what it brings, who has it.")
    def task(task: TaskId, response: Response, as_of: AsOf = None) -> TaskWhole:
        if as_of is not None:  # without an `ETag`, and with nothing that materials say today
            return whole(Past(queue()).task(str(task), as_of))
        found = whole(queue().task(str(task)), materials().says)
        response.headers["ETag"] = etags_api.quoted(found.etag)
        return found

    return routes
