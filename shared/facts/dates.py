"""Time arriving as facts, published by the calendar."""

from datetime import date

from shared.facts.registry import Fact, event


@event("anniversary.due")
class AnniversaryDue(Fact, frozen=True, kw_only=True):
    """An anniversary of a placement comes up; announced some days ahead."""

    placement: str
    occurs_on: date
    years: int


@event("milestone.due")
class MilestoneDue(Fact, frozen=True, kw_only=True):
    """A day that matters in a placement comes up; announced some days ahead."""

    placement: str
    milestone: str
    """`guarantee_end`, `probation_end` or `contract_end`."""
    occurs_on: date


@event("review.due")
class ReviewDue(Fact, frozen=True, kw_only=True):
    """The day has come on which the person's plan asked to be looked at again."""

    on: date
