"""Rows of the outbox that wait to be numbered or sent; every method works in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Any, NamedTuple, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shared.database import psycopg_cursor
from shared.log.protocol import Headers, Outgoing, Partition
from shared.numbers import Stamp
from shared.outbox import OutboxTables, unpack_headers

ROWS = 2_000
BYTES = 8_000_000
"""How much is taken into memory at a time; a single row may be larger."""


class Unnumbered(NamedTuple):
    """A row no relay has seen."""

    seq: int
    topic: str
    key: bytes
    value: bytes
    headers: bytes

    def own_headers(self) -> Headers:
        """The headers as the service wrote them."""
        return unpack_headers(self.headers)


class Numbered(NamedTuple):
    """A row with its place among what this writer sends."""

    partition: Partition
    number: int
    key: bytes
    value: bytes
    headers: bytes

    def outgoing(self, writer: str, epoch: int) -> Outgoing:
        """The record as it is sent: what the service wrote, and the number."""
        headers = unpack_headers(self.headers) + Stamp(writer, epoch, self.number).headers()
        return Outgoing(*self.partition, self.key, self.value, headers)


def _bounded(rows: sa.Select[Any], order: Sequence[str]) -> sa.Select[Any]:
    """As many of the rows, in order, as fit into the bytes; sizes are read without reading the values."""
    inner = rows.subquery("inner_rows")
    size = sa.func.octet_length(inner.c.value)
    places = [inner.c[name] for name in order]
    before = (sa.func.sum(size).over(order_by=places) - size).label("before")
    outer = sa.select(inner, before).subquery("outer_rows")
    wanted = [column for column in outer.c if column.name != "before"]
    return sa.select(*wanted).where(outer.c.before < BYTES).order_by(*(outer.c[name] for name in order))


def _array(name: str, of: type[sa.Integer]) -> sa.Cast[Any]:
    """A parameter written as PostgreSQL writes arrays: adapting a list costs several times as much."""
    return sa.cast(sa.bindparam(name, type_=sa.Text), ARRAY(of))


def _text(numbers: Iterable[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


_GIVEN = (
    sa.func.unnest(
        _array("seqs", sa.BigInteger), _array("partitions", sa.Integer), _array("numbers", sa.BigInteger)
    )
    .table_valued("seq", "partition", "number", name="given")
    .render_derived()
)

_BY_INDEX = sa.select(
    *(
        sa.func.set_config(f"enable_{plan}", "off", sa.false())
        for plan in ("seqscan", "bitmapscan", "hashjoin", "mergejoin", "sort")
    )
)


def by_index(connection: sa.Connection) -> None:
    """Have this session read by indexes, for as long as it lasts.

    What the planner knows of a table that fills and empties all the time is always wrong: left to itself it
    sorts all waiting rows for each batch and reads the whole table to update a few.
    """
    if not connection.info.get(by_index):
        connection.execute(_BY_INDEX)
        connection.info[by_index] = True


def giving(rows: sa.Table) -> sa.Update:
    """What gives rows their places, which `given` says."""
    of = _GIVEN.c
    place = {"partition": of.partition, "number": of.number, "epoch": sa.bindparam("in_epoch")}
    return sa.update(rows).values(place).where(rows.c.seq == of.seq)


def given(epoch: int, seqs: Iterable[int], places: Iterable[tuple[int, int]]) -> dict[str, int | str]:
    """The values of `giving`: partitions and numbers, which stand beside the seqs of their rows."""
    partitions, numbers = zip(*places, strict=True)
    columns = {"seqs": _text(seqs), "partitions": _text(partitions), "numbers": _text(numbers)}
    return {"in_epoch": epoch, **columns}


def is_all(taken: Sequence[Unnumbered]) -> bool:
    """Whether `Waiting.new` has found all that waited, and left nothing for another time."""
    return len(taken) < ROWS and sum(len(row.value) for row in taken) < BYTES


class Waiting:
    """The rows of an outbox."""

    def __init__(self, tables: OutboxTables) -> None:
        self._rows = tables.rows
        self._new = b""
        self._give = giving(tables.rows)
        self._again = self._unsent(tables.counts)

    def _unnumbered(self) -> sa.Select[Any]:
        row = self._rows.c
        some = sa.select(row.seq, row.topic, row.key, row.value, row.headers)
        return _bounded(some.where(row.number.is_(None)).order_by(row.seq).limit(ROWS), ["seq"])

    def _unsent(self, counts: sa.Table) -> sa.Select[Any]:
        row = self._rows.c
        here = (row.topic == counts.c.topic) & (row.partition == counts.c.partition)
        after = (row.epoch == sa.bindparam("in_epoch")) & (row.number > counts.c.acknowledged)
        columns = (row.topic, row.partition, row.number, row.key, row.value, row.headers)
        some = sa.select(*columns).where(here, after).order_by(row.number).limit(ROWS // 4).lateral("unsent")
        of = sa.tuple_(counts.c.topic, counts.c.partition).in_(sa.bindparam("lanes", expanding=True))
        rows = sa.select(some).select_from(counts.join(some, sa.true())).where(of)
        return _bounded(rows, ["number", "topic", "partition"])

    def new(self, connection: sa.Connection) -> list[Unnumbered]:
        """The oldest rows without a number; of one person always the earlier ones first."""
        self._new = self._new or self._written(connection, self._unnumbered())
        with psycopg_cursor(connection) as cursor:  # which, unlike SQLAlchemy, can ask for bytes as bytes
            rows = cursor.execute(self._new, binary=True).fetchall()
        return list(starmap(Unnumbered, cast("list[tuple[int, str, bytes, bytes, bytes]]", rows)))

    @staticmethod
    def _written(connection: sa.Connection, statement: sa.Select[Any]) -> bytes:
        return str(statement.compile(connection, compile_kwargs={"literal_binds": True})).encode()

    def give(
        self, connection: sa.Connection, epoch: int, seqs: Sequence[int], places: Sequence[tuple[int, int]]
    ) -> None:
        """Give rows their partitions and numbers, which stand beside their seqs."""
        connection.execute(self._give, given(epoch, seqs, places))

    def unsent(self, connection: sa.Connection, epoch: int, lanes: Iterable[Partition]) -> list[Numbered]:
        """The first rows the log has not acknowledged in these partitions, by number."""
        chosen = {"in_epoch": epoch, "lanes": [tuple(lane) for lane in lanes]}
        rows = connection.execute(self._again, chosen).all()
        return [Numbered(Partition(row[0], row[1]), *row[2:]) for row in rows]

    def topics(self, connection: sa.Connection) -> set[str]:
        """The topics of rows without a number."""
        row = self._rows.c
        return set(connection.scalars(sa.select(row.topic).where(row.number.is_(None)).distinct()))

    def count_new(self, connection: sa.Connection) -> int:
        """How many rows have no number."""
        unnumbered = sa.select(sa.func.count()).where(self._rows.c.number.is_(None))
        return connection.execute(unnumbered).scalar_one()

    def all_new(self, connection: sa.Connection) -> Iterator[Unnumbered]:
        """All rows without a number, a few in memory at a time."""
        row = self._rows.c
        some = sa.select(row.seq, row.topic, row.key, row.value, row.headers).where(row.number.is_(None))
        rows = connection.execute(some, execution_options={"yield_per": ROWS})
        return (Unnumbered(*each) for each in rows)

    def numbered_after(
        self, connection: sa.Connection, place: Partition, epoch: int, number: int
    ) -> list[tuple[int, int]]:
        """The rows of one partition after a number: seq and number."""
        row = self._rows.c
        here = (row.topic == place.topic) & (row.partition == place.number)
        after = (row.epoch == epoch) & (row.number > number)
        return [
            (seq, own) for seq, own in connection.execute(sa.select(row.seq, row.number).where(here, after))
        ]

    def take_back(self, connection: sa.Connection, seqs: Sequence[int]) -> None:
        """Let rows wait for a number again."""
        row = self._rows.c
        these = row.seq == sa.any_(sa.bindparam("seqs", list(seqs), type_=ARRAY(sa.BigInteger)))
        connection.execute(sa.update(self._rows).where(these).values(partition=None, epoch=None, number=None))
