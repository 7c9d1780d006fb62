"""What a listing is asked with: where its page begins, and how long it is."""

from typing import Annotated

from fastapi import Query

from shared.cursor import BrokenCursorError, Place, place_of
from shared.web.problem_kinds_api import problem

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str | None, Query(max_length=1_000, description="`next` of the page before; leave it out for the first.")
]


def place(cursor: str | None, kind: type[Place]) -> Place | None:
    """Where a page begins. A broken cursor is the caller's mistake."""
    try:
        return place_of(cursor, kind) if cursor else None
    except BrokenCursorError as error:
        raise problem("broken-cursor", f"{error}: start again without one.") from error
