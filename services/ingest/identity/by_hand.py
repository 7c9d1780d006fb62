"""A recruiter says that two people are one."""

from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.identity import merged, merges, merging, whom
from services.ingest.identity.merged import Merged
from services.ingest.identity.merges import Merge
from services.ingest.parts import Parts
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import UnreadableError

SOURCE = "ingest/recruiter"


class Joined(NamedTuple):
    """What came of it."""

    person: str
    """Who goes on."""
    new: bool
    version: str | None
    """`person:event` of the merge, to wait for; `None` when nothing was new."""


def merge(parts: Parts, person: str, into: str) -> Joined:
    """`into` absorbs `person`, or whom the two became; nothing when they are one already.

    The records of both stay what they are in their feeds, so an erasure of either erases both. Raises
    `UnreadableError` when one person is named twice, `NotFoundError`, `ErasedError`, `UnavailableError`.
    """
    if person == into:
        raise UnreadableError("expected somebody else to merge into, found the same person", field="into")
    with transaction(parts.engine) as connection:
        return join(connection, parts, person, into)


def join(connection: sa.Connection, parts: Parts, person: str, into: str) -> Joined:
    """The same in the connection's transaction, of two people."""
    away, survivor = whom.together(connection, parts, [person, into])
    if away == survivor:
        return Joined(survivor, new=False, version=None)
    one = Merged(away, survivor, computed_id("merge by hand", parts.agency, away, survivor))
    return Joined(survivor, new=True, version=f"{away}:{_absorb(connection, parts, one)}")


def said(agency: str, one: Merged, at: datetime) -> Event:
    """The fact of a merge, or of an undoing, by a person's word."""
    id_, body = merged.told(agency, one)
    return Event(
        id=id_,
        agency=agency,
        subject=one.person,
        source=SOURCE,
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


def _absorb(connection: sa.Connection, parts: Parts, one: Merged) -> str:
    now = parts.clock.now()
    known = Merge(one.merge, one.person, one.into, merges.RECRUITER, now)
    merging.note(connection, parts, one, known)
    event = said(parts.agency, one, now)
    parts.outbox.append(connection, [event])
    return event.id
