"""Puts rebuilt projections in the place of the live ones, in one transaction."""

import sqlalchemy as sa

from services.query.tables import QueryTables
from shared.database import owning


class Behind(Exception):  # noqa: N818 - no error: the log went on meanwhile
    """The live projections have read more than the rebuilt ones."""


def swap(engine: sa.Engine, live: QueryTables, rebuilt: QueryTables) -> int:
    """Replace the live projections; how many records the rebuilt ones rest on.

    Readers see the one or the other, never neither and never less than before. Projectors at work lose their
    partitions by a new owner epoch, and go on from the rebuilt positions. Raises `Behind` when the live ones
    are ahead, and `UnavailableError` when a reader does not let go in time.
    """
    with owning(engine) as connection:
        # Waits for steps under way, and holds up the next ones: each moves its positions first.
        connection.execute(
            sa.text(f"LOCK TABLE {live.shared.positions.positions.fullname} IN EXCLUSIVE MODE")
        )
        if _missing(connection, live, rebuilt):
            raise Behind
        for old, new in zip(live.projections, rebuilt.projections, strict=True):
            old.drop(connection)
            move = sa.text(f"ALTER TABLE {new.fullname} SET SCHEMA {live.metadata.schema}")
            connection.execute(move)
        read = _move_positions(connection, live, rebuilt)
        connection.execute(sa.schema.DropSchema(str(rebuilt.metadata.schema), cascade=True))
    return read


def _missing(connection: sa.Connection, live: QueryTables, rebuilt: QueryTables) -> bool:
    """Whether the live projections have read what the rebuilt ones have not."""
    old, new = live.shared.positions.positions, rebuilt.shared.positions.positions
    same = (old.c.topic == new.c.topic) & (old.c.partition == new.c.partition)
    ahead = (new.c.next_offset.is_(None) & (old.c.next_offset > 0)) | (old.c.next_offset > new.c.next_offset)
    query = sa.select(old.c.topic).select_from(old.outerjoin(new, same)).where(ahead)
    return connection.execute(query.limit(1)).first() is not None


def _move_positions(connection: sa.Connection, live: QueryTables, rebuilt: QueryTables) -> int:
    old, new = live.shared.positions, rebuilt.shared.positions
    newest = connection.execute(
        sa.select(sa.func.coalesce(sa.func.max(old.positions.c.epoch), 0))
    ).scalar_one()
    connection.execute(new.positions.update().values(epoch=newest + 1))
    for mine, theirs in ((old.positions, new.positions), (old.writers, new.writers)):
        connection.execute(mine.delete())
        connection.execute(mine.insert().from_select(list(mine.c.keys()), sa.select(theirs)))
    return int(connection.execute(sa.select(sa.func.sum(old.positions.c.next_offset))).scalar_one() or 0)
