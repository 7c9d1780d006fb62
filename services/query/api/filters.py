"""Which tasks a listing, and the export of the same tasks, is asked for."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from services.query.api.asked import NO_NUL
from services.query.queue import Queue, Wanted
from services.query.state import TO_DO, State

ANY = "any"
Recruiter = Annotated[
    str | None,
    Query(
        max_length=200, pattern=NO_NUL, description="Only this recruiter's.", examples=["ann@agency.example"]
    ),
]
States = Annotated[
    list[State | Literal["any"]] | None,
    Query(
        alias="state",
        description="Only in these states; `any` for all. Without it what is still to be done: planned, "
        "open, claimed, snoozed; with `due`, any.",
    ),
]
Play = Annotated[
    str | None,
    Query(
        max_length=100, pattern=NO_NUL, description="Only of this play.", examples=["check_in_on_settling_in"]
    ),
]
Due = Annotated[
    date | Literal["today"] | None,
    Query(description="Only what is open or claimed on this day, `today` or YYYY-MM-DD.", examples=["today"]),
]
PersonId = Annotated[UUID | None, Query(description="Only of this person.")]
Filters = Callable[..., Wanted]


def filters(queue: Callable[[], Queue]) -> Filters:
    """A dependency that reads the filters of tasks; each narrows what is wanted."""

    def wanted(
        recruiter: Recruiter = None,
        state: States = None,
        play: Play = None,
        due: Due = None,
        person: PersonId = None,
    ) -> Wanted:
        day = queue().store.today() if due == "today" else due
        return Wanted(recruiter, play, str(person) if person else None, _states(state, day), day)

    return wanted


def _states(asked: Sequence[State | str] | None, due: date | None) -> frozenset[State] | None:
    if not asked:
        return TO_DO if due is None else None
    return None if ANY in asked else frozenset(State(one) for one in asked)
