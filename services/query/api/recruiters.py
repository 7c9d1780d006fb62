"""GET /v1/recruiters: what a recruiter has before them."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, Field

from services.query.api.asked import NO_NUL, Caught
from services.query.api.task_answers import TaskSummary, summary
from services.query.day import Day, Days

Recruiter = Annotated[
    str,
    Path(
        max_length=200,
        pattern=NO_NUL,
        description="The recruiter, as tasks name them.",
        examples=["ann@agency.example"],
    ),
]


class DayOfRecruiter(BaseModel):
    """What a recruiter has before them; of each list the most important and the soonest to close first."""

    recruiter: str
    day: date = Field(description="The agency's calendar day.")
    capacity: int = Field(
        description="How many new tasks a recruiter is given on one day, by the agency's playbook."
    )
    done_today: int = Field(description="How many they have completed today.")
    holding: list[TaskSummary] = Field(description="What they have claimed.")
    returned: list[TaskSummary] = Field(description="What was put off until today, or until a day before.")
    new: list[TaskSummary] = Field(
        description="The best of what else is open for them: `capacity`, less what they did today and hold."
    )
    waiting: int = Field(description="How many more are open for them.")


def router(days: Callable[[], Days], seen: Caught) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/recruiters", tags=["recruiters"], dependencies=[Depends(seen)])

    # A name may hold a slash: feeds name recruiters as they like.
    @routes.get("/{recruiter:path}/day", summary="What a recruiter holds, what came back, and what is new.")
    def day(recruiter: Recruiter) -> DayOfRecruiter:
        return _answer(days().of(recruiter))

    return routes


def _answer(found: Day) -> DayOfRecruiter:
    return DayOfRecruiter(
        recruiter=found.recruiter,
        day=found.day,
        capacity=found.capacity,
        done_today=found.done_today,
        holding=[summary(task) for task in found.holding],
        returned=[summary(task) for task in found.returned],
        new=[summary(task) for task in found.new],
        waiting=found.waiting,
    )
