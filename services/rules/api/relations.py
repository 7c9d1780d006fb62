"""/v1/people/{person}/closeness: how somebody stands with the agency, and why."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from services.rules.person import NEVER
from services.rules.person.standing import Closeness
from services.rules.reader import Reader
from services.rules.relation import LEVELS, relation
from shared.clock import day_of
from shared.errors import NotFoundError

PersonId = Annotated[UUID, Path(description="The person's id.")]
Day = Annotated[date | None, Query(description="As it will stand on this day if nothing happens; today.")]


class BecauseAnswer(BaseModel):
    """A fact that makes somebody close."""

    model_config = ConfigDict(title="CloseBecause", from_attributes=True)
    text: str = Field(examples=["Ann Lee reviewed the agency on Google"])
    fact: str | None
    on: date | None
    feed: str | None = Field(description="The feed, or the service, that said it.")


class ClosenessAnswer(BaseModel):
    """How close somebody is to the agency."""

    model_config = ConfigDict(title="Closeness")
    person: str
    day: date
    closeness: Closeness = Field(
        description="`advocate`: referred, reviewed, or very satisfied; `warm`: answered lately; `cool`; "
        "`cold`: silent for long. How long is the playbook's to say."
    )
    level: int = Field(ge=0, le=3, description="The same as a number: 0 for cold, 3 for an advocate.")
    until: date | None = Field(description="The last day of it if nothing happens; null: it does not fade.")
    silent_since: date | None = Field(description="The day of the last contact.")
    in_touch_by: date | None = Field(description="When the silence gets longer than this closeness allows.")
    because: list[BecauseAnswer]


def router(reader: Callable[[], Reader]) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(tags=["people"])

    @routes.get("/v1/people/{person}/closeness", summary="How close somebody is to the agency, and why.")
    def closeness(person: PersonId, on: Day = None) -> ClosenessAnswer:
        read = reader()
        known, playbook = read.find(str(person))
        if known.person.seen == NEVER:
            raise NotFoundError(f"Nothing is known of a person {person}.")
        day = on or day_of(read.clock.now(), read.zone)
        found = relation(known.person, day, playbook)
        return ClosenessAnswer(
            person=str(person),
            day=day,
            level=LEVELS[found.closeness],
            because=[BecauseAnswer.model_validate(one) for one in found.because],
            **{name: value for name, value in found._asdict().items() if name != "because"},
        )

    return routes
