"""What the market holds, about no person: jobs, articles, events. The key names the job or resource.

Nothing here is personal: a job's client is a firm, and what it asks for is for everybody to read.
"""

from datetime import date

from shared.facts.registry import Fact, event


@event("job.opened")
class JobOpened(Fact, frozen=True, kw_only=True):
    """A job can be applied for. Stated anew it corrects what was said, or opens again what was closed."""

    feed: str
    reference: str
    """What the feed calls it."""
    title: str
    posted_on: date
    closes_on: date | None = None
    """The last day on which somebody can apply."""
    client: str | None = None
    place: str | None = None
    field: str | None = None
    """A field of work as `shared/titles` has them; without one, the title says it."""
    skills: tuple[str, ...] = ()
    pay_from: int | None = None
    """What it pays a year, in whole units of the currency, at least; None where that was not said."""
    pay_to: int | None = None
    currency: str | None = None
    """By ISO 4217: `EUR`."""
    url: str | None = None


@event("job.closed")
class JobClosed(Fact, frozen=True, kw_only=True):
    """Nobody can apply for the job any more."""

    feed: str
    on: date


@event("resource.published")
class ResourcePublished(Fact, frozen=True, kw_only=True):
    """There is an article to read or an event to go to. Stated anew it corrects what was said."""

    feed: str
    reference: str
    """What the feed calls it."""
    kind: str
    """`article` or `event`."""
    title: str
    published_on: date
    topics: tuple[str, ...] = ()
    url: str | None = None
    starts_on: date | None = None
    """An event's first day."""
    ends_on: date | None = None
    """The last day on which it is of use: an event's last day."""


@event("resource.withdrawn")
class ResourceWithdrawn(Fact, frozen=True, kw_only=True):
    """The article was taken down, or the event was called off."""

    feed: str
