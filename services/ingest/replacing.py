"""A file sent again tells a refused row anew: the earlier one is given up, whatever becomes of the later."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from services.ingest import discards
from services.ingest.parts import Parts
from services.ingest.refusals import HELD
from services.ingest.rowstore import Outcome, Row
from services.ingest.tables import refused_rows

_REPLACED = sa.text(
    "DELETE FROM ingest.refused_rows AS earlier"
    " USING unnest(CAST(:things AS bytea[]), CAST(:days AS date[]), CAST(:moments AS timestamptz[]))"
    " AS later(thing, as_of, received_at)"
    " WHERE earlier.thing = later.thing AND earlier.agency = :agency"
    " AND (earlier.as_of, earlier.received_at) < (later.as_of, later.received_at) RETURNING earlier.id"
)
_NOTE = sa.text(
    "INSERT INTO ingest.refused_rows (id, agency, feed, thing, as_of, received_at)"
    " SELECT id, agency, feed, new.thing, as_of, received_at FROM ingest.rows"
    " JOIN unnest(CAST(:ids AS uuid[]), CAST(:things AS bytea[])) AS new(id, thing) USING (id)"
    " ON CONFLICT DO NOTHING"
)


def follow(
    connection: sa.Connection, parts: Parts, rows: Sequence[Row], outcomes: Mapping[str, Outcome]
) -> None:
    """Give up what these rows tell anew, and remember which of them were refused.

    Two rows are about the same thing when their feed says so, or when they are the same to the letter.
    """
    told = [row for row in rows if row.import_ is not None]
    refused = [row for row in told if outcomes[row.id].state in HELD]
    if not refused and not _waited_for(connection, parts.agency, told):
        return
    things = {row.id: parts.reader.thing(row) for row in told}
    later = {"things": list(things.values()), "days": [row.as_of for row in told]}
    later |= {"agency": parts.agency, "moments": [row.received_at for row in told]}
    replaced = connection.execute(_REPLACED, later).scalars().all()
    if replaced:
        discards.give_up(connection, parts, replaced, "replaced")
    if refused:
        ids = [row.id for row in refused]
        connection.execute(_NOTE, {"ids": ids, "things": [things[id_] for id_ in ids]})


def _waited_for(connection: sa.Connection, agency: str, told: Sequence[Row]) -> bool:
    """Whether any row of these feeds was refused: nearly always none was, and nothing is computed."""
    if not told:
        return False
    table = refused_rows
    of_these = (table.c.agency == agency) & table.c.feed.in_({row.feed for row in told})
    return connection.execute(sa.select(table.c.id).where(of_these).limit(1)).first() is not None
