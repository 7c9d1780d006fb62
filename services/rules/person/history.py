"""What the facts about one person say, each part with the fact it comes from.

Of two facts that speak of the same thing the later one in the total order holds. Every part remembers the
place of its fact in that order, so a late fact finds its place whenever it arrives.
"""

from datetime import date, datetime

from msgspec import Struct

from shared.facts.spans import Span


class Said(Struct, frozen=True, order=True, array_like=True, gc=False):
    """Which fact says something; compares by the total order."""

    occurred: str
    recorded_at: datetime
    fact: str
    feed: str
    """The feed, or the service that wrote the fact."""

    @property
    def on(self) -> date:
        """The day on which it happened."""
        return date.fromisoformat(self.occurred[:10])


class Profile(Struct, frozen=True, array_like=True):
    """What one feed says of the person."""

    said: Said
    name: str | None
    recruiter: str | None
    given_name: str | None = None
    employer: str | None = None
    title: str | None = None


class Consent(Struct, frozen=True, array_like=True):
    """The last word on whether we may write to them."""

    said: Said
    given: bool


class Anniversary(Struct, frozen=True, array_like=True):
    """An announced anniversary of a placement."""

    said: Said
    placement: str
    occurs_on: date
    years: int


class Milestone(Struct, frozen=True, array_like=True):
    """An announced day that matters in a placement."""

    said: Said
    placement: str
    milestone: str
    occurs_on: date


class Change(Struct, frozen=True, array_like=True):
    """How somebody came into a role: `move` means from another employer."""

    said: Said
    since: Span
    move: bool
    learned: date
    """The agency's day on which we learned of it."""
    old_employer: str | None
    old_title: str | None


class RoleEnd(Struct, frozen=True, array_like=True):
    """That a role is over."""

    said: Said
    until: Span
    laid_off: bool
    learned: date


class Role(Struct, frozen=True, array_like=True):
    """A role somewhere, wherever it came from."""

    id: str
    said: Said
    """The newest fact about it, whose words these are."""
    employer: str | None
    title: str | None
    seen: Said | None = None
    """The newest fact that shows the person in it."""
    change: Change | None = None
    end: RoleEnd | None = None
    seen_from: date | None = None
    """The first day on which a snapshot shows the person in it."""

    @property
    def over(self) -> bool:
        """Whether it ended and the person was not seen in it again since."""
        return self.end is not None and (self.seen is None or self.end.said >= self.seen)


class Adoption(Struct, frozen=True, array_like=True):
    """Which playbook holds for the person."""

    said: Said
    playbook: str
    number: int


class Retraction(Struct, frozen=True, array_like=True):
    """That a fact does not hold."""

    said: Said
    reason: str


class Absorption(Struct, frozen=True, array_like=True):
    """That the person turned out to be another one."""

    said: Said
    into: str
