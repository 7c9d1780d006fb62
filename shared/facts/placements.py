"""Placements: who was placed, where, from when, and what became of it."""

from datetime import date

from shared.facts.registry import Fact, event
from shared.facts.spans import Span


@event("application.moved", personal=("job", "stage"))
class ApplicationMoved(Fact, frozen=True, kw_only=True):
    """An application reached another stage of the hiring process."""

    feed: str
    application: str
    """The feed's own id."""
    job: str | None = None
    stage: str | None = None


@event("offer.made")
class OfferMade(Fact, frozen=True, kw_only=True):
    """An offer, or a later version of one, exists. `placement` is what it becomes when accepted."""

    feed: str
    offer: str
    """The feed's own id."""
    version: int
    placement: str
    status: str
    """The feed's own word, at most 40 lower-case letters: `created`, `accepted`, `deprecated` …"""
    starts: Span | None = None


@event("placement.started", personal=("client", "title"))
class PlacementStarted(Fact, frozen=True, kw_only=True):
    """The agency placed the person: hired, with the first working day in `starts` (it may be ahead)."""

    feed: str
    placement: str
    starts: Span
    recruiter: str | None = None
    """Who placed them: the recruiter's e-mail address or, without one, their name."""
    employment: str = "unknown"
    """`permanent`, `contract` or `unknown`."""
    ends: date | None = None
    """The last day of a contract; `None` when permanent or unknown."""
    client: str | None = None
    title: str | None = None


@event("placement.rescheduled")
class PlacementRescheduled(Fact, frozen=True, kw_only=True):
    """The dates of a placement were corrected; both are given whole."""

    feed: str
    placement: str
    starts: Span
    ends: date | None = None


@event("placement.cancelled", personal=("words",))
class PlacementCancelled(Fact, frozen=True, kw_only=True):
    """The placement never took place, or the hire was undone: as if it had not been."""

    feed: str
    placement: str
    words: str | None = None


@event("placement.ended", personal=("words",))
class PlacementEnded(Fact, frozen=True, kw_only=True):
    """The placement was over after `ended_on`; `early` when it was meant to last longer."""

    feed: str
    placement: str
    ended_on: date
    early: bool
    words: str | None = None
