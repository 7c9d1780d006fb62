"""The routes to what ingest could not read: look, mend, try again, give up; one, or all of a filter."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Depends, Path, Query
from pydantic import AwareDatetime
from starlette.concurrency import run_in_threadpool

from services.ingest import quarantined
from services.ingest.api.inbox import Inbox, Ways
from services.ingest.api.quarantine_answers import (
    AskedAnswer,
    FilterQuestion,
    MendedAnswer,
    MendQuestion,
    QuarantinePage,
    RecordAnswer,
    WholeAnswer,
)
from services.ingest.mending import Change, Mending
from services.ingest.quarantined import Wanted
from shared.cursor import cursor_of
from shared.database import transaction
from shared.errors import UnreadableError
from shared.parked import State
from shared.web.pages_api import Cursor, Limit, place

RecordId = Annotated[UUID, Path(description="The record's id.")]
Text = Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]+$")]


class ParkedPlace(msgspec.Struct, array_like=True, forbid_unknown_fields=True, frozen=True):
    """The last record of a page."""

    at: datetime
    record: UUID


def _wanted(  # noqa: PLR0913, PLR0917 - one parameter of the address each
    feed: Text = None,
    reason: Text = None,
    field: Text = None,
    upload: Annotated[UUID | None, Query(alias="import", description="Rows of this file.")] = None,
    parked_before: AwareDatetime | None = None,
    parked_after: AwareDatetime | None = None,
) -> Wanted:
    return Wanted(feed, reason, field, str(upload) if upload else None, parked_before, parked_after)


def add_quarantine(routes: APIRouter, ways: Ways) -> None:
    """Add the routes."""

    @routes.get("/quarantine", summary="What could not be read, the newest first.")
    async def listing(
        wanted: Annotated[Wanted, Depends(_wanted)], cursor: Cursor = None, limit: Limit = 50
    ) -> QuarantinePage:
        """`reason` is a part of it; the kinds count what fits the filter, by feed, field and reason."""
        after, inbox = place(cursor, ParkedPlace), await ways()
        since = (after.at, str(after.record)) if after else None
        found = await run_in_threadpool(quarantined.page, inbox.parts, wanted, since, limit + 1)
        kinds = await run_in_threadpool(quarantined.counts, inbox.parts, wanted)
        last = found[limit - 1] if len(found) > limit else None
        following = cursor_of(ParkedPlace(last.parked_at, UUID(last.record))) if last else None
        return QuarantinePage.of(found[:limit], kinds, following)

    @routes.get("/quarantine/{record}", summary="One record, with what it holds.")
    async def one(record: RecordId) -> WholeAnswer:
        """It may hold personal data."""
        inbox = await ways()
        return WholeAnswer.of(await run_in_threadpool(_mending(inbox).whole, str(record)))

    @routes.post("/quarantine/{record}/mend", summary="Read it with another content.")
    async def mend(record: RecordId, asked: MendQuestion) -> MendedAnswer:
        """What came is kept as it is. Refused, with the field, when it cannot be read so either."""
        inbox = await ways()
        change = Change(asked.payload, asked.cells)
        outcome = await run_in_threadpool(_mending(inbox).mend, str(record), change)
        return MendedAnswer.of(str(record), outcome)

    _add_requests(routes, ways)


def _add_requests(routes: APIRouter, ways: Ways) -> None:
    @routes.post("/quarantine/retry", summary="Have all of a filter read again.", status_code=202)
    async def retry_all(asked: FilterQuestion) -> AskedAnswer:
        return await _asked(ways, asked.wanted(), State.RETRYING)

    @routes.post("/quarantine/discard", summary="Give all of a filter up.", status_code=202)
    async def discard_all(asked: FilterQuestion) -> AskedAnswer:
        """Not everything at once: say of which feed, field, reason, file or age."""
        if asked.wanted().everything:
            raise UnreadableError("expected something to choose by, found nothing")
        return await _asked(ways, asked.wanted(), State.DISCARDING)

    @routes.post("/quarantine/{record}/retry", summary="Have one record read again.", status_code=202)
    async def retry(record: RecordId) -> RecordAnswer:
        return await run_in_threadpool(_ask_one, await ways(), str(record), State.RETRYING)

    @routes.post("/quarantine/{record}/discard", summary="Give one record up.", status_code=202)
    async def discard(record: RecordId) -> RecordAnswer:
        """Its content is deleted, and nobody will read it."""
        return await run_in_threadpool(_ask_one, await ways(), str(record), State.DISCARDING)


async def _asked(ways: Ways, wanted: Wanted, state: State) -> AskedAnswer:
    inbox = await ways()
    return AskedAnswer(asked=await run_in_threadpool(quarantined.ask, inbox.parts, wanted, state))


def _ask_one(inbox: Inbox, record: str, state: State) -> RecordAnswer:
    """Asked again, it changes nothing; nor of what was read or given up meanwhile, which the answer says."""
    parts = inbox.parts
    with transaction(parts.engine) as connection:
        quarantined.ask_one(connection, parts.agency, record, state)
        return RecordAnswer.of(quarantined.line(connection, parts.agency, record))


def _mending(inbox: Inbox) -> Mending:
    return Mending(inbox.parts, inbox.webhooks.interpreter)
