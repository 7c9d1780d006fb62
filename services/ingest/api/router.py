"""The routes.

A web hook that cannot be read is answered with success: it is kept, and its vendor would only send the same
again (see deploy/adr).
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from services.ingest import progress
from services.ingest.api import limits, receiving, trials
from services.ingest.api.answers import ImportAnswer, UploadAnswer, WebhookAnswer
from services.ingest.api.employers import add_employers
from services.ingest.api.firsthand import add_firsthand
from services.ingest.api.inbox import Inbox, Ways
from services.ingest.api.mapping import add_mapping
from services.ingest.api.merges import add_merges
from services.ingest.api.named import add_named
from services.ingest.api.people import add_people
from services.ingest.api.quarantine import add_quarantine
from services.ingest.api.reviews import add_reviews
from services.ingest.api.trials import TrialAnswer
from services.ingest.feeds import FEEDS
from services.ingest.reading import WebhookFeed, files_of
from shared.database import transaction
from shared.errors import NotFoundError

Json = dict[str, Any]
Feed = Annotated[str, Path(description="The feed's name.", examples=["greenhouse"])]
Upload = Annotated[UUID, Path(description="The id that the upload was answered with.")]
DryRun = Annotated[bool, Query(description="Only tell what would be understood; nothing is stored.")]
OK, ACCEPTED = 200, 202
EXPORTED_ON: Json = {
    "type": "string",
    "format": "date",
    "description": "The day whose state the file shows; without it, a day in the file's name, or today.",
}
FILE: Json = {
    "type": "string",
    "format": "binary",
    "description": "A CSV or a workbook; of LinkedIn also the whole archive, a zip; of greenhouse, lever and "
    "workable JSON.",
}
MAPPING: Json = {
    "type": "string",
    "description": "Of a dry run: a mapping to try instead of the one saved, as a JSON object of their "
    "headings and our columns.",
}
FORM: Json = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": FILE, "exported_on": EXPORTED_ON, "mapping": MAPPING},
}


class Direct(APIRoute):
    """A route whose endpoint takes the request as it is and answers with a `Response`.

    FastAPI describes it like any other. Between the two it would look for a body, dependencies and a model of
    the answer; there are none, and looking took more time than the endpoint itself.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Call the endpoint with the request and the parts of the path, which are text."""

        async def handle(request: Request) -> Response:
            answer: Response = await self.endpoint(request=request, **request.path_params)
            return answer

        return handle


def router(ways: Ways) -> APIRouter:
    """The routes; `ways` gives the ways in, or raises `UnavailableError` when not yet."""
    routes = APIRouter(prefix="/v1", tags=["ingest"])
    _add_webhooks(routes, ways)
    _add_files(routes, ways)
    add_mapping(routes, ways)
    add_employers(routes, ways)
    add_firsthand(routes, ways)
    add_named(routes, ways)
    add_people(routes, ways)
    add_reviews(routes, ways)
    add_merges(routes, ways)
    add_quarantine(routes, ways)
    return routes


def _add_webhooks(routes: APIRouter, ways: Ways) -> None:
    async def webhook(feed: Feed, request: Request) -> Response:
        found = FEEDS.get(feed)
        if not isinstance(found, WebhookFeed):
            raise NotFoundError(f"expected a feed with web hooks, found {feed}")
        inbox = await ways()
        raw = await limits.body(request, inbox.settings.webhook_bytes)
        receiving.check_signature(found, inbox, request, raw)
        row = inbox.webhooks.row(feed, raw)
        outcome = await inbox.groups.submit(row)
        if outcome is None:
            raise receiving.used_before(found)
        status = OK if found.only_200 else ACCEPTED
        return _answer(WebhookAnswer.of(row.id, outcome), outcome.version, status)

    routes.add_api_route(
        "/feeds/{feed}/webhook",
        webhook,
        methods=["POST"],
        summary="Take a vendor's web hook.",
        status_code=ACCEPTED,
        responses={ACCEPTED: {"model": WebhookAnswer}, OK: {"model": WebhookAnswer}},
        openapi_extra=_body("application/json", {"type": "object"}),
        route_class_override=Direct,
    )


def _add_files(routes: APIRouter, ways: Ways) -> None:
    @routes.post(
        "/feeds/{feed}/files",
        summary="Take a vendor's export, to be read in the background.",
        status_code=ACCEPTED,
        responses={
            ACCEPTED: {"model": UploadAnswer},
            OK: {"model": TrialAnswer, "description": "A dry run."},
        },
        openapi_extra=_body("multipart/form-data", FORM),
    )
    async def upload(feed: Feed, request: Request, *, dry_run: DryRun = False) -> Response:
        found = files_of(FEEDS.get(feed))
        if found is None:
            raise NotFoundError(f"expected a feed of files, found {feed}")
        if dry_run:
            tried = await trials.attempt(found, await ways(), request)
            return Response(tried.model_dump_json(), media_type="application/json")
        received = await receiving.receive(found, await ways(), request)
        return _answer(UploadAnswer(import_=received.id))

    @routes.get("/imports/{upload}", summary="How far a file is read, and what was wrong with it.")
    async def imported(upload: Upload) -> ImportAnswer:
        return await run_in_threadpool(_progress, await ways(), str(upload))


def _progress(inbox: Inbox, import_: str) -> ImportAnswer:
    with transaction(inbox.parts.engine) as connection:
        return ImportAnswer.of(progress.of(connection, inbox.parts.agency, import_))


def _answer(
    answer: WebhookAnswer | UploadAnswer, version: str | None = None, status: int = ACCEPTED
) -> Response:
    headers = {"Afterhire-Version": version} if version else None
    content = answer.model_dump_json(by_alias=True)
    return Response(content, status_code=status, headers=headers, media_type="application/json")


def _body(media_type: str, schema: Json) -> Json:
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}
