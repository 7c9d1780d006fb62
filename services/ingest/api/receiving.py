"""What is checked and taken apart before anything is stored."""

from contextlib import AbstractAsyncContextManager
from datetime import date, timedelta
from typing import Any

from fastapi import Request
from fastapi_problem.error import Problem
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from services.ingest import archives
from services.ingest.api import limits
from services.ingest.api.inbox import Inbox
from services.ingest.dates import iso_or_worded_day
from services.ingest.reading import FileFeed, WebhookFeed
from services.ingest.signature import Call
from services.ingest.uploads import File, Received
from shared.errors import UnreadableError
from shared.web.problem_kinds_api import problem


def check_signature(feed: WebhookFeed, inbox: Inbox, request: Request, raw: bytes) -> None:
    """A problem when a web hook was not signed with the agency's secret."""
    secret = feed.secret(inbox.settings)
    if secret is None:
        detail = f"Set {feed.variable}: without it, a web hook of {feed.name} looks like a forged one."
        raise problem("feed-not-set-up", detail)
    call = Call(request.headers, raw, inbox.parts.clock.now())
    if not feed.signature.fits(secret.get_secret_value().encode(), call, inbox.settings):
        raise problem(
            "wrong-signature",
            f"Expected {feed.signature.expected}; "
            f"check that the vendor's secret and {feed.variable} are the same. Nothing was stored.",
        )


def used_before(feed: WebhookFeed) -> Problem:
    """Refuse another body under a signature that does not cover it."""
    return problem(
        "used-signature",
        f"A signature of {feed.name} does not cover the body, so it is taken with one body only, and "
        "came with another before. Nothing was stored of this one.",
    )


async def receive(feed: FileFeed, inbox: Inbox, request: Request) -> Received:
    """Store the form's file; a problem, with the file stored, when none of it can be read."""
    async with form(inbox, request) as sent:
        given = file(sent)
        _check_day(inbox, given.day)
        received = await run_in_threadpool(archives.receive, inbox.uploads, feed, given)
    if received.refused:
        raise _refused(received.refused, received)
    return received


def form(inbox: Inbox, request: Request) -> AbstractAsyncContextManager[FormData]:
    """A form with one file, which may be as large as the settings say."""
    return limits.limited(request, inbox.settings.file_bytes).form(max_files=1, max_fields=4)


def file(form: FormData) -> File:
    """The form's file, and what it says of it."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile):
        raise UnreadableError("expected a multipart form with a file, found none", field="file")
    return File(sent.file, sent.filename, _day(form.get("exported_on")))


def _day(said: object) -> date | None:
    return iso_or_worded_day(said.strip(), "exported_on") if isinstance(said, str) and said.strip() else None


def _check_day(inbox: Inbox, day: date | None) -> None:
    """A file of a day to come would be taken for newer than all that follow."""
    tomorrow = inbox.parts.clock.now().date() + timedelta(days=1)
    if day is not None and day > tomorrow:
        raise UnreadableError(f"expected a day that has come, found {day}", field="exported_on")


def _refused(error: UnreadableError, received: Received) -> Problem:
    extras: dict[str, Any] = {"field": error.field, "import": received.id}
    where = "The file is kept in quarantine." if received.kept else "Nothing of the file is kept."
    return problem("unreadable", f"{error.reason}. {where}", **extras)
