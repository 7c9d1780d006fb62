"""The desk's HTTP API: the verbs of a recruiter."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from services.desk.commands import Claim, Command, Complete, Dismiss, Extend, Release, Snooze, Unsnooze
from services.desk.desk import Answer, Desk
from services.desk.form_answers import FormAnswer
from shared.facts.contacts import CHANNELS
from shared.facts.outreach import OUTCOMES
from shared.plain import PLAIN

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
Task = Annotated[UUID, Path(description="The task's id, as GET /v1/tasks gives it.")]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same request with the same key is carried out once and answered the same.",
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


def router(desk: Callable[[], Desk]) -> APIRouter:
    """The routes; `desk` gives what carries out the commands, or raises `UnavailableError` when not yet."""
    routes = APIRouter(prefix="/v1/tasks", tags=["desk"])

    def carry_out(task: UUID, command: Command, key: str | None, response: Response) -> TaskAnswer:
        answer: Answer = desk().do(str(task), command, key)
        response.headers["Afterhire-Version"] = answer.version
        return TaskAnswer.model_validate(answer)

    @routes.post("/{task}/claim", summary="Take a task, so that nobody else works on it.")
    def claim(task: Task, form: Form, response: Response, key: Key = None) -> TaskAnswer:
        return carry_out(task, Claim(form.by), key, response)

    @routes.post("/{task}/extend", summary="Hold a claimed task for longer.")
    def extend(task: Task, form: Form, response: Response, key: Key = None) -> TaskAnswer:
        return carry_out(task, Extend(form.by), key, response)

    @routes.post("/{task}/release", summary="Give a claimed task back to the queue.")
    def release(task: Task, form: Form, response: Response, key: Key = None) -> TaskAnswer:
        return carry_out(task, Release(form.by), key, response)

    @routes.post("/{task}/complete", summary="The task is done; say what came of it.")
    def complete(task: Task, form: Completion, response: Response, key: Key = None) -> TaskAnswer:
        # Sorted: in another order it is the same request.
        answers = dict(sorted(form.answers.items()))
        done = Complete(form.by, form.outcome, form.note, form.satisfaction, form.channel, answers)
        return carry_out(task, done, key, response)

    @routes.post("/{task}/dismiss", summary="The task will not be done; say why.")
    def dismiss(task: Task, form: Dismissal, response: Response, key: Key = None) -> TaskAnswer:
        return carry_out(task, Dismiss(form.by, form.reason), key, response)

    @routes.post("/{task}/snooze", summary="Hide a task until a day inside its window.")
    def snooze(task: Task, form: Nap, response: Response, key: Key = None) -> TaskAnswer:
        return carry_out(task, Snooze(form.by, form.until), key, response)

    @routes.post("/{task}/unsnooze", summary="Show a snoozed task again, before its day.")
    def unsnooze(task: Task, form: Form, response: Response, key: Key = None) -> TaskAnswer:
        return carry_out(task, Unsnooze(form.by), key, response)

    @routes.get("/{task}/form", summary="What may be filled in when the task is done.")
    def form_of_task(task: Task) -> FormAnswer:
        return FormAnswer.of(desk().task(str(task)))

    return routes
