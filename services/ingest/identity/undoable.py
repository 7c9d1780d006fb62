"""Merges as they are shown: both sides with what is known of them, and what undoing one would ask."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest import history
from services.ingest.identity import forwarding, looking, merges, tree
from services.ingest.identity.likeness.evidence import Evidence, gathered
from services.ingest.identity.merged import Merged
from services.ingest.identity.merges import Merge, State
from services.ingest.parts import Parts
from shared.codec import Sealed
from shared.database import transaction


class Shown(NamedTuple):
    """A merge, and what was told of the two beside it."""

    merge: Merge
    person: Evidence
    into: Evidence


class Foreseen(NamedTuple):
    """The same, with what undoing it would do."""

    shown: Shown
    anew: int
    """How many people go on under a new id."""
    waits: int
    """How much would have to be assigned by a person."""


def page(
    parts: Parts, state: State, after: tuple[datetime, str] | None, limit: int, country: str
) -> list[Shown]:
    """The merges in this state after a place, the newest first; `UnavailableError`."""
    with transaction(parts.engine) as connection:
        found = merges.page(connection, parts.agency, state, after, limit)
        return _shown(connection, parts, found, country)


def one(parts: Parts, merge: str, country: str) -> Foreseen:
    """One merge; `NotFoundError`, `UnavailableError`."""
    with transaction(parts.engine) as connection:
        found = merges.get(connection, parts.agency, merge)
        (shown,) = _shown(connection, parts, [found], country)
        stands = found.state is State.STANDING
        return Foreseen(shown, *(_doubtful(connection, parts, found) if stands else (0, 0)))


def _shown(connection: sa.Connection, parts: Parts, found: Collection[Merge], country: str) -> list[Shown]:
    """Each side by what was told of it alone, not by what the merge brought."""
    people = tree.everybody(found)
    facts = _facts(connection, parts, people)
    keys = parts.vault.keys(connection, [(parts.agency, person) for person in people], create=False)
    alone = {person: gathered(looking.opened(facts[person], keys), country) for person in people}
    return [Shown(each, alone[each.person], alone[each.into]) for each in found]


def _doubtful(connection: sa.Connection, parts: Parts, undone: Merge) -> tuple[int, int]:
    """How many people are concerned, and how much was told by name that may be of either side."""
    together = merges.around(connection, parts.agency, undone.person)
    people = tree.everybody(together)
    facts = _facts(connection, parts, people)
    waits = 0
    for person in people:
        meant = Merged(person, person, undone.id, since=tree.since(together, undone, person))
        groups = forwarding.doubtful(connection, parts, meant, facts[person])
        waits += sum(forwarding.asks(some) for some in groups.values())
    return len(people), waits


def _facts(connection: sa.Connection, parts: Parts, people: Collection[str]) -> dict[str, list[Sealed]]:
    """What was told of each of these people themselves, in the order of the log."""
    facts: dict[str, list[Sealed]] = {person: [] for person in people}
    told = history.of(connection, parts.agency, sorted(people))
    for sealed in forwarding.own(connection, parts.agency, told):
        facts[sealed.subject].append(sealed)
    return facts
