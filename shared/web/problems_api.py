"""RFC 9457 problems: what a caller is told of an error, and nothing of what is inside."""

from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi_problem.error import Problem
from fastapi_problem.handler import ExceptionHandler, add_exception_handler, new_exception_handler
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from shared.errors import (
    AfterhireError,
    ChangedError,
    ConflictError,
    ErasedError,
    ForbiddenError,
    NotFoundError,
    UnavailableError,
    UnderWayError,
    UnreadableError,
)
from shared.telemetry import logger
from shared.web.problem_kinds_api import problem
from shared.web.wrong_fields import wrong_fields

INTERNAL = problem(
    "internal-error",
    "The error was logged. Try again; if it stays, tell your operator the time of this answer.",
)
AWAY = (
    "A part this answer needs is away. It is not known whether a change was made: look again soon, or repeat "
    "the request, with the same Idempotency-Key where it has one."
)
"""The answer to a commit may be what got lost, so nothing is promised."""
SOON = {"Retry-After": "1"}
USUAL_KIND = "invalid-request"
PAGE_KIND = "page-too-large"
SORT_KIND = "unknown-sort"
OF_THEIR_OWN = {
    (("query", "limit"), "less_than_equal"): PAGE_KIND,
    (("query", "sort"), "enum"): SORT_KIND,
    (("query", "sort"), "literal_error"): SORT_KIND,
}
"""Mistakes in parameters that are kinds of their own, by the place and what is wrong with it."""


def install(app: FastAPI) -> None:
    """Answer every error of the app with a problem document."""
    handler = new_exception_handler(
        handlers={AfterhireError: _expected, Exception: _unexpected},
        http_exception_handler=_framework,
        request_validation_handler=_invalid,
    )
    # The order of look-up is that of insertion; the catch-all has to come last.
    handler.handlers[Exception] = handler.handlers.pop(Exception)
    add_exception_handler(app, handler, generic_swagger_defaults=False)
    app.add_exception_handler(AfterhireError, handler)


def problem_of(error: AfterhireError) -> Problem:  # noqa: PLR0911 - a line for each error
    """The problem document for an error that was raised on purpose."""
    match error:
        case ConflictError():
            return _conflict(error)
        case ChangedError():
            return problem("changed", str(error))
        case UnderWayError():
            return problem("under-way", str(error), headers=SOON)
        case ForbiddenError():
            return problem("forbidden", str(error))
        case NotFoundError():
            return problem("not-found", str(error))
        case UnreadableError():
            return _unreadable(error)
        case ErasedError():
            return problem("erased", str(error))
        case UnavailableError():
            return unavailable(AWAY)
        case _:
            return INTERNAL


def unavailable(detail: str) -> Problem:
    """Ask the caller to try again in a second."""
    return problem("unavailable", detail, headers=SOON)


def _conflict(error: ConflictError) -> Problem:
    said = _said(holder=error.holder, until=error.until)
    return problem("conflict", error.reason, **said)


def _unreadable(error: UnreadableError) -> Problem:
    said = _said(field=error.field, row=error.row)
    return problem(error.kind, error.reason, **said)


def _said(**extras: str | int | None) -> dict[str, Any]:
    return {name: value for name, value in extras.items() if value is not None}


def _expected(_handler: ExceptionHandler, request: Request, error: AfterhireError) -> Problem:
    found = problem_of(error)
    return _logged(request, error) if found is INTERNAL else found


def _framework(_handler: ExceptionHandler, request: Request, error: HTTPException) -> Problem:
    """What the framework itself refuses: an address or method nobody has, a body it cannot take apart."""
    where = f"{request.method} {request.url.path}"
    headers = dict(error.headers or {})
    match error.status_code:
        case 404:
            return problem("not-found", f"{where}: there is nothing at this address.", headers=headers)
        case 405:
            return problem("method-not-allowed", f"{where}: not with this method.", headers=headers)
        case _:
            return problem("malformed", f"{where}: {error.detail}", headers=headers)


def _unexpected(_handler: ExceptionHandler, request: Request, error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, ClientDisconnect):
        return unavailable("The request ended before it was whole.")
    return _logged(request, error)


def _logged(request: Request, error: Exception) -> Problem:
    logger().error("unexpected", path=request.url.path, error=type(error).__name__, exc_info=error)
    return INTERNAL


def _invalid(_handler: ExceptionHandler, _request: Request, error: RequestValidationError) -> Problem:
    errors = wrong_fields(error.errors())
    detail = "; ".join(f"{each['field']}: {each['reason']}" for each in errors)
    kinds = {OF_THEIR_OWN.get((each["loc"], each["type"]), USUAL_KIND) for each in error.errors()}
    return problem(kinds.pop() if len(kinds) == 1 else USUAL_KIND, detail, errors=errors)
