"""Forgets what was sent long ago."""

from datetime import timedelta

import sqlalchemy as sa

from shared.outbox import OutboxTables

BATCH = 5_000


class Sweep:
    """Deletes sent rows of an outbox, and the checkpoints that belong to them, once they are old."""

    def __init__(self, tables: OutboxTables, keep: timedelta) -> None:
        self._tables = tables
        self._before = sa.func.now() - keep

    def sweep(self, connection: sa.Connection, epoch: int) -> bool:
        """Delete a batch of old rows the log has acknowledged; whether there may be more of them."""
        row = self._tables.rows.c
        oldest = sa.select(row.seq).order_by(row.seq).limit(BATCH)
        old = row.seq.in_(oldest.scalar_subquery()) & (row.created_at < self._before)
        deleted = connection.execute(sa.delete(self._tables.rows).where(old, self._sent(epoch))).rowcount
        connection.execute(self._old_checkpoints())
        return deleted == BATCH

    def _sent(self, epoch: int) -> sa.ColumnElement[bool]:
        row, counts = self._tables.rows.c, self._tables.counts.c
        here = (counts.topic == row.topic) & (counts.partition == row.partition)
        acknowledged = sa.select(counts.acknowledged).where(here).scalar_subquery()
        return (row.epoch < epoch) | (row.number <= acknowledged)

    def _old_checkpoints(self) -> sa.Delete:
        old, newer = self._tables.checkpoints, self._tables.checkpoints.alias("newer")
        here = (newer.c.topic == old.c.topic) & (newer.c.partition == old.c.partition)
        after = sa.tuple_(newer.c.epoch, newer.c.number) > sa.tuple_(old.c.epoch, old.c.number)
        there = sa.exists().where(here, after)
        return sa.delete(old).where(old.c.seen_at < self._before, there)
