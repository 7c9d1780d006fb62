"""/v1/recruiters/{recruiter}/handover: all that is one recruiter's to do becomes another's."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from services.desk.api.forms import Form, Recruiter, TasksAnswer
from services.desk.handovers import Handover, Handovers
from shared.access.principal import acting_as
from shared.plain import PLAIN

Whose = Annotated[
    str,
    Path(max_length=200, pattern=PLAIN, description="Whose tasks.", examples=["ann@agency.example"]),
]
PATH = "/{recruiter:path}/handover"  # a name may hold a slash: feeds name recruiters as they like


class HandoverForm(Form):
    """Who gets the tasks, and for how long."""

    to: Recruiter | None = Field(description="Another recruiter; nobody: the agency's pool.")
    until: date | None = Field(None, description="The last day of their leave; nothing: they left.")


class HandoverAnswer(BaseModel):
    """Whose tasks are whose."""

    model_config = ConfigDict(title="Handover", from_attributes=True)
    recruiter: str
    to: str | None
    by: str
    until: date | None


class Begun(TasksAnswer):
    """The tasks that have moved; more follow by themselves, as do those still to come."""


def router(handovers: Callable[[], Handovers]) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/recruiters")

    @routes.put(PATH, summary="Let somebody else do all that is this recruiter's to do, now and to come.")
    def hand_over(recruiter: Whose, form: HandoverForm) -> Begun:
        whose, by = acting_as(recruiter), acting_as(form.by)
        return Begun.of(handovers().begin(Handover(whose, form.to, by, form.until)))

    @routes.get(PATH, summary="Who does what was this recruiter's to do.")
    def handover(recruiter: Whose) -> HandoverAnswer:
        return HandoverAnswer.model_validate(handovers().of(recruiter))

    @routes.delete(PATH, status_code=204, summary="The recruiter is back: what comes from now on is theirs.")
    def take_back(recruiter: Whose) -> None:
        handovers().end(acting_as(recruiter))

    return routes
