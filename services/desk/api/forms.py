"""What a recruiter says with each verb, and what they are told."""

from datetime import date
from typing import Annotated

from fastapi import Response
from pydantic import BaseModel, ConfigDict, Field

from services.desk.desk import Answer
from shared.facts.contacts import CHANNELS
from shared.facts.outreach import OUTCOMES
from shared.plain import PLAIN
from shared.web import etags_api

Who = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        pattern=PLAIN,
        description="The recruiter.",
        examples=["ann@agency.example"],
    ),
]
MOST_ANSWERS = 50
AnAnswer = str | int | bool | list[str] | None


class Form(BaseModel):
    """What every verb says."""

    model_config = ConfigDict(extra="forbid")
    by: Who


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


class Nap(Form):
    """Until when the task hides."""

    until: date = Field(description="A day inside the task's window.", examples=["2026-03-01"])


class TaskAnswer(BaseModel):
    """The task as the command left it."""

    model_config = ConfigDict(title="TaskAfterCommand", from_attributes=True)
    task: str
    person: str
    state: str = Field(examples=["claimed"])
    holder: str | None
    lease_until: str | None = Field(description="Until when the claim lasts, in UTC.")
    snoozed_until: str | None
    revision: int = Field(description="How many times recruiters have changed the task.")
    version: str = Field(description="Give it as `min_version` to see this change.")
    etag: str = Field(description="Give it in quotes as `If-Match` to change no other than this.")


def told(answer: Answer, response: Response) -> TaskAnswer:
    """The answer of one task, with its version and tag in the headers."""
    response.headers["Afterhire-Version"] = answer.version
    if answer.etag:
        response.headers["ETag"] = etags_api.quoted(answer.etag)
    return TaskAnswer.model_validate(answer)
