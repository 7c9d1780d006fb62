"""A recruiter says of whom something was that was told while two people were one."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest import history
from services.ingest.identity import became, forwarding, merged, unassigned
from services.ingest.identity.merged import Merged
from services.ingest.identity.unassigned import Waiting
from services.ingest.parts import Parts
from shared import codec
from shared.database import transaction
from shared.envelope import Event
from shared.errors import ConflictError, NotFoundError, UnreadableError

Between = tuple[str, str]
"""The two people it may be of, as they are called now."""


class Shown(NamedTuple):
    """One question, with what was told."""

    waiting: Waiting
    between: Between
    facts: Sequence[Event]
    """In the order of the log."""


class Assigned(NamedTuple):
    """What came of it."""

    id: str
    to: str
    """Whose it is, as they are called now."""
    version: str
    """`person:event` of the last fact, to wait for."""


def page(parts: Parts, after: tuple[datetime, str] | None, limit: int) -> list[Shown]:
    """What waits, after a place, the longest first; `UnavailableError`."""
    with transaction(parts.engine) as connection:
        found = unassigned.page(connection, parts.agency, after, limit)
        return [_shown(connection, parts, each) for each in found]


def assign(parts: Parts, id_: str, to: str) -> Assigned:
    """It was of the one of the two. Said again, it changes nothing.

    Raises `NotFoundError`, `UnavailableError`; `ConflictError` when it was said before that it was of the
    other; `UnreadableError` when `to` is neither.
    """
    with transaction(parts.engine) as connection:
        one = _pointer(connection, parts, unassigned.get(connection, parts.agency, id_))
        parts.outbox.lock(connection, [(parts.agency, person) for person in one.named])
        known = unassigned.get(connection, parts.agency, id_, locked=True)
        side = _side(connection, parts, one, to)
        if known.to not in {None, side}:
            raise ConflictError("It was said before that this was of the other one.")
        if known.to is None:
            unassigned.assign(connection, id_, side, parts.clock.now())
            forwarding.forward(connection, parts, one)
        last = _facts(connection, parts, one, known.thing)[-1]
        now = became.now(connection, parts.agency, side)
        return Assigned(id_, now, f"{now}:{last.id}")


def _side(connection: sa.Connection, parts: Parts, one: Merged, to: str) -> str:
    """Which of the two goes by this id, or went by it."""
    wanted = became.now(connection, parts.agency, to)
    for side in (one.into, one.other):
        if side is not None and became.now(connection, parts.agency, side) == wanted:
            return side
    raise UnreadableError("expected one of the two people, found somebody else", field="to")


def _pointer(connection: sa.Connection, parts: Parts, known: Waiting) -> Merged:
    found = merged.among(connection, parts.agency, [known.person])
    if not found:
        raise NotFoundError("One of these two was erased, and what waited with them.")
    return found[0]


def _shown(connection: sa.Connection, parts: Parts, known: Waiting) -> Shown:
    one = _pointer(connection, parts, known)
    now = became.of(connection, parts.agency, one.named)
    between = (now.get(one.into, one.into), now.get(one.other or "", one.other or ""))
    return Shown(known, between, _facts(connection, parts, one, known.thing))


def _facts(connection: sa.Connection, parts: Parts, one: Merged, thing: str) -> list[Event]:
    told = history.of(connection, parts.agency, [one.person])
    mine = forwarding.own(connection, parts.agency, told, one.undoes)
    about = forwarding.doubtful(connection, parts, one, mine).get(thing, ())
    keys = parts.vault.keys(connection, [(parts.agency, one.person)], create=False)
    return [codec.body(sealed, keys) for sealed in about]
