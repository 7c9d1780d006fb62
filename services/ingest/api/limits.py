"""How much a caller may send; it is never held in memory beyond that."""

from fastapi import Request
from fastapi_problem.error import Problem
from starlette.types import Message

from shared.web.problem_kinds_api import problem


def too_large(limit: int) -> Problem:
    """Refuse a body."""
    return problem("too-large", f"At most {limit} bytes are taken; send less at once.")


async def body(request: Request, limit: int) -> bytes:
    """The raw body; a problem when it is larger."""
    _check_announced(request, limit)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise too_large(limit)
        parts.append(part)
    return b"".join(parts)


def limited(request: Request, limit: int) -> Request:
    """The same request, which ends with a problem once its body is larger."""
    _check_announced(request, limit)
    size = 0

    async def receive() -> Message:
        nonlocal size
        message = await request.receive()
        size += len(message.get("body", b""))
        if size > limit:
            raise too_large(limit)
        return message

    return Request(request.scope, receive)


def _check_announced(request: Request, limit: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large(limit)
