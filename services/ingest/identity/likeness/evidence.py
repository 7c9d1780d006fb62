"""What is known of somebody that does not identify them, gathered from their facts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

import msgspec

from services.ingest.identity.likeness import phones
from shared.facts import Fact
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span

MOST = 6
"""Of each kind, the last ones told."""
TELLING = frozenset(
    {
        *("person.profiled", "placement.started", "placement.rescheduled", "placement.cancelled"),
        *("role.observed", "role.changed", "role.ended"),
    }
)
"""The facts that evidence is gathered from."""


class Called(msgspec.Struct, frozen=True):
    """A name as a feed tells it."""

    name: str | None
    given: str | None


class Role(msgspec.Struct, frozen=True):
    """Where somebody works or worked, and as what; `since` is the first day of the month or the day."""

    employer: str | None
    title: str | None
    since: date | None = None


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; what is not known is empty."""

    names: tuple[Called, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """As E.164 writes them."""
    profiles: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    born: date | None = None
    roles: tuple[Role, ...] = ()


Kind = TypeVar("Kind")


class _Last(Generic[Kind]):
    """The last few that were told, each once."""

    def __init__(self) -> None:
        self._told: dict[Kind, None] = {}

    def add(self, *told: Kind | None) -> None:
        for each in told:
            if each is not None:
                self._told.pop(each, None)
                self._told[each] = None

    def all(self) -> tuple[Kind, ...]:
        return tuple(self._told)[-MOST:]


@dataclass
class _Gathering:
    country: str
    names: _Last[Called] = field(default_factory=_Last)
    emails: _Last[str] = field(default_factory=_Last)
    phones: _Last[str] = field(default_factory=_Last)
    profiles: _Last[str] = field(default_factory=_Last)
    places: _Last[str] = field(default_factory=_Last)
    roles: _Last[Role] = field(default_factory=_Last)
    placements: dict[str, Role] = field(default_factory=dict)
    born: date | None = None

    def profiled(self, said: PersonProfiled) -> None:
        self.names.add(Called(said.name, said.given_name) if said.name or said.given_name else None)
        self.emails.add(*said.emails)
        self.phones.add(*(phones.number(each, self.country) for each in said.phones))
        self.profiles.add(said.profile_url)
        self.places.add(said.place)
        self.worked(said.employer, said.title)
        self.born = said.born_on or self.born

    def worked(self, employer: str | None, title: str | None, since: Span | None = None) -> None:
        if employer or title:
            self.roles.add(Role(employer, title, _day(since) if since else None))

    def placed(self, said: PlacementStarted) -> None:
        self.placements[said.placement] = Role(said.client, said.title, _day(said.starts))

    def moved(self, said: PlacementRescheduled) -> None:
        known = self.placements.get(said.placement, Role(None, None))
        self.placements[said.placement] = msgspec.structs.replace(known, since=_day(said.starts))

    def evidence(self) -> Evidence:
        placed = [role for role in self.placements.values() if role.employer or role.title]
        self.roles.add(*placed)
        return Evidence(
            names=self.names.all(),
            emails=self.emails.all(),
            phones=self.phones.all(),
            profiles=self.profiles.all(),
            places=self.places.all(),
            born=self.born,
            roles=self.roles.all(),
        )


def gathered(facts: Iterable[Fact], country: str) -> Evidence:
    """The evidence in somebody's facts, which come in the order they were told; others say nothing."""
    found = _Gathering(country)
    for fact in facts:
        _gather(found, fact)
    return found.evidence()


def _gather(found: _Gathering, fact: Fact) -> None:
    match fact:
        case PersonProfiled():
            found.profiled(fact)
        case PlacementStarted():
            found.placed(fact)
        case PlacementRescheduled():
            found.moved(fact)
        case PlacementCancelled():
            found.placements.pop(fact.placement, None)
        case RoleObserved() | RoleEnded():
            found.worked(fact.employer, fact.title)
        case RoleChanged():
            found.worked(fact.old_employer, fact.old_title)
            found.worked(fact.employer, fact.title, fact.since)
        case _:
            pass


def _day(span: Span) -> date | None:
    """Its first day where it is known to the day or the month."""
    return span.earliest if span.certainty in ("exact", "month") else None
