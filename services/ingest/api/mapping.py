"""The routes by which an agency says what the headings of its files mean."""

from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from services.ingest import mappings
from services.ingest.api.inbox import Inbox, Ways
from services.ingest.feeds import FEEDS
from services.ingest.mappings import Saved
from services.ingest.reading import FileFeed, files_of
from shared.database import transaction
from shared.errors import NotFoundError

NO_CONTENT = 204
FeedName = Annotated[str, Path(description="The feed's name.", examples=["placements"])]
Meaning = Annotated[
    dict[str, str | None],
    Field(
        description="Which column of the feed stands under a heading of theirs; case, spaces and signs of a "
        "heading do not count. null: what is under it is not read. A heading not named here means its name.",
        examples=[{"Kandidat": "person_id", "Beginn": "starts_on"}],
    ),
]


class MappingQuestion(BaseModel):
    """What headings mean."""

    model_config = ConfigDict(extra="forbid")
    columns: Meaning


class ColumnAnswer(BaseModel):
    """A column of the feed."""

    name: str
    needed: bool = Field(description="Without it the file says nothing.")


class MappingAnswer(BaseModel):
    """What is saved."""

    feed: str
    columns: Meaning
    saved_at: datetime | None = Field(description="null: nothing is saved, and headings mean their names.")
    feed_columns: list[ColumnAnswer] = Field(description="All that the feed can read.")

    @classmethod
    def of(cls, feed: FileFeed, saved: Saved | None) -> Self:
        """The answer about a feed's mapping."""
        kinds = (feed.required, *feed.instead)
        there = [ColumnAnswer(name=name, needed=all(name in kind for kind in kinds)) for name in feed.columns]
        columns = mappings.in_order(feed, saved.columns) if saved else {}
        at = saved.at if saved else None
        return cls(feed=feed.name, columns=columns, saved_at=at, feed_columns=there)


def add_mapping(routes: APIRouter, ways: Ways) -> None:
    """Add the routes."""

    @routes.get("/feeds/{feed}/mapping", summary="What the headings of a feed's files mean.")
    async def shown(feed: FeedName) -> MappingAnswer:
        return await run_in_threadpool(_shown, await ways(), _file_feed(feed))

    @routes.put("/feeds/{feed}/mapping", summary="Say what the headings of a feed's files mean.")
    async def save(feed: FeedName, asked: MappingQuestion) -> MappingAnswer:
        """It holds for files that come from now on, in dry runs too; those being read keep what they had."""
        return await run_in_threadpool(_save, await ways(), _file_feed(feed), asked)

    @routes.delete(
        "/feeds/{feed}/mapping", summary="Let headings mean their names again.", status_code=NO_CONTENT
    )
    async def forget(feed: FeedName) -> None:
        await run_in_threadpool(_forget, await ways(), _file_feed(feed))


def _file_feed(name: str) -> FileFeed:
    found = files_of(FEEDS.get(name))
    if found is None:
        raise NotFoundError(f"expected a feed of files, found {name}")
    return found


def _shown(inbox: Inbox, feed: FileFeed) -> MappingAnswer:
    with transaction(inbox.parts.engine) as connection:
        return MappingAnswer.of(feed, mappings.saved(connection, inbox.parts.agency, feed.name))


def _save(inbox: Inbox, feed: FileFeed, asked: MappingQuestion) -> MappingAnswer:
    now = Saved(mappings.checked(feed, asked.columns), inbox.parts.clock.now())
    with transaction(inbox.parts.engine) as connection:
        mappings.save(connection, inbox.parts.agency, feed.name, now)
    return MappingAnswer.of(feed, now)


def _forget(inbox: Inbox, feed: FileFeed) -> None:
    with transaction(inbox.parts.engine) as connection:
        mappings.forget(connection, inbox.parts.agency, feed.name)
