"""What a recruiter says with each verb, and what they are told."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, Self

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from services.desk.saying import Answer
from shared.facts.contacts import CHANNELS
from shared.facts.outreach import OUTCOMES
from shared.plain import PLAIN
from shared.web import etags_api

Recruiter = Annotated[
    str, Field(min_length=1, max_length=200, pattern=PLAIN, examples=["ann@agency.example"])
]
Who = Annotated[Recruiter, Field(description="The recruiter.")]
MOST_AT_ONCE = 50
MOST_ANSWERS = 50
AnAnswer = str | int | bool | list[str] | None


class Form(BaseModel):
    """What every verb says."""

    model_config = ConfigDict(extra="forbid")
    by: Who


class Reassignment(Form):
    """Who is to do the task."""

    to: Recruiter | None = Field(description="Another recruiter; nobody: the agency's pool.")


class BestForm(Form):
    """How many tasks to take, and which."""

    count: int = Field(ge=1, le=MOST_AT_ONCE, description="How many; fewer are taken when no more are open.")
    recruiter: Recruiter | None = Field(None, description="Only those that this recruiter should do.")
    play: str | None = Field(None, max_length=100, pattern=PLAIN, description="Only those of this play.")


class Completion(Form):
    """How the task ended."""

    outcome: str = Field(description=f"One of: {', '.join(OUTCOMES)}.", examples=["replied"])
    note: str | None = Field(
        None, max_length=10_000, pattern=PLAIN, description="What was said; sealed as personal."
    )
    satisfaction: int | None = Field(None, description="0 to 10, when the person was asked and answered.")
    channel: str | None = Field(
        None, description=f"How you were in touch: {', '.join(CHANNELS)}.", examples=["call"]
    )
    answers: dict[str, AnAnswer] = Field(
        default_factory=dict,
        max_length=MOST_ANSWERS,
        description="By the name of the question, as GET /v1/tasks/{task}/form lists them.",
        examples=[{"rating": 4, "went_well": "The team."}],
    )


class Dismissal(Form):
    """Why the task will not be done."""

    reason: str = Field(min_length=1, max_length=2_000, pattern=PLAIN, examples=["Left the country."])


class Reopening(Form):
    """Why a task is to be done after all."""

    reason: str | None = Field(
        None, max_length=2_000, pattern=PLAIN, description="Sealed as personal.", examples=["Wrong person."]
    )


class Nap(Form):
    """Until when the task hides."""

    until: date = Field(description="A day inside the task's window.", examples=["2026-03-01"])
    on_reply: Literal["return", "close"] | None = Field(
        None,
        description="What the person's answer does before that day: `return` shows the task again, `close` "
        "completes it as replied; nothing: it stays hidden.",
    )


class TaskAnswer(BaseModel):
    """The task as the command left it."""

    model_config = ConfigDict(title="TaskAfterCommand", from_attributes=True)
    task: str
    person: str
    state: str = Field(examples=["claimed"])
    holder: str | None
    lease_until: str | None = Field(description="Until when the claim lasts, in UTC.")
    snoozed_until: str | None
    recruiter: str | None = Field(description="Who should do it; nobody: the agency's pool.")
    revision: int = Field(description="How many times recruiters have changed the task.")
    version: str = Field(description="Give it as `min_version` to see this change.")
    etag: str = Field(description="Give it in quotes as `If-Match` to change no other than this.")


class TasksAnswer(BaseModel):
    """The tasks as the command left them."""

    tasks: list[TaskAnswer] = Field(description="The best one first.")

    @classmethod
    def of(cls, answers: Sequence[Answer]) -> Self:
        """What several tasks were answered."""
        return cls(tasks=[TaskAnswer.model_validate(answer) for answer in answers])


def told(answer: Answer, response: Response) -> TaskAnswer:
    """The answer of one task, with its version and tag in the headers."""
    response.headers["Afterhire-Version"] = answer.version
    if answer.etag:
        response.headers["ETag"] = etags_api.quoted(answer.etag)
    return TaskAnswer.model_validate(answer)
