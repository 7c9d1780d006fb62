"""Forgetting somebody: all that is readable goes; a note stays, so that no old file brings them back."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest import attempts, known, snapshots
from services.ingest.identity import became, identities, looking, merges, parted
from services.ingest.identity.directory import Directory, Held
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Erasure, files_of
from services.ingest.rowstore import Outcome, State
from services.ingest.tables import history, refused_rows
from services.ingest.telling import Named, event
from shared.envelope import computed_id
from shared.errors import UnavailableError
from shared.facts.people import PersonErased

_CLEAR_ROWS = sa.text(
    "UPDATE ingest.rows SET raw = NULL, reason = NULL, field = NULL,"
    " state = CASE WHEN state IN ('read', 'quarantined', 'waiting') THEN 'erased' ELSE state END"
    " WHERE agency = :agency"
    " AND (person = ANY(CAST(:people AS uuid[])) OR key = ANY(CAST(:keys AS bytea[])))"
    " RETURNING id, parked"
)
_CLEAR_OF_SEVERAL = sa.text(
    "UPDATE ingest.rows SET raw = NULL, reason = NULL, field = NULL, state = 'erased'"
    " WHERE state = 'quarantined' AND id IN (SELECT id FROM ingest.refused_rows"
    " WHERE agency = :agency AND feed = ANY(CAST(:feeds AS text[]))) RETURNING id"
)
"""A refused row of a file of which only a part is kept may speak of several, and is known by one of them."""
_ABSORBED = sa.text(
    "WITH RECURSIVE gone AS (SELECT person FROM unnest(CAST(:people AS uuid[])) AS named(person) UNION"
    " SELECT absorbed.person FROM ingest.absorbed JOIN gone ON absorbed.into = gone.person"
    " WHERE absorbed.agency = :agency) SELECT person FROM gone"
)


class Concerned(NamedTuple):
    """What has to be locked before somebody is erased."""

    people: set[str]
    keys: list[bytes]


def take(connection: sa.Connection, parts: Parts, directory: Directory, read: Read) -> Outcome:
    """Erase whom the reading names, with everybody merged into them. The person is locked."""
    reading = read.reading
    if not isinstance(reading, Erasure):
        raise TypeError(f"expected an erasure, found {type(reading).__name__}")
    found = directory.find(read.keys)
    if found is None:
        return _unknown(connection, parts, directory, read)
    if found.held is not Held.OWN or merges.absorbed_by_feed(connection, parts.agency, found.person):
        # merged: the vendor deletes what is now part of somebody else
        return Outcome(State.KNOWN, found.person, clear=True)
    survivor = directory.now(found.person)
    people = together(connection, parts.agency, [survivor])
    check(connection, parts.agency, people, directory.entries)
    forget(connection, parts, people)
    directory.erase(people)
    now = parts.clock.now()
    body = PersonErased(reason=reading.reason)
    events = [event(read.row, one, now, Named(erased_id(parts.agency, one), body)) for one in people]
    parts.outbox.append(connection, events)
    return Outcome(State.NEW, survivor, f"{survivor}:{erased_id(parts.agency, survivor)}", clear=True)


def together(connection: sa.Connection, agency: str, people: Collection[str]) -> list[str]:
    """These people and everybody who was merged into them."""
    names = {"agency": agency, "people": list(people)}
    return list(connection.execute(_ABSORBED, names).scalars()) if people else []


def named(connection: sa.Connection, agency: str, keys: Collection[bytes]) -> Concerned:
    """Whom an erasure by these keys concerns, as far as is known before any is locked."""
    if not keys:
        return Concerned(set(), [])
    people = {entry.person for entry in identities.load(connection, agency, keys).entries.values()}
    return concerned(connection, agency, people)


def concerned(connection: sa.Connection, agency: str, people: Collection[str]) -> Concerned:
    """Whom erasing these people, or whom they became, concerns: lock the keys, then the people."""
    now = became.of(connection, agency, people)
    gone = together(connection, agency, {*people, *now.values()})
    return Concerned(
        {*gone, *parted.named(connection, agency, gone)}, identities.keys_of(connection, agency, gone)
    )


def check(connection: sa.Connection, agency: str, people: Collection[str], locked: Collection[bytes]) -> None:
    """`UnavailableError` when they have keys that were not locked: by these somebody may be told of."""
    if not set(identities.keys_of(connection, agency, people)) <= set(locked):
        raise UnavailableError("one of these people is being told of, or merged, right now")


def forget(connection: sa.Connection, parts: Parts, people: Collection[str]) -> None:
    """Delete the keys of these people and clear what is kept of them; again changes nothing."""
    agency = parts.agency
    parted.forget(connection, parts, people)
    names = {"agency": agency, "people": list(people), "keys": identities.keys_of(connection, agency, people)}
    parked = [row.id for row in connection.execute(_CLEAR_ROWS, names).all() if row.parked]
    parked += _clear_of_several(connection, parts)
    attempts.forget(connection, parked)
    for row in parked:
        parts.quarantine.clear(connection, agency, row)
    connection.execute(sa.delete(refused_rows).where(refused_rows.c.id.in_(parked)))
    identities.erase(connection, agency, people)
    snapshots.forget(connection, agency, people)
    known.forget(connection, agency, people)
    looking.forget(connection, agency, people)
    connection.execute(sa.delete(history).where(history.c.agency == agency, history.c.person.in_(people)))
    for person in people:
        parts.quarantine.clear(connection, agency, person)
        parts.vault.erase(connection, agency, person)


def _clear_of_several(connection: sa.Connection, parts: Parts) -> Sequence[str]:
    found = map(files_of, parts.reader.feeds.values())
    feeds = [feed.name for feed in found if feed and feed.kept is not None]
    names = {"agency": parts.agency, "feeds": feeds}
    cleared = connection.execute(_CLEAR_OF_SEVERAL, names).scalars().all()
    parts.quarantine.give_up(connection, cleared, "erased")
    return cleared


def erased_id(agency: str, person: str) -> str:
    """Somebody is erased once."""
    return computed_id("person.erased", agency, person)


def _unknown(connection: sa.Connection, parts: Parts, directory: Directory, read: Read) -> Outcome:
    """Nobody knows them; what was sent before this and comes late must not bring them in."""
    person = directory.person(read.keys)
    directory.link(read.keys, person, read.row.feed)
    directory.erase([person])
    parts.vault.erase(connection, parts.agency, person)
    return Outcome(State.KNOWN, person, clear=True)
