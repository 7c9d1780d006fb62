"""/v1/referrals and /v1/people/{person}/network: who told the agency of whom."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from services.query.api.asked import Caught
from services.query.api.people import ELSEWHERE, elsewhere
from services.query.cursor import ReferralPlace
from services.query.network import Network
from services.query.persons import Persons
from services.query.referral import Referral
from shared.web.pages_api import Cursor, Limit, place

PersonId = Annotated[UUID, Path(description="The person's id.")]


class ReferralAnswer(BaseModel):
    """That somebody told the agency of somebody."""

    model_config = ConfigDict(title="ReferralOfNetwork")
    by: str = Field(description="The id of who told.")
    by_name: str | None = Field(examples=["Jane Doe"])
    referral: str
    referred: str | None = Field(description="The id of the person they told of, where it is known.")
    name: str | None = Field(description="Who that is.", examples=["Bo Dahl"])
    on: date
    placed_on: date | None = Field(description="The day on which it led to a placement.")


class ReferralPage(BaseModel):
    """Some referrals, the newest first. May be shorter than `limit` though there are more."""

    referrals: list[ReferralAnswer]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class PersonOfNetwork(BaseModel):
    """Somebody in it."""

    person: str
    name: str | None
    degree: int = Field(ge=0, le=2, description="How many referrals away; 0 for whom it was asked of.")


class NetworkAnswer(BaseModel):
    """The people around somebody and what connects them."""

    model_config = ConfigDict(title="NetworkOfPerson")
    person: str
    people: list[PersonOfNetwork] = Field(description="The nearest first, at most 200.")
    referrals: list[ReferralAnswer] = Field(description="The oldest first.")
    truncated: bool = Field(description="Whether there are more people than are shown.")


def router(network: Callable[[], Network], persons: Callable[[], Persons], seen: Caught) -> APIRouter:
    """The routes of these resources."""
    routes = APIRouter(tags=["people"], dependencies=[Depends(seen)])

    @routes.get("/v1/referrals", summary="Who told the agency of whom, the newest first.")
    def referrals(cursor: Cursor = None, limit: Limit = 50) -> ReferralPage:
        found, names, following = network().page(place(cursor, ReferralPlace), limit)
        return ReferralPage(referrals=[_answer(one, names) for one in found], next=following)

    @routes.get(
        "/v1/people/{person}/network",
        summary="Everybody at most two referrals away from somebody.",
        response_model=NetworkAnswer,
        responses=ELSEWHERE,
    )
    def around(person: PersonId) -> NetworkAnswer | Response:
        if into := persons().absorbed_into(str(person)):
            return elsewhere(person, into, "/network")
        persons().must_be_known(str(person))
        found = network().around(str(person))
        return NetworkAnswer(
            person=str(person),
            people=[
                PersonOfNetwork(person=one, name=found.names.get(one), degree=degree)
                for one, degree in found.degrees.items()
            ],
            referrals=[_answer(one, found.names) for one in found.referrals],
            truncated=found.truncated,
        )

    return routes


def _answer(one: Referral, names: dict[str, str | None]) -> ReferralAnswer:
    known = names.get(one.referred) if one.referred else None
    said = {name: value for name, value in one._asdict().items() if name not in {"fact", "name"}}
    return ReferralAnswer(**said, by_name=names.get(one.by), name=known or one.name)
