"""Gives up what stands in quarantine: the entry, and the row or file behind it, are cleared."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from services.ingest import attempts, imports
from services.ingest.parts import Parts
from services.ingest.tables import common
from shared.parked import HELD

_GIVE_UP_ROWS = sa.text(
    "UPDATE ingest.rows SET raw = NULL, state = 'discarded'"
    " WHERE id = ANY(CAST(:ids AS uuid[])) AND state IN ('quarantined', 'waiting') RETURNING id"
)


def give_up(connection: sa.Connection, parts: Parts, ids: Collection[str], how: str = "discarded") -> None:
    """Nobody will read these rows and files; one that is being read again now is left alone."""
    rows = connection.execute(_GIVE_UP_ROWS, {"ids": list(ids)}).scalars().all()
    attempts.forget(connection, rows)
    parts.quarantine.give_up(connection, {*rows, *imports.give_up(connection, ids)}, how)


def give_up_old(connection: sa.Connection, parts: Parts, before: datetime, at_most: int) -> bool:
    """Give up what was refused before that moment and is nobody's; True when there may be more.

    What is somebody's is erased with them; the rest nobody would ever ask to be forgotten.
    """
    table = common.quarantine
    nobodys = table.c.topic.is_(None) & (table.c.subject == table.c.id)
    query = sa.select(table.c.id).where(nobodys, table.c.state.in_(HELD), table.c.parked_at < before)
    found = connection.execute(query.limit(at_most)).scalars().all()
    give_up(connection, parts, [*found, *imports.failed(connection, before, at_most)], "expired")
    return len(found) == at_most
