"""Two records of a feed turn out to be one person."""

from datetime import datetime

import sqlalchemy as sa

from services.ingest import snapshots
from services.ingest.identity import anew, looking, merged, merges
from services.ingest.identity.directory import Directory, Held
from services.ingest.identity.merged import Merged
from services.ingest.identity.merges import Merge
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.rowstore import Outcome, State
from services.ingest.telling import Named, event
from shared.envelope import computed_id
from shared.errors import UnreadableError


def take(connection: sa.Connection, parts: Parts, directory: Directory, read: Read) -> Outcome:
    """The one person absorbs the other: facts are forwarded as they are met on the log.

    Not again what a person undid. `UnreadableError` when the one who should go on was erased. Both are
    locked, with whom they became.
    """
    away, into = directory.find(read.keys), directory.find(read.into)
    if into and into.held is Held.ERASED:
        raise UnreadableError("expected a merge into somebody known, found somebody erased")
    if away and away.held is Held.ERASED:
        return Outcome(State.KNOWN, away.person, clear=True)
    merge = computed_id("merge", parts.agency, read.keys.own[0].hex(), read.into.own[0].hex())
    if (known := merges.find(connection, parts.agency, merge)) and known.state is merges.State.UNDONE:
        return Outcome(State.KNOWN, away.person if away else None)
    stays = directory.person(read.into)
    directory.link(read.into, stays, read.row.feed)
    mine = away.person if away else stays
    directory.merge(read.keys.own[0], mine)
    gone, survivor = directory.now(mine), directory.now(stays)
    if gone == survivor:
        return Outcome(State.KNOWN, survivor)
    _inherit(connection, parts, read.row.feed, Merged(mine, stays, merge))
    directory.join(gone, survivor)
    return _absorb(connection, parts, read, Merged(gone, survivor, merge))


def _absorb(connection: sa.Connection, parts: Parts, read: Read, one: Merged) -> Outcome:
    now = parts.clock.now()
    note(connection, parts, one, Merge(one.merge, one.person, one.into, read.row.feed, now, read.keys.own[0]))
    said = event(read.row, one.person, now, Named(*merged.told(parts.agency, one)))
    parts.outbox.append(connection, [said])
    return Outcome(State.NEW, one.person, f"{one.person}:{said.id}", key=read.keys.own[0])


def note(connection: sa.Connection, parts: Parts, one: Merged, merge: Merge) -> None:
    """Remember who turned out to be whom, unless something later is known. Nobody asks any more whether."""
    merges.put(connection, parts.agency, merge)
    if merged.point(connection, parts.agency, one, merge.at):
        looking.absorb(connection, parts.agency, one.person, one.into, merge.at)


def heed(connection: sa.Connection, parts: Parts, one: Merged, source: str, at: datetime) -> None:
    """The same, also of an undoing, from the log: the database may have been put back to before it."""
    if one.undoes is not None:
        anew.go_on(connection, parts, one, at)
        merged.read_back(connection, parts.agency, one)
    else:
        by = source.removeprefix("ingest/")
        note(connection, parts, one, Merge(one.merge, one.person, one.into, by, at))
        anew.rename(connection, parts, one.merge)


def _inherit(connection: sa.Connection, parts: Parts, feed: str, one: Merged) -> None:
    """What the feed said of its one record last it goes on saying of the other, unless it did before."""
    subjects = {(parts.agency, one.person), (parts.agency, one.into)}
    keys = parts.vault.keys(connection, subjects, create=True)
    held = snapshots.load(connection, parts.agency, [one.person, one.into], keys)
    copied = [
        ((one.into, feed, thing), snapshot._replace(inherited=one.merge))
        for (owner, of, thing), snapshot in sorted(held.items())
        if (owner, of) == (one.person, feed) and (one.into, feed, thing) not in held
    ]
    snapshots.store(connection, parts.agency, copied, keys)
