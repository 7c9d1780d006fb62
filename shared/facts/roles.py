"""Roles a person holds, wherever they came from."""

from datetime import date

from shared.facts.registry import Fact, event
from shared.facts.spans import Span


@event("role.observed", personal=("employer", "title"))
class RoleObserved(Fact, frozen=True, kw_only=True):
    """A snapshot shows the person in a role; since when is not known."""

    feed: str
    role: str
    as_of: date
    employer: str | None = None
    title: str | None = None


@event("role.changed", personal=("employer", "title", "old_employer", "old_title"))
class RoleChanged(Fact, frozen=True, kw_only=True):
    """Two snapshots differ: the person took up `role` within `since`.

    `move`: the employer is another one. Otherwise only the title changed.
    """

    feed: str
    role: str
    since: Span
    move: bool
    employer: str | None = None
    title: str | None = None
    old_employer: str | None = None
    old_title: str | None = None


@event("role.ended", personal=("employer", "title"))
class RoleEnded(Fact, frozen=True, kw_only=True):
    """A role ended within `until` and no other is known to follow it; `laid_off` when that was said."""

    feed: str
    role: str
    until: Span
    laid_off: bool = False
    employer: str | None = None
    title: str | None = None
