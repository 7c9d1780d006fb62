"""Who may call: each request's token, what it allows and how fast; see deploy/adr."""

import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs

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
from shared.web.problem_kinds_api import PAGES, answer

OPEN = ("/healthz", "/readyz")
"""Answered to anybody: they say nothing but yes or no."""
WEBHOOK = re.compile(r"/v1/feeds/[a-z]+/webhook")
"""Carries a signature of its own."""
CALENDAR = re.compile(r"/v1/recruiters/.+/calendar\.ics")
BEARER = "bearer "


def nobodys(_hash: bytes) -> Principal | None:
    """Knows no token: where a service has none but that of the settings."""
    return None


def verifier(settings: Settings, look_up: LookUp) -> Verifier:
    """What knows the tokens of an installation."""
    operator = settings.api_token.get_secret_value() if settings.api_token else None
    return Verifier(settings.agency, operator, look_up)


class Access:
    """Lets a request through when its token (RFC 6750) allows it, and says for whom it is."""

    def __init__(self, app: ASGIApp, verifier: Verifier, tick: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._verifier = verifier
        self._tick = tick
        self._rates = Rates()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a problem: 401, 403, 429, or 503 when nobody can tell."""
        if scope["type"] != "http" or _open(scope["path"]):
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
            return _unknown(given=(_in_address(scope) or _token(scope)) is not None)
        if caller.token and (wait := self._rates.wait(caller.token, caller.per_minute, self._tick())):
            return _too_fast(caller, wait)
        right = scopes.needed(scope["method"], scope["path"])
        return caller if caller.may(right) else _forbidden(right)

    async def _caller(self, scope: Scope) -> Principal | None:
        if scope["method"] == "POST" and WEBHOOK.fullmatch(scope["path"]):
            return Principal(self._verifier.agency, Role.SERVICE, frozenset({Right.INGEST}))
        if shown := _in_address(scope):
            caller = await self._whose(shown)
            return caller if caller is not None and caller.role is Role.CALENDAR else None
        return await self._whose(_token(scope))

    async def _whose(self, token: str | None) -> Principal | None:
        now = self._tick()
        told, caller = self._verifier.at_once(token, now)
        if told or token is None:
            return caller
        return await run_in_threadpool(self._verifier.asked, token, now)


def _open(path: str) -> bool:
    """Whether it concerns nobody: health, and what problems mean."""
    return path in OPEN or path == PAGES or path.startswith(f"{PAGES}/")


def _token(scope: Scope) -> str | None:
    """The token; something that is none where the header has another form."""
    given = dict(scope["headers"]).get(b"authorization")
    if given is None:
        return None
    said = str(given, "latin-1")
    return said[len(BEARER) :].strip() if said.lower().startswith(BEARER) else ""


def _in_address(scope: Scope) -> str | None:
    """The token of a calendar's address, for calendars send no headers.

    Addresses are logged and passed on, so no token is taken from there that could do more.
    """
    if scope["method"] not in scopes.SAFE or not CALENDAR.fullmatch(scope["path"]):
        return None
    given = parse_qs(scope["query_string"].decode("latin-1")).get("token")
    return given[0] if given and b"authorization" not in dict(scope["headers"]) else None


def _unknown(*, given: bool) -> Response:
    found = "This token is unknown, revoked or expired. " if given else ""
    detail = (
        f"{found}Send the header `Authorization: Bearer <token>`: a token of `afterhire tokens create`, or "
        "AFTERHIRE_API_TOKEN."
    )
    return answer(
        "unauthorised", detail, {"WWW-Authenticate": _challenge("invalid_token") if given else "Bearer"}
    )


def _forbidden(right: Right) -> Response:
    challenge = f'{_challenge("insufficient_scope")}, scope="{right}"'
    return answer("forbidden", f"The token lacks the scope `{right}`.", {"WWW-Authenticate": challenge})


def _challenge(error: str) -> str:
    return f'Bearer error="{error}"'


def _too_fast(caller: Principal, wait: int) -> Response:
    detail = f"This token may ask {caller.per_minute} times a minute. Ask again in {wait} s."
    return answer("too-many-requests", detail, {"Retry-After": str(wait)})


def _unavailable() -> Response:
    detail = "Whose token this is cannot be told right now; nothing was done. Ask again soon."
    return answer("unavailable", detail, {"Retry-After": "1"})
