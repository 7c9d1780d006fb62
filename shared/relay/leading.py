"""What a leader writes in each round: one statement each, which is a transaction of its own.

A round that sends little consists of ways to the database and back, so there are as few of them as can be.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shared.log.protocol import Partition
from shared.outbox import OutboxTables
from shared.relay.lane import Lane
from shared.relay.lease import Held, Lease, lost
from shared.relay.waiting import given, giving

_COLUMNS = {"topic": sa.Text, "partition": sa.Integer, "number": sa.BigInteger, "offset": sa.BigInteger}
_LANES = (
    sa.func.unnest(*(sa.bindparam(f"lane_{name}", type_=ARRAY(of)) for name, of in _COLUMNS.items()))
    .table_valued(*_COLUMNS, name="lanes")
    .render_derived()
)


class Leading:
    """Numbers rows and marks what the log has, on connections that commit each statement.

    `FencedError` when the lease is lost: then nothing was written.
    """

    def __init__(self, tables: OutboxTables, lease: Lease) -> None:
        renewed = lease.holding().returning(tables.relay.c.lease).cte("renewed")
        held = sa.select(renewed.c.lease).exists()
        numbered = giving(tables.rows).where(held).returning(tables.rows.c.seq).cte("numbered")
        here = (tables.counts.c.topic == _LANES.c.topic) & (tables.counts.c.partition == _LANES.c.partition)
        counts = sa.update(tables.counts).where(here, held)
        self._give = counts.values(given=_LANES.c.number).add_cte(numbered)
        self._mark = counts.values(acknowledged=_LANES.c.number, offset=_LANES.c.offset)

    def give(
        self,
        connection: sa.Connection,
        held: Held,
        seqs: Sequence[int],
        places: Sequence[tuple[Partition, int]],
    ) -> None:
        """Give rows their partitions and numbers, which stand beside their seqs; count them as given."""
        rows = given(held.epoch, seqs, [(place.number, number) for place, number in places])
        lanes = _lanes((*place, number, None) for place, number in dict(places).items())
        _write(connection, self._give, held, lanes | rows)

    def mark(self, connection: sa.Connection, held: Held, lanes: Mapping[Partition, Lane]) -> None:
        """Remember how far the log has each of these partitions."""
        marks = _lanes((*place, lane.acknowledged, lane.offset) for place, lane in lanes.items())
        _write(connection, self._mark, held, marks)


def _lanes(rows: Iterable[tuple[str, int, int, int | None]]) -> dict[str, Any]:
    columns = zip(*rows, strict=True)
    return {f"lane_{name}": list(column) for name, column in zip(_COLUMNS, columns, strict=True)}


def _write(connection: sa.Connection, statement: sa.Update, held: Held, values: Mapping[str, Any]) -> None:
    written = connection.execute(statement, {"held_lease": held.lease, **values}).rowcount
    if written != len(values["lane_topic"]):
        raise lost(held)
