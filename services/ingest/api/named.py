"""The route from a feed's own ids to ours: for a tool that knows somebody by its vendor's."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from services.ingest.api.inbox import Inbox, Ways
from services.ingest.identity import whom
from shared.database import transaction

NO_NUL = r"^[^\x00]+$"
FeedName = Annotated[str, Path(description="The feed's name.", examples=["placements"])]
TheirId = Annotated[
    str,
    Query(
        alias="id",
        max_length=500,
        pattern=NO_NUL,
        description="What the feed calls them: the `person_id` of the placements file, the number of a "
        "Greenhouse or Bullhorn candidate, the id of an Ashby or Workable candidate or of a Lever contact, "
        "the address of a LinkedIn profile.",
        examples=["C-311"],
    ),
]


class NamedAnswer(BaseModel):
    """Whom a feed means."""

    person: str = Field(description="Our id of them, for /v1/people/{person}.")


def add_named(routes: APIRouter, ways: Ways) -> None:
    """Add the route."""

    @routes.get("/feeds/{feed}/person", summary="Whom a feed calls by one of its own ids.")
    async def named(feed: FeedName, theirs: TheirId) -> NamedAnswer:
        return await run_in_threadpool(_named, await ways(), feed, theirs)


def _named(inbox: Inbox, feed: str, theirs: str) -> NamedAnswer:
    with transaction(inbox.parts.engine) as connection:
        return NamedAnswer(person=whom.named(connection, inbox.parts, feed, theirs))
