"""What a relay remembers per topic and partition; every method works in the caller's transaction."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shared.errors import OperatorNeededError
from shared.log.protocol import Partition
from shared.outbox import OutboxTables
from shared.relay.lane import Lane, Point


class Checkpoint(NamedTuple):
    """A number that was seen on the log, with all before it."""

    number: int
    offset: int | None
    """Where; None when nothing of this epoch was there yet."""
    read_to: int
    """No higher number stood below this offset."""


class Ledger:
    """Partitions, counts and checkpoints."""

    def __init__(self, tables: OutboxTables) -> None:
        self._topics = tables.topics
        self._counts = tables.counts
        self._checkpoints = tables.checkpoints

    def topics(self, connection: sa.Connection) -> dict[str, int]:
        """How many partitions each topic had when it was first written to."""
        return {row.topic: row.partitions for row in connection.execute(sa.select(self._topics))}

    def add_topic(self, connection: sa.Connection, topic: str, partitions: int) -> None:
        """Remember a topic, and count from zero in each of its partitions."""
        connection.execute(insert(self._topics).values(topic=topic, partitions=partitions))
        rows = [{"topic": topic, "partition": number} for number in range(partitions)]
        connection.execute(insert(self._counts).on_conflict_do_nothing(), rows)

    def lanes(self, connection: sa.Connection) -> dict[Partition, Lane]:
        """All partitions ever counted in, to be compared with the log."""
        rows = connection.execute(sa.select(self._counts))
        return {
            Partition(row.topic, row.partition): Lane(
                row.given, row.acknowledged, row.offset, behind=row.acknowledged < row.given
            )
            for row in rows
        }

    def acknowledge(self, connection: sa.Connection, lanes: Mapping[Partition, Lane]) -> None:
        """Remember how far the log has each of these partitions."""
        rows = [
            {"_topic": at[0], "_partition": at[1], "acknowledged": lane.acknowledged, "offset": lane.offset}
            for at, lane in lanes.items()
        ]
        self._set(connection, rows)

    def _set(self, connection: sa.Connection, rows: list[dict[str, str | int | None]]) -> None:
        if not rows:
            return
        table = self._counts
        values: dict[str, sa.BindParameter[int]] = {
            name: sa.bindparam(name) for name in rows[0] if not name.startswith("_")
        }
        here = (table.c.topic == sa.bindparam("_topic")) & (table.c.partition == sa.bindparam("_partition"))
        connection.execute(sa.update(table).where(here).values(values), rows)

    def reset(self, connection: sa.Connection) -> None:
        """Count from zero again everywhere, in a new epoch."""
        connection.execute(sa.update(self._counts).values(given=0, acknowledged=0, offset=None))

    def checkpoints(self, connection: sa.Connection, epoch: int) -> dict[Partition, list[Checkpoint]]:
        """What was seen of each partition, newest first: the last, 2nd, 4th, 8th last and so on."""
        table = self._checkpoints.c
        lane = (table.topic, table.partition)
        rank = sa.func.row_number().over(partition_by=lane, order_by=table.number.desc()).label("rank")
        all_ = sa.func.count().over(partition_by=lane).label("all")
        columns = (table.topic, table.partition, table.number, table.offset, table.read_to, rank, all_)
        ranked = sa.select(*columns).where(table.epoch == epoch).subquery()
        some = (ranked.c.rank.op("&")(ranked.c.rank - 1) == 0) | (ranked.c.rank == ranked.c["all"])
        found: dict[Partition, list[Checkpoint]] = {}
        for row in connection.execute(sa.select(ranked).where(some).order_by(ranked.c.rank)):
            found.setdefault(Partition(row[0], row[1]), []).append(Checkpoint(*row[2:5]))
        return found

    def see(
        self, connection: sa.Connection, epoch: int, seen: Iterable[tuple[Partition, Checkpoint]]
    ) -> None:
        """Remember where numbers stood; forget what was believed of later ones."""
        for partition, (number, offset, read_to) in seen:
            self._forget_after(connection, partition, epoch, number)
            key = {"topic": partition.topic, "partition": partition.number, "epoch": epoch, "number": number}
            place = {"offset": offset, "read_to": read_to, "seen_at": sa.func.now()}
            statement = insert(self._checkpoints).values({**key, **place})
            connection.execute(
                statement.on_conflict_do_update(constraint=self._checkpoints.primary_key, set_=place)
            )

    def _forget_after(self, connection: sa.Connection, partition: Partition, epoch: int, number: int) -> None:
        table = self._checkpoints.c
        here = (table.topic == partition.topic) & (table.partition == partition.number)
        later = (table.epoch == epoch) & (table.number > number)
        connection.execute(sa.delete(self._checkpoints).where(here, later))


def seen_at(point: Point) -> Checkpoint:
    """The checkpoint of a record that was read again where it was acknowledged."""
    return Checkpoint(point.number, point.offset, point.offset + 1)


def require_partitions(topic: str, remembered: int, found: int) -> None:
    """`OperatorNeededError` unless a topic has as many partitions as when it was first written to."""
    if remembered != found:
        raise OperatorNeededError(
            f"{topic}: expected {remembered} partitions as ever, found {found}; a topic keeps its number of "
            "partitions, or the order of each person's facts is lost: put the topic back as it was"
        )
