"""/v1/reputation, /v1/testimonials and /v1/conversions: what people say of the agency and do for it."""

from collections.abc import Callable
from datetime import date

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.query.conversions import Conversions
from services.query.cursor import SaidPlace
from services.query.filled import Whole
from services.query.reputation import Reputation, Testimonial, score
from shared.web.pages_api import Cursor, Limit, place


class SatisfactionAnswer(BaseModel):
    """How satisfied people are, by the newest word of each within 365 days."""

    model_config = ConfigDict(title="SatisfactionOfPeople")
    people: int = Field(description="How many said so.")
    average: float | None = Field(description="From 0 to 10.", examples=[8.7])
    promoters: int = Field(description="Who said 9 or 10.")
    passives: int = Field(description="Who said 7 or 8.")
    detractors: int = Field(description="Who said 0 to 6.")
    score: int | None = Field(
        ge=-100, le=100, description="The net promoter score: promoters less detractors, of a hundred."
    )


class QuarterOfSatisfaction(BaseModel):
    """The words of one quarter, of each person the newest."""

    begins: date
    people: int
    average: float | None


class PlatformAnswer(BaseModel):
    """Reviews on one site."""

    model_config = ConfigDict(title="ReviewsOfPlatform")
    platform: str = Field(examples=["google"])
    reviews: int
    last_on: date


class ReputationAnswer(BaseModel):
    """What is said of the agency. `GET /v1/testimonials` has the words."""

    model_config = ConfigDict(title="Reputation")
    satisfaction: SatisfactionAnswer
    quarters: list[QuarterOfSatisfaction] = Field(description="The last eight, the oldest first.")
    platforms: list[PlatformAnswer] = Field(description="The site with most reviews first.")


class TestimonialAnswer(BaseModel):
    """What somebody said, and agreed to have published."""

    model_config = ConfigDict(title="TestimonialToPublish")
    person: str
    fact: str = Field(description="The fact that tells of it; an entry of the person's timeline.")
    name: str | None = Field(examples=["Jane Doe"])
    words: str
    on: date


class TestimonialPage(BaseModel):
    """Some testimonials with consent, the newest first."""

    testimonials: list[TestimonialAnswer]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


class ConversionAnswer(BaseModel):
    """Somebody's employer became a client."""

    model_config = ConfigDict(title="Conversion")
    person: str
    fact: str = Field(description="The fact that tells of it; an entry of the person's timeline.")
    name: str | None = Field(examples=["Jane Doe"])
    employer: str | None = Field(examples=["Acme"])
    on: date
    placed_on: date | None = Field(description="When they first began in a job the agency placed them in.")


class ConversionPage(BaseModel):
    """How many candidates became clients, and some of them, the newest first."""

    placed: int = Field(description="People who began in a job they were placed in.")
    offered: int = Field(description="People who were offered help with a team of their own.")
    won: int = Field(description="People who became clients.")
    conversions: list[ConversionAnswer]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")


def router(
    reputation: Callable[[], Reputation], conversions: Callable[[], Conversions], whole: Whole
) -> APIRouter:
    """The routes of these resources."""
    routes = APIRouter(prefix="/v1", tags=["impact"], dependencies=[Depends(whole)])

    @routes.get("/reputation", summary="How satisfied people are, and where they reviewed the agency.")
    def said() -> ReputationAnswer:
        found = reputation().satisfaction()
        return ReputationAnswer(
            satisfaction=SatisfactionAnswer(**found._asdict(), score=score(found)),
            quarters=[QuarterOfSatisfaction(**each._asdict()) for each in reputation().by_quarter()],
            platforms=[PlatformAnswer(**each._asdict()) for each in reputation().platforms()],
        )

    @routes.get("/testimonials", summary="What people said and agreed to have published, the newest first.")
    def testimonials(cursor: Cursor = None, limit: Limit = 50) -> TestimonialPage:
        found, following = reputation().testimonials(place(cursor, SaidPlace), limit)
        return TestimonialPage(testimonials=[testimonial(one) for one in found], next=following)

    @routes.get("/conversions", summary="Which candidates became clients, the newest first.")
    def converted(cursor: Cursor = None, limit: Limit = 50) -> ConversionPage:
        found, following = conversions().page(place(cursor, SaidPlace), limit)
        answers = [ConversionAnswer(**one._asdict()) for one in found]
        return ConversionPage(**conversions().steps()._asdict(), conversions=answers, next=following)

    return routes


def testimonial(one: Testimonial) -> TestimonialAnswer:
    """As the API tells it."""
    return TestimonialAnswer(**one._asdict())
