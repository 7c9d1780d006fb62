"""What a person did for the agency, and the agency's clients they became."""

from datetime import date

from shared.facts.registry import Fact, event


@event("referral.made", personal=("name", "words"))
class ReferralMade(Fact, frozen=True, kw_only=True):
    """The person told us of somebody."""

    feed: str
    referral: str
    """The id of the referral."""
    on: date
    referred: str | None = None
    """The id of the person they told us of, once known."""
    name: str | None = None
    """Who that is."""
    words: str | None = None


@event("referral.placed", personal=("name", "client", "title"))
class ReferralPlaced(Fact, frozen=True, kw_only=True):
    """Somebody the person told us of was placed."""

    referral: str
    placement: str
    on: date
    name: str | None = None
    client: str | None = None
    title: str | None = None


@event("review.left", personal=("url",))
class ReviewLeft(Fact, frozen=True, kw_only=True):
    """The person reviewed the agency in public."""

    feed: str
    platform: str
    on: date
    url: str | None = None


@event("testimonial.given", personal=("words",))
class TestimonialGiven(Fact, frozen=True, kw_only=True):
    """The person said something we may quote, or not (`publish`)."""

    feed: str
    on: date
    publish: bool
    words: str | None = None


@event("client.won", personal=("employer", "words"))
class ClientWon(Fact, frozen=True, kw_only=True):
    """A candidate became a client: the person's employer hires through the agency."""

    feed: str
    on: date
    employer: str | None = None
    words: str | None = None
