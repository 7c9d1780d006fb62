"""The route for what a person said, and for contacts made elsewhere."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from services.ingest.api.inbox import Ways
from services.ingest.firsthand.kinds import AnyStatement, Contact, Note
from services.ingest.firsthand.saying import Firsthand
from shared.access.principal import acting_as

ACCEPTED = 202
MOST = 100
Person = Annotated[UUID, Path(description="The person's id, as GET /v1/tasks gives it.")]
Statements = Annotated[
    list[AnyStatement],
    Body(min_length=1, max_length=MOST, description="What is told, in the order in which it was said."),
]
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same statements with the same key are told once; without one, the same words about "
        "the same day are.",
    ),
]


class ToldAnswer(BaseModel):
    """What came of it."""

    model_config = ConfigDict(from_attributes=True)
    person: str = Field(description="Whom it was about: whom the named one turned out to be, after a merge.")
    new: int
    known: int = Field(description="How many had been told before.")
    version: str = Field(description="Give it as `min_version` to see what this changed.")


def add_firsthand(routes: APIRouter, ways: Ways) -> None:
    """Add the route."""

    @routes.post(
        "/people/{person}/facts",
        summary="Tell what a person said or did, what may suit them, or of a contact made elsewhere.",
        status_code=ACCEPTED,
    )
    async def tell(person: Person, statements: Statements, response: Response, key: Key = None) -> ToldAnswer:
        for statement in statements:
            if isinstance(statement, Note | Contact) and statement.by:
                acting_as(statement.by)
        inbox = await ways()
        answer = await run_in_threadpool(
            _tell, Firsthand(inbox.parts, inbox.settings), person, statements, key
        )
        response.headers["Afterhire-Version"] = answer.version
        return answer


def _tell(
    firsthand: Firsthand, person: UUID, statements: Sequence[AnyStatement], key: str | None
) -> ToldAnswer:
    return ToldAnswer.model_validate(firsthand.tell(str(person), statements, key))
