"""Gives up what stands in quarantine: the entry, and the row or file behind it, are cleared."""

from collections.abc import Collection

import sqlalchemy as sa

from services.ingest import imports
from services.ingest.parts import Parts

_GIVE_UP_ROWS = sa.text(
    "UPDATE ingest.rows SET raw = NULL, state = 'discarded'"
    " WHERE id = ANY(CAST(:ids AS uuid[])) AND state IN ('quarantined', 'waiting') RETURNING id"
)


def give_up(connection: sa.Connection, parts: Parts, ids: Collection[str], how: str = "discarded") -> None:
    """Nobody will read these rows and files; one that is being read again now is left alone."""
    rows = connection.execute(_GIVE_UP_ROWS, {"ids": list(ids)}).scalars().all()
    parts.quarantine.give_up(connection, {*rows, *imports.give_up(connection, ids)}, how)
