"""Somebody who was joined to others by merges, of which one is undone, goes on under a new id."""

from datetime import datetime

import sqlalchemy as sa

from services.ingest import snapshots
from services.ingest.identity import identities, looking, merged, merges, reviews
from services.ingest.identity.lookalikes import Pair
from services.ingest.identity.merged import Merged
from services.ingest.identity.reviews import Asked
from services.ingest.parts import Parts
from services.ingest.tables import absorbed
from shared.envelope import computed_id


def name(agency: str, person: str, undoing: str) -> str:
    """The new id: the same for the same person and undoing."""
    return computed_id("person anew", agency, person, undoing)


def go_on(connection: sa.Connection, parts: Parts, one: Merged, at: datetime) -> None:
    """Keys, last statements, merges and denials are those of the new id; said again, nothing changes.

    Lock both before.
    """
    agency = parts.agency
    if one.undoes is None or not merged.point(connection, agency, one, at):
        return
    take_back(connection, parts, one.undoes, at)
    looking.absorb(connection, agency, one.person, one.into, at)
    identities.hand_over(connection, agency, one.person, one.into)
    keys = parts.vault.keys(connection, {(agency, one.person), (agency, one.into)}, create=True)
    snapshots.move(connection, agency, one.person, one.into, keys)
    merges.rename(connection, agency, one.person, one.into)


def take_back(connection: sa.Connection, parts: Parts, merge: str, at: datetime) -> None:
    """The merge holds no more, and the same evidence does not bring it about again."""
    agency = parts.agency
    merges.undo(connection, agency, merge, at)
    snapshots.disinherit(connection, agency, merge)
    known = merges.find(connection, agency, merge)
    if known is None:
        return
    if known.key is not None:
        identities.stands(connection, agency, known.key)
    pair = Pair(known.person, known.into)
    reviews.put(connection, agency, {pair: 0.0}, at, Asked(reviews.State.DENIED))
    reviews.deny(connection, agency, pair, at)


def rename(connection: sa.Connection, parts: Parts, merge: str) -> None:
    """A merge that the log told of after its undoing: both are called as they are since."""
    known = merges.find(connection, parts.agency, merge)
    if known is None or known.undone_at is None:
        return
    for person in (known.person, known.into):
        for into in _since(connection, parts.agency, person):
            merges.rename(connection, parts.agency, person, into)
    take_back(connection, parts, merge, known.undone_at)


def _since(connection: sa.Connection, agency: str, person: str) -> list[str]:
    mine = (absorbed.c.agency == agency) & (absorbed.c.person == person) & absorbed.c.undoes.is_not(None)
    return list(connection.execute(sa.select(absorbed.c.into).where(mine)).scalars())
