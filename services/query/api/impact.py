"""/v1/impact: what the work came to, of the agency and of each recruiter."""

from collections.abc import Callable, Mapping
from datetime import date

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from services.query.api.recruiters import Recruiter
from services.query.api.reputation import TestimonialAnswer, testimonial
from services.query.filled import Whole
from services.query.impact import Impact, Impacts
from services.query.reputation import Reputation

QUOTED = 5


class ImpactAnswer(BaseModel):
    """What became of people who were placed, and what they did for the agency."""

    model_config = ConfigDict(title="Impact")
    careers: int = Field(description="People who began in a job they were placed in.")
    years: float = Field(description="Spent in these jobs so far, all together.", examples=[41.5])
    promotions: int = Field(description="Since the first of them, as far as it was seen.")
    referrals: int = Field(description="People they told us of.")
    referrals_placed: int = Field(description="Of these, who was placed.")
    clients: int = Field(description="How many of them became clients.")
    reviews: int
    scored: int = Field(description="How many said how satisfied they are.")
    satisfaction: float | None = Field(description="On average of the newest word of each, from 0 to 10.")


class YearAnswer(BaseModel):
    """How many people began a job they were placed in, in one year."""

    model_config = ConfigDict(title="YearOfImpact")
    year: int
    careers: int


class ImpactOfRecruiter(ImpactAnswer):
    """What the work of one recruiter came to."""

    recruiter: str = Field(examples=["ann@agency.example"])


class ImpactOfOne(ImpactOfRecruiter):
    """With the years, and what people said."""

    by_year: list[YearAnswer]
    said: list[TestimonialAnswer] = Field(
        description="What people they placed said and agreed to have published: the newest five."
    )


class ImpactOfAgency(ImpactAnswer):
    """What the work of the agency came to, as it stood at most half a minute ago."""

    by_year: list[YearAnswer]
    said: list[TestimonialAnswer] = Field(description="What may be published: the newest five.")
    recruiters: list[ImpactOfRecruiter] = Field(
        description="Those who helped most careers first, at most 200. Who was placed by two recruiters "
        "counts for both, and once for the agency."
    )
    as_of: date = Field(description="The agency's calendar day.")


def router(impacts: Callable[[], Impacts], reputation: Callable[[], Reputation], whole: Whole) -> APIRouter:
    """The routes of this resource."""
    routes = APIRouter(prefix="/v1/impact", tags=["impact"], dependencies=[Depends(whole)])

    @routes.get("", summary="What the agency's work came to, and that of each recruiter.")
    def agency() -> ImpactOfAgency:
        found, by_year = impacts().of_agency()
        each = [ImpactOfRecruiter(recruiter=name, **one._asdict()) for name, one in impacts().of_each()]
        said, _ = reputation().testimonials(None, QUOTED)
        return ImpactOfAgency(
            **found._asdict(),
            by_year=_years(by_year),
            said=[testimonial(one) for one in said],
            recruiters=each,
            as_of=impacts().store.today(),
        )

    # A name may hold a slash: feeds name recruiters as they like.
    @routes.get("/recruiters/{recruiter:path}", summary="What the work of one recruiter came to.")
    def recruiter(recruiter: Recruiter) -> ImpactOfOne:
        found: tuple[Impact, dict[int, int]] = impacts().of(recruiter)
        said, _ = reputation().testimonials(None, QUOTED, recruiter)
        return ImpactOfOne(
            recruiter=recruiter,
            **found[0]._asdict(),
            by_year=_years(found[1]),
            said=[testimonial(one) for one in said],
        )

    return routes


def _years(by_year: Mapping[int, int]) -> list[YearAnswer]:
    return [YearAnswer(year=year, careers=careers) for year, careers in by_year.items()]
