"""The routes to merges there were, to their undoing, and to what waits since."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from services.ingest.api.inbox import Ways
from services.ingest.api.merge_answers import (
    AssignedAnswer,
    MergeForeseen,
    MergePage,
    MergeShown,
    UnassignedAnswer,
    UnassignedPage,
    UndoAnswer,
)
from services.ingest.identity import assigning, undoable, undoing
from services.ingest.identity.merges import State
from shared.cursor import cursor_of
from shared.web.pages_api import Cursor, Limit, place

MergeId = Annotated[UUID, Path(description="The merge's id.")]
QuestionId = Annotated[UUID, Path(description="The id of what waits.")]
Wanted = Annotated[State, Query(description="What became of them.")]


class TimePlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last one of a page."""

    at: datetime
    id: UUID


class AssignQuestion(BaseModel):
    """Of whom it was."""

    model_config = ConfigDict(extra="forbid")
    to: UUID = Field(description="One of the two.")


def add_merges(routes: APIRouter, ways: Ways) -> None:
    """Add the routes."""

    @routes.get("/identity/merges", summary="Who was merged into whom, the newest first.")
    async def listing(state: Wanted = State.STANDING, cursor: Cursor = None, limit: Limit = 50) -> MergePage:
        since, inbox = _since(cursor), await ways()
        wanted = (inbox.parts, state, since, limit + 1, inbox.settings.phone_country)
        found = await run_in_threadpool(undoable.page, *wanted)
        last = found[limit - 1].merge if len(found) > limit else None
        following = cursor_of(TimePlace(last.at, UUID(last.id))) if last else None
        return MergePage(merges=[MergeShown.of(each) for each in found[:limit]], next=following)

    @routes.get("/identity/merges/{merge}", summary="A merge, and what undoing it would do.")
    async def one(merge: MergeId) -> MergeForeseen:
        inbox = await ways()
        country = inbox.settings.phone_country
        return MergeForeseen.of(await run_in_threadpool(undoable.one, inbox.parts, str(merge), country))

    @routes.post("/identity/merges/{merge}/undo", summary="Take a merge back: the two are two again.")
    async def undo(merge: MergeId, response: Response) -> UndoAnswer:
        """Both go on under new ids, as they were; what may be of either waits to be assigned."""
        inbox = await ways()
        undone = await run_in_threadpool(undoing.undo, inbox.parts, str(merge))
        if undone.version:
            response.headers["Afterhire-Version"] = undone.version
        return UndoAnswer.model_validate(undone)

    _add_unassigned(routes, ways)


def _add_unassigned(routes: APIRouter, ways: Ways) -> None:
    @routes.get("/identity/unassigned", summary="What was told of two people while they were one.")
    async def listing(cursor: Cursor = None, limit: Limit = 50) -> UnassignedPage:
        since, inbox = _since(cursor), await ways()
        found = await run_in_threadpool(assigning.page, inbox.parts, since, limit + 1)
        last = found[limit - 1].waiting if len(found) > limit else None
        following = cursor_of(TimePlace(last.opened_at, UUID(last.id))) if last else None
        return UnassignedPage(
            unassigned=[UnassignedAnswer.of(each) for each in found[:limit]], next=following
        )

    @routes.post("/identity/unassigned/{question}/assign", summary="Say of whom it was.")
    async def assign(question: QuestionId, asked: AssignQuestion, response: Response) -> AssignedAnswer:
        inbox = await ways()
        done = await run_in_threadpool(assigning.assign, inbox.parts, str(question), str(asked.to))
        response.headers["Afterhire-Version"] = done.version
        return AssignedAnswer.model_validate(done)


def _since(cursor: str | None) -> tuple[datetime, str] | None:
    after = place(cursor, TimePlace)
    return (after.at, str(after.id)) if after else None
