"""What the market holds for a person, found by matching."""

from datetime import date

from shared.facts.registry import Fact, event


@event("opportunity.matched", personal=("why",))
class OpportunityMatched(Fact, frozen=True, kw_only=True):
    """A job fits the person. The same match again says it anew: another day it closes, a better reason."""

    match: str
    """The id of the match."""
    job: str
    """The id of the job."""
    kind: str
    """`field`: it is in their field; `placement`: it is like one they were placed in."""
    posted_on: date
    closes_on: date | None = None
    title: str | None = None
    client: str | None = None
    place: str | None = None
    score: int = 0
    """0 to 100: how well it fits."""
    why: str | None = None


@event("resource.matched", personal=("interest",))
class ResourceMatched(Fact, frozen=True, kw_only=True):
    """An article or an event meets an interest of the person."""

    match: str
    resource: str
    """The id of the resource."""
    kind: str
    """`article` or `event`."""
    found_on: date
    ends_on: date | None = None
    """The last day on which it is of use: an event's day."""
    title: str | None = None
    url: str | None = None
    interest: str | None = None


@event("match.withdrawn")
class MatchWithdrawn(Fact, frozen=True, kw_only=True):
    """A match does not hold any more: the job closed, the event is over, the person does not fit."""

    match: str
    because: str
