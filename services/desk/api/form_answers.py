"""What tools are told of a task's form."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from services.desk.task import Task
from shared.facts.outreach import OUTCOMES
from shared.forms import Kind, form_of


class QuestionAnswer(BaseModel):
    """One question; none has to be answered."""

    model_config = ConfigDict(title="Question", from_attributes=True)
    name: str = Field(description="Its name among the `answers` of a completion.", examples=["rating"])
    label: str = Field(description="What the recruiter reads.", examples=["What went well?"])
    kind: Kind = Field(
        description="`rating`: 1 to 5; `score`: 0 to 10; `text`; `yes_no`: true or false; `date`: a day like "
        "2026-03-01; `choice`: one of the choices; `platform`: a review site, the choices are the usual "
        "ones; `link`: a web page's address; `words`: a list of short texts."
    )
    choices: list[str]
    needs: str | None = Field(description="The question that has to be answered too where this one is.")


class FormAnswer(BaseModel):
    """The form of a task's play."""

    model_config = ConfigDict(title="Form")
    task: str
    play: str = Field(examples=["ask_about_onboarding"])
    about: str = Field(description="The id of what the task is about: a placement, a role.")
    outcomes: list[str] = Field(description="How the task may have ended; one of them has to be said.")
    questions: list[QuestionAnswer] = Field(description="In the order in which a recruiter is asked.")

    @classmethod
    def of(cls, task: Task) -> Self:
        """The form of a task."""
        questions = [QuestionAnswer.model_validate(each) for each in form_of(task.play).questions]
        return cls(
            task=task.task, play=task.play, about=task.about, outcomes=list(OUTCOMES), questions=questions
        )
