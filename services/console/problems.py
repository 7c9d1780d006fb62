"""Problems as pages: what a guard refuses it answers with a document for programs, which nobody reads."""

import json
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.console.rendering import page

PROBLEM = "application/problem+json"
SAID = {
    "/v1/problems/too-large": (
        "This is more than fits.",
        "A form takes 64,000 letters at most. Go back, where what you wrote still stands, and shorten it.",
    ),
}
"""Kinds of which a recruiter is told otherwise than a program."""


class ProblemPages:
    """Stands before everything else of the console and shows a problem as a page, under the same status."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; a program that does not ask for a page gets the document."""
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self._app(scope, receive, send)
            return
        waiting = _Waiting(send)
        await self._app(scope, receive, waiting.take)
        if waiting.held:
            await waiting.page(Request(scope))(scope, receive, send)


class _Waiting:
    """Holds a problem back, whole, and lets everything else through as it comes."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._body = b""
        self.held = False
        """Whether there was one."""

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.held = Headers(raw=message["headers"]).get("content-type", "").startswith(PROBLEM)
        if not self.held:
            await self._send(message)
        elif message["type"] == "http.response.body":
            self._body += message.get("body", b"")

    def page(self, request: Request) -> Response:
        problem: dict[str, Any] = json.loads(self._body)
        told = (problem["title"], problem.get("detail", ""))
        title, detail = SAID.get(problem["type"], told)
        return page(request, "problem", problem["status"], title=title, detail=detail)
