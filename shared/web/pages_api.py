"""What a listing is asked with: where its page begins, and how long it is."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Query

from shared.cursor import BrokenCursorError, Place, place_of
from shared.web.problem_kinds_api import problem

Found = TypeVar("Found")
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str | None, Query(max_length=1_000, description="`next` of the page before; leave it out for the first.")
]


def place(cursor: str | None, kind: type[Place]) -> Place | None:
    """Where a page begins. A broken cursor is the caller's mistake."""
    return read(lambda: place_of(cursor, kind)) if cursor else None


def read(reading: Callable[[], Found]) -> Found:
    """What reading a cursor gives. A broken one is the caller's mistake."""
    try:
        return reading()
    except BrokenCursorError as error:
        raise problem("broken-cursor", f"{error}: start again without one.") from error
