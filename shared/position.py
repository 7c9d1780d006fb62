"""How far a service has read: positions, which are the fence, and the last number of each writer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from shared import numbers
from shared.errors import FencedError
from shared.log.protocol import Partition
from shared.row_security import Nobodys, belongs


@dataclass(frozen=True)
class PositionTables:
    """The tables of this part in a service's schema."""

    positions: sa.Table
    writers: sa.Table


def tables(metadata: sa.MetaData) -> PositionTables:
    """Add the tables to a service's metadata."""
    return PositionTables(
        positions=sa.Table(
            "positions",
            metadata,
            sa.Column("topic", sa.Text, primary_key=True),
            sa.Column("partition", sa.Integer, primary_key=True),
            sa.Column("next_offset", sa.BigInteger, nullable=False),
            sa.Column("epoch", sa.BigInteger, nullable=False),
            sa.Column("owner", sa.Text, nullable=False),
            sa.Column("mid_log", sa.Boolean, nullable=False, server_default=sa.false()),
            info=belongs(Nobodys("how far each partition was read")),
        ),
        writers=sa.Table(
            "writers",
            metadata,
            sa.Column("topic", sa.Text, primary_key=True),
            sa.Column("partition", sa.Integer, primary_key=True),
            sa.Column("writer", sa.Text, primary_key=True),
            sa.Column("writer_epoch", sa.BigInteger, primary_key=True),
            sa.Column("last_number", sa.BigInteger, nullable=False),
            sa.Column("last_offset", sa.BigInteger, nullable=False),
            sa.Column("ahead", sa.BigInteger, nullable=False),
            sa.Column("adrift", sa.Boolean, nullable=False),
            info=belongs(Nobodys("which numbers of each writer were taken")),
        ),
    )


class Position(NamedTuple):
    """Where an owner goes on in one partition."""

    next_offset: int
    epoch: int
    """The owner epoch: who holds an older one has lost the partition."""
    mid_log: bool = False
    """The reader did not start at this partition's first record: first numbers need not be 1."""


class Moved(NamedTuple):
    """One partition's step, from one offset to another, by the owner of an epoch."""

    partition: Partition
    epoch: int
    old_offset: int
    new_offset: int


_MOVED = sa.func.unnest(
    sa.bindparam("topics", type_=ARRAY(sa.Text)),
    sa.bindparam("partitions", type_=ARRAY(sa.Integer)),
    sa.bindparam("epochs", type_=ARRAY(sa.BigInteger)),
    sa.bindparam("olds", type_=ARRAY(sa.BigInteger)),
    sa.bindparam("news", type_=ARRAY(sa.BigInteger)),
).table_valued("topic", "partition", "epoch", "old", "new", name="moved")

_SESSIONS = sa.table(
    "pg_stat_activity",
    *(sa.column(name) for name in ("pid", "backend_xid", "wait_event_type", "xact_start")),
)
_ENDS_IN_MS = 1_000
"""So long a session that is ended may take to let go of its rows."""


class Positions:
    """The SQL of positions and last numbers; every method works in the caller's transaction."""

    def __init__(self, tables: PositionTables) -> None:
        self._positions = tables.positions
        self._writers = tables.writers
        self._advance = self._advancing()
        self._store = self._storing()

    def _advancing(self) -> sa.Update:
        table, moved = self._positions, _MOVED.render_derived()
        return (
            sa.update(table)
            .values(next_offset=moved.c.new)
            .where(
                table.c.topic == moved.c.topic,
                table.c.partition == moved.c.partition,
                table.c.epoch == moved.c.epoch,
                table.c.next_offset == moved.c.old,
            )
        )

    def _storing(self) -> sa.Insert:
        statement = insert(self._writers)
        news = ("last_number", "last_offset", "ahead", "adrift")
        return statement.on_conflict_do_update(
            constraint=self._writers.primary_key, set_={name: statement.excluded[name] for name in news}
        )

    def assign(
        self, connection: sa.Connection, partitions: Iterable[Partition], owner: str
    ) -> dict[Partition, Position]:
        """Own these partitions: raises their epoch, which fences off everybody else.

        A partition that was never read begins at 0. Waits for a commit of the previous owner under way.
        """
        wanted = sorted(partitions)
        if not wanted:
            return {}
        table = self._positions
        rows = [
            {"topic": topic, "partition": number, "next_offset": 0, "epoch": 1, "owner": owner}
            for topic, number in wanted
        ]
        statement = insert(table).values(rows)
        statement = statement.on_conflict_do_update(
            constraint=table.primary_key, set_={"epoch": table.c.epoch + 1, "owner": owner}
        )
        answer = connection.execute(
            statement.returning(
                table.c.topic, table.c.partition, table.c.next_offset, table.c.epoch, table.c.mid_log
            )
        )
        return {
            Partition(row.topic, row.partition): Position(row.next_offset, row.epoch, row.mid_log)
            for row in answer
        }

    def end_sleepers(
        self, connection: sa.Connection, partitions: Iterable[Partition], after: timedelta
    ) -> int:
        """End the sessions that hold one of these rows for so long and keep the database waiting now.

        A process that was stopped in the middle of a COPY is in no time-out of the database's: neither of
        an idle transaction nor of the statement. Only who owns the partitions next may call it. The number
        of sessions ended.
        """
        wanted = sa.tuple_(self._positions.c.topic, self._positions.c.partition).in_(
            [tuple(item) for item in partitions]
        )
        xmax: sa.ColumnElement[object] = sa.literal_column("xmax")
        holder = sa.select(xmax).select_from(self._positions).where(wanted)
        asleep = (
            (_SESSIONS.c.backend_xid.in_(holder))
            & (_SESSIONS.c.wait_event_type == "Client")
            & (_SESSIONS.c.xact_start < sa.func.now() - after)
        )
        ended = sa.select(sa.func.pg_terminate_backend(_SESSIONS.c.pid, _ENDS_IN_MS)).where(asleep)
        return len(connection.execute(ended).all())

    def still_owned(
        self, connection: sa.Connection, epochs: Mapping[Partition, int]
    ) -> dict[Partition, Position]:
        """Where those of these partitions stand that nobody else was assigned since."""
        table = self._positions
        ours = sa.tuple_(table.c.topic, table.c.partition, table.c.epoch).in_(
            [(*partition, epoch) for partition, epoch in epochs.items()]
        )
        return {
            Partition(row.topic, row.partition): Position(row.next_offset, row.epoch, row.mid_log)
            for row in connection.execute(sa.select(table).where(ours))
        }

    def reached(self, connection: sa.Connection) -> dict[Partition, int]:
        """The next offset of every partition that was ever read, whoever owns it."""
        table = self._positions
        found = connection.execute(sa.select(table.c.topic, table.c.partition, table.c.next_offset))
        return {Partition(row.topic, row.partition): row.next_offset for row in found}

    def advance(self, connection: sa.Connection, moved: Sequence[Moved]) -> None:
        """Step forward (or, for a rewind, back) in all partitions at once, and hold their rows.

        `FencedError` unless every epoch and old offset is as stored: somebody else owns a partition now.
        """
        found = connection.execute(
            self._advance,
            {
                "topics": [step.partition.topic for step in moved],
                "partitions": [step.partition.number for step in moved],
                "epochs": [step.epoch for step in moved],
                "olds": [step.old_offset for step in moved],
                "news": [step.new_offset for step in moved],
            },
        ).rowcount
        if found != len(moved):
            raise FencedError(f"expected to own {len(moved)} partitions at their offsets, found {found}")

    def lasts(
        self, connection: sa.Connection, partitions: Iterable[Partition]
    ) -> dict[numbers.Sequence, numbers.Last]:
        """The last numbers of every writer in these partitions."""
        table = self._writers
        where = sa.tuple_(table.c.topic, table.c.partition).in_([tuple(item) for item in partitions])
        return {
            numbers.Sequence(*row[:4]): numbers.Last(*row[4:])
            for row in connection.execute(sa.select(table).where(where))
        }

    def store(
        self, connection: sa.Connection, lasts: Iterable[tuple[numbers.Sequence, numbers.Last]]
    ) -> None:
        """Remember the last numbers; `advance` in the same transaction says that they are ours to store."""
        names = [column.name for column in self._writers.columns]
        rows = [dict(zip(names, (*sequence, *last), strict=True)) for sequence, last in lasts]
        if rows:
            connection.execute(self._store, rows)

    def enter_mid_log(self, connection: sa.Connection, partitions: Iterable[Partition]) -> None:
        """Earlier records of these are gone: each writer's next number is whichever comes first."""
        for topic, number in sorted(partitions):
            for table, column in ((self._positions, "mid_log"), (self._writers, "adrift")):
                here = (table.c.topic == topic) & (table.c.partition == number)
                connection.execute(sa.update(table).where(here).values({column: True}))
