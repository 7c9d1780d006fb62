"""/v1/tasks/{task}/…: what a recruiter does with one task."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from services.desk.api.form_answers import FormAnswer
from services.desk.api.forms import (
    BestForm,
    Completion,
    Dismissal,
    Form,
    Nap,
    Reassignment,
    Reopening,
    TaskAnswer,
    TasksAnswer,
    told,
)
from services.desk.api.terms import OnKey, OnTerms
from services.desk.commands import (
    Claim,
    ClaimBest,
    Complete,
    Dismiss,
    Extend,
    Reassign,
    Release,
    Reopen,
    Snooze,
    Unsnooze,
)
from services.desk.desk import Desk
from shared.access.principal import acting_as

Task = Annotated[UUID, Path(description="The task's id, as GET /v1/tasks gives it.")]
Desks = Callable[[], Desk]
"""Gives what carries out the commands, or raises `UnavailableError` when not yet."""


def router(desk: Desks) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/tasks")
    _add_claims(routes, desk)
    _add_naps(routes, desk)
    _add_endings(routes, desk)
    return routes


def _add_claims(routes: APIRouter, desk: Desks) -> None:
    @routes.post("/{task}/claim", summary="Take a task, so that nobody else works on it.")
    def claim(task: Task, form: Form, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Claim(acting_as(form.by)), terms), response)

    @routes.post("/claim", summary="Take the best open tasks, in the queue's own order.")
    def claim_best(form: BestForm, key: OnKey) -> TasksAnswer:
        wanted = ClaimBest(acting_as(form.by), form.count, form.recruiter, form.play)
        return TasksAnswer.of(desk().claim_best(wanted, key))

    @routes.post("/{task}/extend", summary="Hold a claimed task for longer.")
    def extend(task: Task, form: Form, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Extend(acting_as(form.by)), terms), response)

    @routes.post("/{task}/release", summary="Give a claimed task back to the queue.")
    def release(task: Task, form: Form, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Release(acting_as(form.by)), terms), response)

    @routes.post("/{task}/reassign", summary="Let somebody else do the task.")
    def reassign(task: Task, form: Reassignment, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Reassign(acting_as(form.by), form.to), terms), response)


def _add_naps(routes: APIRouter, desk: Desks) -> None:
    @routes.post("/{task}/snooze", summary="Hide a task until a day inside its window.")
    def snooze(task: Task, form: Nap, response: Response, terms: OnTerms) -> TaskAnswer:
        nap = Snooze(acting_as(form.by), form.until, form.on_reply)
        return told(desk().do(str(task), nap, terms), response)

    @routes.post("/{task}/unsnooze", summary="Show a snoozed task again, before its day.")
    def unsnooze(task: Task, form: Form, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Unsnooze(acting_as(form.by)), terms), response)


def _add_endings(routes: APIRouter, desk: Desks) -> None:
    @routes.get("/{task}/form", summary="What may be filled in when the task is done.")
    def form_of_task(task: Task) -> FormAnswer:
        return FormAnswer.of(desk().task(str(task)))

    @routes.post("/{task}/complete", summary="The task is done; say what came of it.")
    def complete(task: Task, form: Completion, response: Response, terms: OnTerms) -> TaskAnswer:
        # Sorted: in another order it is the same request.
        answers = dict(sorted(form.answers.items()))
        done = Complete(acting_as(form.by), form.outcome, form.note, form.satisfaction, form.channel, answers)
        return told(desk().do(str(task), done, terms), response)

    @routes.post("/{task}/dismiss", summary="The task will not be done; say why.")
    def dismiss(task: Task, form: Dismissal, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Dismiss(acting_as(form.by), form.reason), terms), response)

    @routes.post("/{task}/reopen", summary="The task was completed or dismissed by mistake.")
    def reopen(task: Task, form: Reopening, response: Response, terms: OnTerms) -> TaskAnswer:
        return told(desk().do(str(task), Reopen(acting_as(form.by), form.reason), terms), response)
