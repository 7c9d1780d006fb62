"""Two records of a feed turn out to be one person."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest import snapshots
from services.ingest.identity import identities, lookalikes, reviews
from services.ingest.identity.directory import Directory, Held
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.rowstore import Outcome, State
from services.ingest.tables import absorbed
from services.ingest.telling import Named, event
from shared.envelope import computed_id
from shared.errors import UnreadableError
from shared.facts.people import PersonAbsorbed


def take(connection: sa.Connection, parts: Parts, directory: Directory, read: Read) -> Outcome:
    """The one person absorbs the other: keys move now, facts are forwarded as they are met on the log.

    `UnreadableError` when the one who should go on was erased. Both are locked.
    """
    away, into = directory.find(read.keys), directory.find(read.into)
    if into and into.held is Held.ERASED:
        raise UnreadableError("expected a merge into somebody known, found somebody erased")
    if away and away.held is Held.ERASED:
        return Outcome(State.KNOWN, away.person, clear=True)
    survivor = directory.person(read.into)
    directory.link(read.into, survivor, read.row.feed)
    if away is None or away.person == survivor:
        directory.merge(read.keys.own[0], None, survivor)
        return Outcome(State.KNOWN, survivor)
    merge = computed_id("merge", parts.agency, read.keys.own[0].hex(), read.into.own[0].hex())
    directory.merge(read.keys.own[0], away.person, survivor)
    return _absorb(connection, parts, read, Merged(away.person, survivor, merge))


class Merged(NamedTuple):
    """Who was absorbed by whom, and the merge's id."""

    person: str
    into: str
    merge: str


def _absorb(connection: sa.Connection, parts: Parts, read: Read, merged: Merged) -> Outcome:
    identities.move(connection, parts.agency, merged.person, merged.into)
    go_on(connection, parts, merged)
    said = event(read.row, merged.person, parts.clock.now(), Named(*told(parts.agency, merged)))
    parts.outbox.append(connection, [said])
    return Outcome(State.NEW, merged.person, f"{merged.person}:{said.id}", key=read.keys.own[0])


def told(agency: str, merged: Merged) -> tuple[str, PersonAbsorbed]:
    """The fact of a merge, with its id."""
    id_ = computed_id("person.absorbed", agency, merged.person, merged.into)
    return id_, PersonAbsorbed(into=merged.into, merge=merged.merge)


def go_on(connection: sa.Connection, parts: Parts, merged: Merged) -> None:
    """Facts are forwarded from now on, and what feeds said last goes on with the survivor."""
    note(connection, parts, merged)
    _move_snapshots(connection, parts, merged.person, merged.into)


def note(connection: sa.Connection, parts: Parts, merged: Merged) -> None:
    """Remember who turned out to be whom; the latest merge counts. Nobody asks any more whether they are."""
    statement = insert(absorbed).values(agency=parts.agency, **merged._asdict())
    latest = {"into": merged.into, "merge": merged.merge}
    connection.execute(statement.on_conflict_do_update(index_elements=["agency", "person"], set_=latest))
    lookalikes.forget(connection, parts.agency, [merged.person])
    reviews.follow_merge(connection, parts.agency, merged.person, merged.into, parts.clock.now())


def _move_snapshots(connection: sa.Connection, parts: Parts, person: str, survivor: str) -> None:
    """What feeds said last goes on with the survivor, unless they said it of the survivor as well."""
    subjects = {(parts.agency, person), (parts.agency, survivor)}
    keys = parts.vault.keys(connection, subjects, create=True)
    held = snapshots.load(connection, parts.agency, [person, survivor], keys)
    moved = [
        ((survivor, feed, thing), snapshot)
        for (owner, feed, thing), snapshot in sorted(held.items())
        if owner == person and (survivor, feed, thing) not in held
    ]
    snapshots.store(connection, parts.agency, moved, keys)
    snapshots.forget(connection, parts.agency, [person])
