"""Forgetting somebody: all that is readable goes; a note stays, so that no old file brings them back."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from services.ingest import attempts, known, snapshots
from services.ingest.identity import forwarding, identities, looking, merged, merges, unassigned
from services.ingest.identity.directory import Directory, Held
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Erasure, files_of
from services.ingest.rowstore import Outcome, State
from services.ingest.tables import history, refused_rows
from services.ingest.telling import Named, event
from shared.envelope import computed_id
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
    "WITH RECURSIVE gone AS (SELECT CAST(:person AS uuid) AS person UNION"
    " SELECT absorbed.person FROM ingest.absorbed JOIN gone ON absorbed.into = gone.person"
    " WHERE absorbed.agency = :agency) SELECT person FROM gone"
)

_WERE_TOGETHER = sa.text(
    "SELECT DISTINCT other.person FROM ingest.absorbed AS one JOIN ingest.absorbed AS other"
    " ON other.merge = one.merge AND other.agency = one.agency WHERE one.agency = :agency"
    " AND one.undoes IS NOT NULL AND one.person = ANY(CAST(:people AS uuid[]))"
    " AND NOT other.person = ANY(CAST(:people AS uuid[]))"
)
"""Those who were joined to these people until a merge was undone."""


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
    people = together(connection, parts.agency, survivor)
    forget(connection, parts, people)
    directory.erase(people)
    now = parts.clock.now()
    body = PersonErased(reason=reading.reason)
    events = [event(read.row, one, now, Named(erased_id(parts.agency, one), body)) for one in people]
    parts.outbox.append(connection, events)
    return Outcome(State.NEW, survivor, f"{survivor}:{erased_id(parts.agency, survivor)}", clear=True)


def together(connection: sa.Connection, agency: str, person: str) -> list[str]:
    """The person and everybody who was merged into them."""
    return list(connection.execute(_ABSORBED, {"agency": agency, "person": person}).scalars())


def forget(connection: sa.Connection, parts: Parts, people: Collection[str]) -> None:
    """Delete the keys of these people and clear what is kept of them; again changes nothing."""
    agency = parts.agency
    _forget_together(connection, parts, people)
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


def _forget_together(connection: sa.Connection, parts: Parts, people: Collection[str]) -> None:
    """Of a merge that was undone: what both were together goes, once the other has what is theirs."""
    agency = parts.agency
    names = {"agency": agency, "people": list(people)}
    was = connection.execute(_WERE_TOGETHER, names).scalars().all()
    pointers = merged.among(connection, agency, was)
    parts.outbox.lock(connection, [(agency, person) for one in pointers for person in one.named])
    for one in pointers:
        forwarding.forward(connection, parts, one)
    for person in was:
        parts.quarantine.clear(connection, agency, person)
        parts.vault.erase(connection, agency, person)
    unassigned.forget(connection, agency, [*people, *was])
    connection.execute(sa.delete(history).where(history.c.agency == agency, history.c.person.in_(was)))


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
