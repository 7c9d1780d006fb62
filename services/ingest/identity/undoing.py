"""A recruiter says that a merge was wrong: both people go on as they were."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.identity import anew, by_hand, identities, merged, merges, tree
from services.ingest.identity.merged import Merged
from services.ingest.identity.merges import Merge
from services.ingest.parts import Parts
from shared.database import transaction
from shared.envelope import computed_id
from shared.errors import ErasedError, UnavailableError

TICK = timedelta(microseconds=1)
Probe = Callable[[str], None]
"""Called at the points `locked` and `said`, before the transaction commits; a test fails there on purpose."""


class Undone(NamedTuple):
    """What came of it."""

    merge: str
    person: str
    """Who had been absorbed, as they are called now."""
    into: str
    """Who had gone on with the facts of both, as they are called now."""
    new: bool
    version: str | None
    """`person:event` of the undoing, to wait for; `None` when nothing was new."""


def undo(parts: Parts, merge: str, probe: Probe = lambda _point: None) -> Undone:
    """Take a merge back. Said again, it changes nothing.

    Raises `NotFoundError`; `ErasedError` when one of those it joined was erased; `UnavailableError`, also
    when one of them is being merged right now.
    """
    with transaction(parts.engine) as connection:
        found = merges.get(connection, parts.agency, merge)
        together = merges.around(connection, parts.agency, found.person)
        undoing = computed_id("undoing", parts.agency, merge)
        called = {each: anew.name(parts.agency, each, undoing) for each in tree.everybody(together)}
        keys = identities.keys_of(connection, parts.agency, called)
        _lock(connection, parts, keys, called)
        probe("locked")
        known = merges.get(connection, parts.agency, merge)
        if known.undone_at is not None:
            return _known(known)
        _check(connection, parts, called)
        around = merges.around(connection, parts.agency, found.person)
        if around != together or identities.keys_of(connection, parts.agency, called) != keys:
            raise UnavailableError("one of these people is being told of, or merged, right now")
        done = _undo(connection, parts, found, together, called)
        probe("said")
        return done


def _lock(connection: sa.Connection, parts: Parts, keys: Iterable[bytes], called: Mapping[str, str]) -> None:
    """The keys, then the people, as who interprets a row; then nobody speaks of them by a key."""
    identities.lock(connection, parts.outbox, parts.agency, keys)
    everybody = {*called, *called.values()}
    parts.outbox.lock(connection, [(parts.agency, person) for person in everybody])


def _check(connection: sa.Connection, parts: Parts, people: Iterable[str]) -> None:
    held = parts.vault.keys(connection, [(parts.agency, person) for person in people], create=False)
    if any(held.erased(parts.agency, person) for person in people):
        raise ErasedError("One of these people was erased: there is nobody to be brought back.")


def _known(merge: Merge) -> Undone:
    return Undone(merge.id, merge.person, merge.into, new=False, version=None)


def _undo(
    connection: sa.Connection,
    parts: Parts,
    undone: Merge,
    together: Sequence[Merge],
    called: Mapping[str, str],
) -> Undone:
    """Everybody goes on under a new id, and who is still one is merged again under these."""
    at = max(parts.clock.now(), max(merge.at for merge in together) + TICK)
    new = list(_anew(parts.agency, undone, together, called))
    for one in new:
        anew.go_on(connection, parts, one, at)
    merged.announce(connection, parts.agency, new[0].merge)
    again = [
        Merged(called[merge.person], called[merge.into], merge.id) for merge in together if merge != undone
    ]
    for one in again:
        merged.point(connection, parts.agency, one, at)
    events = [by_hand.said(parts.agency, one, at) for one in (*new, *again)]
    parts.outbox.append(connection, events)
    version = next(f"{each.subject}:{each.id}" for each in events if each.subject == undone.into)
    person, into = called[undone.person], called[undone.into]
    return Undone(undone.id, person, into, new=True, version=version)


def _anew(
    agency: str, undone: Merge, together: Sequence[Merge], called: Mapping[str, str]
) -> Iterator[Merged]:
    undoing = computed_id("undoing", agency, undone.id)
    mine = tree.joined([merge for merge in together if merge != undone], undone.person)
    for person, new in sorted(called.items()):
        other = undone.into if person in mine else undone.person
        since: datetime | None = tree.since(together, undone, person)
        yield Merged(person, new, undoing, undone.id, called[other], since)
