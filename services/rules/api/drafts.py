"""/v1/people/{person}/tasks/{task}/draft: what a recruiter may begin with."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from services.rules.drafts.writer import Writer

PersonId = Annotated[UUID, Path(description="The person's id.")]
TaskId = Annotated[UUID, Path(description="The task's id, as GET /v1/tasks gives it.")]
Language = Annotated[
    str | None,
    Query(pattern="^[a-z]{2}$", description="Without it the playbook's.", examples=["en"]),
]
Me = Annotated[
    str | None,
    Query(max_length=200, description="Who signs it; without it the task's recruiter, if known by name."),
]


class DraftOfTask(BaseModel):
    """A suggestion, to be edited and sent by the recruiter; Afterhire sends nothing."""

    task: str
    play: str = Field(examples=["congratulate_on_anniversary"])
    language: str = Field(examples=["en"])
    own_words: bool = Field(description="Whether the agency's own wording was used.")
    subject: str = Field(examples=["Three years at Acme"])
    body: str


def router(writer: Callable[[], Writer]) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(tags=["drafts"])

    @routes.get("/v1/people/{person}/tasks/{task}/draft", summary="A draft, in the recruiter's voice.")
    def draft(person: PersonId, task: TaskId, language: Language = None, me: Me = None) -> DraftOfTask:
        made = writer().write(str(person), str(task), language, me)
        return DraftOfTask(
            task=made.task,
            play=made.play,
            language=made.language,
            own_words=made.own_words,
            subject=made.draft.subject,
            body=made.draft.body,
        )

    return routes
