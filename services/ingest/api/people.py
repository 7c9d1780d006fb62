"""The routes by which people are said to be one, or forgotten."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from services.ingest.api.inbox import Ways
from services.ingest.identity import by_hand, forgetting

Person = Annotated[UUID, Path(description="Who turned out to be somebody else.")]
Forgetting = Annotated[UUID, Path(description="Whom to forget, or whom they became.")]


class MergeQuestion(BaseModel):
    """Whom they turned out to be."""

    model_config = ConfigDict(extra="forbid")
    into: UUID = Field(description="Who goes on, with the facts of both.")


class MergeAnswer(BaseModel):
    """What came of it."""

    model_config = ConfigDict(from_attributes=True)
    person: str = Field(description="Who goes on; whom `into` became, after an earlier merge.")
    new: bool = Field(description="False when the two were one already.")
    version: str | None = Field(description="Give it as `min_version` to see what this changed.")


class ForgottenAnswer(BaseModel):
    """Who was forgotten."""

    model_config = ConfigDict(from_attributes=True, title="Forgotten")
    people: list[str] = Field(description="The person, and everybody who was merged into them.")
    version: str = Field(description="Give it as `min_version` to see what this changed.")


def add_people(routes: APIRouter, ways: Ways) -> None:
    """Add the routes."""

    @routes.delete("/people/{person}", summary="Forget somebody, to the last byte of the log.")
    async def forget(person: Forgetting, response: Response) -> ForgottenAnswer:
        """Their key is deleted, so that nobody can read what was said of them. Nothing undoes it.

        What feeds send of them later is not taken; in the systems it comes from they have to be deleted too.
        """
        inbox = await ways()
        forgotten = await run_in_threadpool(forgetting.forget, inbox.parts, str(person))
        response.headers["Afterhire-Version"] = forgotten.version
        return ForgottenAnswer.model_validate(forgotten)

    @routes.post("/people/{person}/merge", summary="Say that somebody is somebody else who is known.")
    async def merge(person: Person, asked: MergeQuestion, response: Response) -> MergeAnswer:
        """`POST /v1/identity/merges/{merge}/undo` takes it back."""
        inbox = await ways()
        joined = await run_in_threadpool(by_hand.merge, inbox.parts, str(person), str(asked.into))
        if joined.version:
            response.headers["Afterhire-Version"] = joined.version
        return MergeAnswer.model_validate(joined)
