"""Who may call, from where, and with how much. Each guard stands before the app and answers for itself."""

import re

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problem_kinds_api import answer

OWN_LIMIT = re.compile(r"(/v1)?/feeds/[a-z]+(/webhook|/files)?")
"""Ingest sets the limits of payloads and files itself; the console hands files on to it as they come."""
MENDED = re.compile(r"(/v1/quarantine|/feeds/quarantine)/[^/]+/mend")
TOLD = re.compile(r"(/v1)?/people/[^/]+/(facts|told)")
LARGEST_BODY = 64 * 1024
"""Bytes of a verb's body."""
LARGEST_MEND = 5_000_000
"""Of one that holds a payload, mended."""
LARGEST_TOLD = 1_500_000
"""Of one that holds a note of 100,000 letters, in whatever script and encoding."""
SAFE = ("GET", "HEAD", "OPTIONS")
OWN_SITE = ("same-origin", "none")
"""`Sec-Fetch-Site` of what a person typed, and of our own pages."""


class SameOrigin:
    """Keeps other websites, open in a browser on this machine, from changing anything here."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it with a 403."""
        if scope["type"] != "http" or scope["method"] in SAFE or not _foreign(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        detail = "A page of another site may not change anything here."
        await answer("foreign-origin", detail)(scope, receive, send)


class BodyLimit:
    """Cuts off what is longer than any verb needs, before it is held in memory."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a body that ends at the limit; a longer one is answered with a 413."""
        if scope["type"] != "http" or OWN_LIMIT.fullmatch(scope["path"]):
            await self._app(scope, receive, send)
            return
        most = _most(scope["path"])
        body = await _whole(receive, most)
        if body is None:
            detail = f"At most {most} bytes are taken; send less."
            await answer("too-large", detail)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


def _most(path: str) -> int:
    if MENDED.fullmatch(path):
        return LARGEST_MEND
    return LARGEST_TOLD if TOLD.fullmatch(path) else LARGEST_BODY


def _foreign(headers: Headers) -> bool:
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    elsewhere = origin is not None and origin.partition("://")[2] != headers.get("host")
    return elsewhere or (site is not None and site not in OWN_SITE)


async def _whole(receive: Receive, most: int) -> Message | None:
    """The body as one message; `None` when it is longer than the limit."""
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] != "http.request" or len(body) > most:
            return None if message["type"] == "http.request" else message
        if not message.get("more_body"):
            return {"type": "http.request", "body": body, "more_body": False}


def _replay(first: Message, receive: Receive) -> Receive:
    waiting = [first]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed
