"""GET /v1/feeds: what each feed tells of, and when it did last."""

from collections.abc import Callable
from datetime import datetime

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.query.feeds import Feeds
from services.query.filled import Whole


class FeedAnswer(BaseModel):
    """One source system, as far as its facts have arrived here."""

    model_config = ConfigDict(title="FeedSeen")
    feed: str = Field(examples=["greenhouse"])
    last_seen: datetime | None = Field(
        description="When it last told of a person, a placement, a role, a job, an article or an event."
    )
    people: int = Field(description="People it tells of; whom two feeds tell of counts for both.")
    jobs: int
    resources: int = Field(description="Articles and events.")
    refused: int = Field(description="Records that could not be read and wait in quarantine.")


class FeedList(BaseModel):
    """The agency's feeds, by name."""

    feeds: list[FeedAnswer]


def router(feeds: Callable[[], Feeds], whole: Whole) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(tags=["feeds"], dependencies=[Depends(whole)])

    @routes.get("/v1/feeds", summary="What each feed tells of, when it did last, and what of it was refused.")
    def listed() -> FeedList:
        return FeedList(feeds=[FeedAnswer(**one._asdict()) for one in feeds().all()])

    return routes
