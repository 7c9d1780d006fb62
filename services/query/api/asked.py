"""What listings are asked with: which write the caller wants to see."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from fastapi.concurrency import run_in_threadpool
from fastapi_problem.error import Problem

from services.query.persons import Persons
from shared.web.problem_kinds_api import problem

LONGEST_WAIT_S = 5.0
BETWEEN_LOOKS_S = 0.01

NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no NUL in a text, so none can be looked for."""

MinVersion = Annotated[
    str | None,
    Query(
        max_length=200,
        description="The `version` a write was answered with: wait until that write can be seen here.",
        examples=["4f6c1f0e-6f43-5d0b-9f6a-0c2f2f1d9a10:0b0f3c52-2c1c-5c0e-8e0b-6a5a1d0c7b21"],
    ),
]
AsOf = Annotated[
    date | None, Query(description="As it stood at the end of this day, from what was recorded by then.")
]
Caught = Callable[..., Awaitable[None]]


def caught_up(persons: Callable[[], Persons]) -> Caught:
    """A dependency that lets a request go on once the write it names can be seen."""

    async def wait(min_version: MinVersion = None) -> None:
        if min_version is None:
            return
        person, event = _parsed(min_version)
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                while not await run_in_threadpool(lambda: persons().seen(person, event)):  # noqa: ASYNC110
                    await asyncio.sleep(BETWEEN_LOOKS_S)  # another process writes it: there is no event
        except TimeoutError as error:
            raise _not_yet() from error

    return wait


def _parsed(version: str) -> tuple[str, str]:
    person, _, event = version.partition(":")
    try:
        return str(UUID(person)), str(UUID(event))
    except ValueError as error:
        detail = "min_version: expected `<person>:<event>`, as a write was answered with; copy it whole."
        raise problem("broken-version", detail) from error


def _not_yet() -> Problem:
    detail = f"It was not here within {LONGEST_WAIT_S:.0f} s. It is not lost: try again in a moment."
    return problem("not-caught-up", detail, headers={"Retry-After": "1"})
