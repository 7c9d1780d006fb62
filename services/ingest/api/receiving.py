"""What is checked and taken apart before anything is stored."""

from datetime import date

from fastapi import Request
from fastapi_problem.error import Problem
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from services.ingest import archives
from services.ingest.api import limits
from services.ingest.api.inbox import Inbox
from services.ingest.dates import iso_or_worded_day
from services.ingest.reading import FileFeed, WebhookFeed
from services.ingest.uploads import File, Received
from shared.errors import UnreadableError


def check_signature(feed: WebhookFeed, inbox: Inbox, request: Request, raw: bytes) -> None:
    """A problem when the raw body was not signed with the agency's secret."""
    secret = feed.secret(inbox.settings)
    if secret is None:
        raise Problem(
            "This feed is not set up.",
            type_="feed-not-set-up",
            detail=f"Set {feed.variable}: without it, a web hook of {feed.name} looks like a forged one.",
            status=503,
        )
    if not feed.signed(secret.get_secret_value().encode(), request.headers, raw):
        raise Problem(
            "The signature does not fit.",
            type_="wrong-signature",
            detail="Expected the header `Signature: sha256 <hex>` with the HMAC of the raw body; "
            f"check that the vendor's secret and {feed.variable} are the same. Nothing was stored.",
            status=401,
        )


async def receive(feed: FileFeed, inbox: Inbox, request: Request) -> Received:
    """Store the form's file; a problem, with the file stored, when none of it can be read."""
    async with limits.limited(request, inbox.settings.file_bytes).form(max_files=1, max_fields=4) as form:
        sent, said = form.get("file"), form.get("exported_on")
        if not isinstance(sent, UploadFile):
            raise UnreadableError("expected a multipart form with a file, found none", field="file")
        file = File(sent.file, sent.filename, _day(said))
        received = await run_in_threadpool(archives.receive, inbox.uploads, feed, file)
    if received.refused:
        raise _refused(received.refused, received)
    return received


def _day(said: object) -> date | None:
    return iso_or_worded_day(said.strip(), "exported_on") if isinstance(said, str) and said.strip() else None


def _refused(error: UnreadableError, received: Received) -> Problem:
    extras: dict[str, str | None] = {"field": error.field, "import": received.id}
    where = "The file is kept in quarantine." if received.kept else "Nothing of the file is kept."
    return Problem(
        "This file could not be read.",
        type_="unreadable",
        detail=f"{error.reason}. {where}",
        status=422,
        headers=None,
        **extras,
    )
