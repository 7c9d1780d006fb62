"""/v1/insights/employers: what people answered about where they work. Nothing is told of fewer than three."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from pydantic import BaseModel, ConfigDict, Field

from services.query.cursor import EmployerPlace
from services.query.employers import Employer, Employers
from services.query.filled import Whole
from shared.web.pages_api import Cursor, Limit, place

EmployerId = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{64}$",
        description="The employer, as the list gives it; it cannot be worked out from a name.",
        examples=["5f" * 32],
    ),
]


class ShareAnswer(BaseModel):
    """A number, and of how many people: of three, six, nine … of them."""

    model_config = ConfigDict(title="Share")
    value: float
    people: int = Field(ge=3)


class EmployerAnswer(BaseModel):
    """An employer as its people speak of it."""

    model_config = ConfigDict(title="EmployerInsight")
    employer: str = Field(description="Its id here.", examples=["5f" * 32])
    name: str | None = Field(description="As it was called last.", examples=["Acme"])
    people: int = Field(ge=3, description="How many people's answers are counted, in steps of three.")
    rating: ShareAnswer | None = Field(description="How good the onboarding was, from 1 to 5, on average.")
    hiring: ShareAnswer | None = Field(
        description="Which part says that their team plans to hire: 0.5 is half."
    )


class EmployerPage(BaseModel):
    """Some employers, those of whom most people spoke first."""

    employers: list[EmployerAnswer]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class TechnologyAnswer(BaseModel):
    """A technology, and how many people work with it."""

    model_config = ConfigDict(title="Technology")
    name: str = Field(examples=["kafka"])
    people: int = Field(ge=3)


class EmployerWhole(EmployerAnswer):
    """With what was said in words, which is never told of fewer than three people, nor who said it."""

    model_config = ConfigDict(title="EmployerInsightWhole")
    went_well: list[str] = Field(description="In no order that tells who said it.")
    fell_short: list[str] = Field(description="In no order that tells who said it.")
    technologies: list[TechnologyAnswer] = Field(description="Each named by three people or more.")


def router(employers: Callable[[], Employers], whole: Whole) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/insights/employers", tags=["insights"], dependencies=[Depends(whole)])

    @routes.get("", summary="What people answered about their employers, each told of at least three people.")
    def spoken_of(cursor: Cursor = None, limit: Limit = 50) -> EmployerPage:
        found, following = employers().page(place(cursor, EmployerPlace), limit)
        return EmployerPage(employers=[EmployerAnswer(**_told(one)) for one in found], next=following)

    @routes.get("/{employer}", summary="One employer, with what was said in words.")
    def employer(employer: EmployerId) -> EmployerWhole:
        found, words = employers().of(employer)
        technologies = [
            TechnologyAnswer(name=name, people=people) for name, people in words.technologies.items()
        ]
        return EmployerWhole(
            **_told(found),
            went_well=words.went_well,
            fell_short=words.fell_short,
            technologies=technologies,
        )

    return routes


def _told(one: Employer) -> dict[str, Any]:
    shares = {"rating": one.rating, "hiring": one.hiring}
    told = {name: ShareAnswer(**share._asdict()) if share else None for name, share in shares.items()}
    return {"employer": one.id, "name": one.name, "people": one.people, **told}
