"""/v1/hooks: web hooks that others are sent, by Standard Webhooks (https://www.standardwebhooks.com)."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, FastAPI, Header, Path, Query, Response

from services.query.api.hooks_answers import (
    DeliveriesAnswer,
    DeliveryAnswer,
    HookAnswer,
    HookForm,
    HooksAnswer,
    NewHookAnswer,
    PersonLeftMessage,
    PingAnswer,
    TaskMessage,
)
from services.query.hooks.register import Register, Wish
from services.query.hooks.trying import ping
from shared.access.principal import CALLER, Scope
from shared.errors import ForbiddenError
from shared.web.pages_api import Limit

CREATED, NO_CONTENT = 201, 204
HookId = Annotated[UUID, Path(description="The web hook's id.")]
Skipping = Annotated[
    bool, Query(description="Begin with what changes from now on, and leave out what lies between.")
]
MessageId = Annotated[
    str, Header(alias="webhook-id", description="The same with each try: take a message once.")
]
SentAt = Annotated[
    int, Header(alias="webhook-timestamp", description="Seconds since 1970; refuse what is minutes old.")
]
Signature = Annotated[
    str,
    Header(
        alias="webhook-signature",
        description="`v1,` and HMAC-SHA-256 in base64 over id, timestamp and body with full stops between, "
        "by the hook's secret; after that was renewed two, with a space between.",
    ),
]
Before = Annotated[int | None, Query(ge=1, le=2**63 - 1, description="`next` of the page before.")]


def router(register: Callable[[], Register]) -> APIRouter:
    """The routes of this resource; `register` raises `UnavailableError` when the database is away."""
    routes = APIRouter(prefix="/v1/hooks", tags=["hooks"])
    _add_hooks(routes, register)
    _add_verbs(routes, register)
    return routes


def described(app: FastAPI) -> None:
    """Tell in the API's description what is posted to others."""

    @app.webhooks.post(
        "task", summary="A task as it stands now, after it changed.", tags=["hooks"], status_code=NO_CONTENT
    )
    def task(body: TaskMessage, id_: MessageId, sent: SentAt, signature: Signature) -> None:
        """Answer with any 2xx; everything else is a failure, and tried again. Never out of order."""

    @app.webhooks.post(
        "person.left", summary="Forget what you keep of somebody.", tags=["hooks"], status_code=NO_CONTENT
    )
    def person_left(body: PersonLeftMessage, id_: MessageId, sent: SentAt, signature: Signature) -> None:
        """Into whom they were merged; nobody: they were erased."""


def _add_hooks(routes: APIRouter, register: Callable[[], Register]) -> None:
    @routes.post(
        "",
        status_code=CREATED,
        summary="Add a web hook, by this token's right; its secret is shown once.",
    )
    def add(form: HookForm, response: Response) -> NewHookAnswer:
        made, secret = register().add(Wish(form.url, form.name, form.recruiter, form.play, _reader()))
        response.headers["Cache-Control"] = "no-store"
        return NewHookAnswer(**HookAnswer.of(made).model_dump(), secret=secret)

    @routes.get("", summary="The web hooks there are, and how each one does.")
    def listing() -> HooksAnswer:
        return HooksAnswer(hooks=[HookAnswer.of(row) for row in register().all()])

    @routes.get("/{hook}", summary="One web hook.")
    def one(hook: HookId) -> HookAnswer:
        return HookAnswer.of(register().one(str(hook)))

    @routes.delete("/{hook}", status_code=NO_CONTENT, summary="Remove a web hook, and what is known of it.")
    def remove(hook: HookId) -> None:
        register().remove(str(hook))

    @routes.get("/{hook}/deliveries", summary="What was tried in the last 30 days, the newest first.")
    def deliveries(hook: HookId, before: Before = None, limit: Limit = 50) -> DeliveriesAnswer:
        rows = register().deliveries(str(hook), before, limit)
        following = rows[-1]["number"] if len(rows) == limit else None
        return DeliveriesAnswer(deliveries=[DeliveryAnswer.of(row) for row in rows], next=following)


def _reader() -> str | None:
    """The id of the token that asks; none: the operator's. Raises `ForbiddenError` if it may not read."""
    if not CALLER.get().may(Scope.READ):
        raise ForbiddenError("A web hook tells what may be read: the token lacks the scope `read`.")
    return CALLER.get().token


def _add_verbs(routes: APIRouter, register: Callable[[], Register]) -> None:
    @routes.post(
        "/{hook}/start",
        summary="Go on telling a web hook that was stopped, by this token's right.",
    )
    def start(hook: HookId, *, skipping: Skipping = False) -> HookAnswer:
        return HookAnswer.of(register().start(str(hook), _reader(), skipping=skipping))

    @routes.post("/{hook}/stop", summary="Tell a web hook nothing until it is started.")
    def stop(hook: HookId) -> HookAnswer:
        return HookAnswer.of(register().stop(str(hook)))

    @routes.post("/{hook}/secret", summary="Make another secret; the one before is good for a day more.")
    def renew(hook: HookId, response: Response) -> NewHookAnswer:
        made, secret = register().renew_secret(str(hook))
        response.headers["Cache-Control"] = "no-store"
        return NewHookAnswer(**HookAnswer.of(made).model_dump(), secret=secret)

    @routes.post("/{hook}/ping", summary="Send a message that says nothing, now, and tell what came of it.")
    def try_it(hook: HookId) -> PingAnswer:
        return PingAnswer.of(ping(register(), str(hook)))
