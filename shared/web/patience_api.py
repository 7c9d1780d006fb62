"""How long a caller may take to send a body: a slow line is waited for, one that hardly speaks is not."""

import asyncio

from fastapi_problem.error import Problem
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problem_kinds_api import address, answer, kinds

GRACE_S = 20.0
"""Seconds any body may take."""
LEAST_RATE = 10_000
"""Bytes; one second more for each that many that have come."""
KIND = "too-slow"
DETAIL = "The body stopped coming, or hardly came; send it again at once."
CLOSE = {"Connection": "close"}


class TooSlow(Problem):
    """The rest of a body is not waited for."""

    def __init__(self) -> None:
        kind = kinds()[KIND]
        super().__init__(kind.title, type_=address(KIND), detail=DETAIL, status=kind.status, headers=CLOSE)


class BodyTime:
    """Answers with a 408, and ends the connection, when a body comes too slowly."""

    def __init__(self, app: ASGIApp, grace_s: float = GRACE_S, least_rate: int = LEAST_RATE) -> None:
        self._app = app
        self._grace_s = grace_s
        self._least_rate = least_rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with a body that ends with `TooSlow` when it takes too long."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            await self._app(scope, self._timed(receive), send)
        except TooSlow:  # of a body that was read before any route: nothing is answered yet
            await answer(KIND, DETAIL, CLOSE)(scope, receive, send)

    def _timed(self, receive: Receive) -> Receive:
        loop = asyncio.get_running_loop()
        until: float | None = loop.time() + self._grace_s

        async def timed() -> Message:
            nonlocal until
            try:
                async with asyncio.timeout_at(until):
                    message = await receive()
            except TimeoutError:
                raise TooSlow from None
            if until is not None:
                more = message.get("more_body", False)
                until = until + len(message.get("body", b"")) / self._least_rate if more else None
            return message

        return timed
