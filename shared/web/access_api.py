"""Who may call: each request's token, what it allows and how fast; see deploy/adr."""

import re
import time
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.access import scopes
from shared.access.principal import CALLER, Principal, Role
from shared.access.principal import Scope as Right
from shared.access.rates import Rates
from shared.access.verifier import LookUp, Verifier
from shared.errors import UnavailableError
from shared.settings import Settings
from shared.web.guards_api import problem

OPEN = ("/healthz", "/readyz")
"""Answered to anybody: they say nothing but yes or no."""
WEBHOOK = re.compile(r"/v1/feeds/[a-z]+/webhook")
"""Carries a signature of its own."""
BEARER = "bearer "


def nobodys(_hash: bytes) -> Principal | None:
    """Knows no token: where a service has none but that of the settings."""
    return None


def verifier(settings: Settings, look_up: LookUp) -> Verifier:
    """What knows the tokens of an installation."""
    operator = settings.api_token.get_secret_value() if settings.api_token else None
    return Verifier(settings.agency, operator, look_up)


def describe(app: FastAPI) -> None:
    """Say in the API's description that a token may be sent; where none is needed, none is."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        document = plain()
        scheme = {"type": "http", "scheme": "bearer", "description": "A token of `afterhire tokens create`."}
        document.setdefault("components", {})["securitySchemes"] = {"token": scheme}
        document["security"] = [{"token": []}, {}]
        return document

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's own documents do


class Access:
    """Lets a request through when its token (RFC 6750) allows it, and says for whom it is."""

    def __init__(self, app: ASGIApp, verifier: Verifier, tick: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._verifier = verifier
        self._tick = tick
        self._rates = Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a problem: 401, 403, 429, or 503 when nobody can tell."""
        if scope["type"] != "http" or scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        caller = await self._allowed(scope)
        if isinstance(caller, Response):
            await caller(scope, receive, send)
            return
        known = CALLER.set(caller)
        try:
            await self._app(scope, receive, send)
        finally:
            CALLER.reset(known)

    async def _allowed(self, scope: Scope) -> Principal | Response:
        try:
            caller = await self._caller(scope)
        except UnavailableError:
            return _unavailable()
        if caller is None:
            return _unknown(given=_token(scope) is not None)
        if caller.token and (wait := self._rates.wait(caller.token, caller.per_minute, self._tick())):
            return _too_fast(caller, wait)
        right = scopes.needed(scope["method"], scope["path"])
        return caller if caller.may(right) else _forbidden(right)

    async def _caller(self, scope: Scope) -> Principal | None:
        if scope["method"] == "POST" and WEBHOOK.fullmatch(scope["path"]):
            return Principal(self._verifier.agency, Role.SERVICE, frozenset({Right.INGEST}))
        token, now = _token(scope), self._tick()
        told, caller = self._verifier.at_once(token, now)
        if told or token is None:
            return caller
        return await run_in_threadpool(self._verifier.asked, token, now)


def _token(scope: Scope) -> str | None:
    """The token; something that is none where the header has another form."""
    given = dict(scope["headers"]).get(b"authorization")
    if given is None:
        return None
    said = str(given, "latin-1")
    return said[len(BEARER) :].strip() if said.lower().startswith(BEARER) else ""


def _unknown(*, given: bool) -> Response:
    detail = (
        "Send the header `Authorization: Bearer <token>`: a token of `afterhire tokens create`, or "
        "AFTERHIRE_API_TOKEN."
    )
    title = "This token is unknown, revoked or expired." if given else "A token is needed."
    answer = problem("unauthorised", title, detail, 401)
    answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if given else "Bearer"
    return answer


def _forbidden(right: Right) -> Response:
    answer = problem("forbidden", "This token does not allow it.", f"It lacks the scope `{right}`.", 403)
    answer.headers["WWW-Authenticate"] = f'Bearer error="insufficient_scope", scope="{right}"'
    return answer


def _too_fast(caller: Principal, wait: int) -> Response:
    detail = f"This token may ask {caller.per_minute} times a minute. Ask again in {wait} s."
    answer = problem("too-many-requests", "Too many requests.", detail, 429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def _unavailable() -> Response:
    detail = "Whose token this is cannot be told right now; nothing was done. Ask again soon."
    answer = problem("unavailable", "Not available right now.", detail, 503)
    answer.headers["Retry-After"] = "1"
    return answer
