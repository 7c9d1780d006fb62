"""A recruiter says that two people are one."""

from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.identity import identities, merging, whom
from services.ingest.identity.merging import Merged
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
    merged = Merged(away, survivor, computed_id("merge by hand", parts.agency, away, survivor))
    return Joined(survivor, new=True, version=f"{away}:{_absorb(connection, parts, merged)}")


def _absorb(connection: sa.Connection, parts: Parts, merged: Merged) -> str:
    identities.hand_over(connection, parts.agency, merged.person, merged.into)
    merging.go_on(connection, parts, merged)
    said = _said(parts, merged)
    parts.outbox.append(connection, [said])
    return said.id


def _said(parts: Parts, merged: Merged) -> Event:
    now = parts.clock.now()
    id_, body = merging.told(parts.agency, merged)
    return Event(
        id=id_,
        agency=parts.agency,
        subject=merged.person,
        source=SOURCE,
        occurred=moment(now),
        recorded_at=now,
        body=body,
    )
