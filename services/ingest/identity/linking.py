"""Records become people: a strong key links by itself, unless what it links contradicts."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import msgspec
import sqlalchemy as sa

from services.ingest import snapshots
from services.ingest.identity import reviews
from services.ingest.identity.directory import Directory
from services.ingest.identity.likeness.contradiction import contradicts
from services.ingest.identity.lookalikes import Pair
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Statement
from services.ingest.standing import PROFILE, Profiled
from shared.facts.people import PersonProfiled

Stated = tuple[Read, Statement]
Profiles = dict[str, list[PersonProfiled]]


def link(
    connection: sa.Connection, parts: Parts, directory: Directory, present: Sequence[Stated]
) -> dict[str, str]:
    """Of whom each row speaks, by its id. The keys and the people are locked.

    A record that is told of for the first time and shares a key with somebody known is them, unless its feed
    calls them by another id, or its name and day of birth cannot be theirs. Then it is somebody new, and the
    two wait for a person's yes or no.
    """
    joined = {person for read, _ in present if (person := directory.joins(read.keys))}
    profiles = _profiles(connection, parts, joined)
    people: dict[str, str] = {}
    doubts: list[Pair] = []
    for read, said in present:
        told = [each.profile for each in said.standings if isinstance(each, Profiled)]
        person = known = directory.person(read.keys)
        if directory.joins(read.keys) and _contradicts(directory, read, told, profiles[known]):
            person = directory.new(read.keys)
            doubts.append(Pair(person, directory.now(known)))
        directory.link(read.keys, person, read.row.feed)
        profiles[person] += told
        people[read.row.id] = person
    unweighed = dict.fromkeys(doubts, 0.0)
    reviews.put(connection, parts.agency, unweighed, parts.clock.now(), reviews.DOUBTFUL)
    return people


def _contradicts(
    directory: Directory, read: Read, told: Sequence[PersonProfiled], known: Sequence[PersonProfiled]
) -> bool:
    person = directory.person(read.keys)
    if directory.called_otherwise(person, read.row.feed, read.keys):
        return True
    return any(contradicts(profile, known) for profile in told)


def _profiles(connection: sa.Connection, parts: Parts, people: Collection[str]) -> Profiles:
    """What feeds said last of who these people are."""
    found: Profiles = defaultdict(list)
    if people:
        keys = parts.vault.keys(connection, [(parts.agency, person) for person in people], create=False)
        held = snapshots.load(connection, parts.agency, people, keys)
        for (person, _, thing), snapshot in sorted(held.items()):
            if thing == PROFILE:
                found[person].append(msgspec.json.decode(snapshot.text, type=PersonProfiled))
    return found
