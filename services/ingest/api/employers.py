"""The routes by which an agency says which employers go on under another name."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from services.ingest import employers
from services.ingest.api.inbox import Inbox, Ways
from shared.database import transaction

Told = Annotated[
    dict[str, list[str]],
    Field(
        description="Today's name of each employer, and the names it had before or that it took in: whoever "
        "is shown under another of them has not changed jobs. Case, signs and legal forms do not count.",
        examples=[{"Initech": ["Initrode", "Penetrode Systems"]}],
    ),
]


class EmployersQuestion(BaseModel):
    """Which employers are one."""

    model_config = ConfigDict(extra="forbid")
    employers: Told


class EmployersAnswer(BaseModel):
    """What is saved."""

    employers: Told
    saved_at: datetime | None = Field(description="null: nothing is saved.")


def add_employers(routes: APIRouter, ways: Ways) -> None:
    """Add the routes."""

    @routes.get("/employers", summary="Which employers go on under another name, by the agency's word.")
    async def shown() -> EmployersAnswer:
        return await run_in_threadpool(_shown, await ways())

    @routes.put("/employers", summary="Say which employers go on under another name.")
    async def save(asked: EmployersQuestion) -> EmployersAnswer:
        """In the place of what was saved before. It holds for what is read from now on."""
        return await run_in_threadpool(_save, await ways(), asked)


def _shown(inbox: Inbox) -> EmployersAnswer:
    with transaction(inbox.parts.engine) as connection:
        found = employers.saved(connection, inbox.parts.agency)
    return EmployersAnswer(employers=found.told, saved_at=found.at)


def _save(inbox: Inbox, asked: EmployersQuestion) -> EmployersAnswer:
    with transaction(inbox.parts.engine) as connection:
        kept = employers.save(connection, inbox.parts.agency, asked.employers, inbox.parts.clock.now())
    return EmployersAnswer(employers=kept.told, saved_at=kept.at)
