"""The routes to pairs of people who may be one."""

from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from services.ingest.api.inbox import Ways
from services.ingest.api.review_answers import DecisionAnswer, ReviewAnswer, ReviewPage
from services.ingest.identity import comparing, deciding
from services.ingest.identity.deciding import Decided
from services.ingest.identity.reviews import State
from shared.cursor import cursor_of
from shared.web.pages_api import Cursor, Limit, place

ReviewId = Annotated[UUID, Path(description="The review's id.")]
Wanted = Annotated[State, Query(description="What became of them.")]


class ReviewPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last review of a page."""

    score: float
    review: UUID


class ConfirmQuestion(BaseModel):
    """Who goes on."""

    model_config = ConfigDict(extra="forbid")
    into: UUID | None = Field(
        default=None,
        description="Which of the two goes on, with the facts of both; by default who was known.",
    )


CONFIRM = ConfirmQuestion()


def add_reviews(routes: APIRouter, ways: Ways) -> None:
    """Add the routes."""

    @routes.get("/identity/reviews", summary="People who may be one, the surest first.")
    async def listing(state: Wanted = State.OPEN, cursor: Cursor = None, limit: Limit = 50) -> ReviewPage:
        after, inbox = place(cursor, ReviewPlace), await ways()
        since = (after.score, str(after.review)) if after else None
        found = await run_in_threadpool(comparing.page, inbox.parts, state, since, limit + 1)
        shown = found[:limit]
        last = shown[-1].review if len(found) > limit else None
        following = cursor_of(ReviewPlace(last.score, UUID(last.id))) if last else None
        return ReviewPage(reviews=[ReviewAnswer.of(each) for each in shown], next=following)

    @routes.get("/identity/reviews/{review}", summary="Two people who may be one, side by side.")
    async def one(review: ReviewId) -> ReviewAnswer:
        inbox = await ways()
        return ReviewAnswer.of(await run_in_threadpool(comparing.one, inbox.parts, str(review)))

    _add_decisions(routes, ways)


def _add_decisions(routes: APIRouter, ways: Ways) -> None:
    @routes.post("/identity/reviews/{review}/confirm", summary="Say that the two are one: they are merged.")
    async def confirm(
        review: ReviewId, response: Response, asked: ConfirmQuestion = CONFIRM
    ) -> DecisionAnswer:
        """`POST /v1/identity/merges/{merge}/undo` takes it back."""
        inbox, into = await ways(), str(asked.into) if asked.into else None
        return _decided(await run_in_threadpool(deciding.confirm, inbox.parts, str(review), into), response)

    @routes.post("/identity/reviews/{review}/deny", summary="Say that the two are not one, for good.")
    async def deny(review: ReviewId, response: Response) -> DecisionAnswer:
        inbox = await ways()
        return _decided(await run_in_threadpool(deciding.deny, inbox.parts, str(review)), response)


def _decided(decided: Decided, response: Response) -> DecisionAnswer:
    answer = DecisionAnswer.of(decided)
    if answer.version:
        response.headers["Afterhire-Version"] = answer.version
    return answer
