"""The outbox: what a service wants to send, committed together with the state it follows from."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from shared.codec import Encoded, encode
from shared.database import psycopg_cursor
from shared.envelope import Event
from shared.errors import UnavailableError, UnreadableError
from shared.log.protocol import Headers
from shared.row_security import Nobodys, belongs
from shared.topics import topic_of
from shared.vault import Keys, Vault

LARGEST_VALUE = 900_000
"""Bytes; a broker takes 1 MiB per record by default, headers included."""
LOCKS_AT_MOST = 2_000
"""PostgreSQL keeps about 6,400 locks in memory by default, for all sessions together."""

_LOCK_EACH = sa.text(
    "SELECT pg_advisory_xact_lock_shared(:everybody)"
    " UNION ALL SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS wanted(key)"
)
"""Everybody's first: who holds that one alone may ask for a person's afterwards."""

_PUT = (
    "INSERT INTO {table} (topic, agency, key, value, headers) SELECT topic, agency, key, value, headers"
    " FROM unnest(%b::text[], %b::text[], %b::bytea[], %b::bytea[], %b::bytea[])"
    " WITH ORDINALITY AS given(topic, agency, key, value, headers, place) ORDER BY place"
)
"""Many rows as five arrays in binary: a COPY into a table with row security is not to be had."""

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Headers).decode


@dataclass(frozen=True)
class OutboxTables:
    """The tables of the outbox and its relay in a service's schema."""

    rows: sa.Table
    relay: sa.Table
    topics: sa.Table
    counts: sa.Table
    checkpoints: sa.Table

    @property
    def channel(self) -> str:
        """What `NOTIFY` names when rows were appended."""
        return f"{self.scope}_outbox"

    @property
    def scope(self) -> str:
        """Within which the locks of persons count."""
        return self.rows.schema or "public"


def tables(metadata: sa.MetaData) -> OutboxTables:
    """Add the tables to a service's metadata."""
    return OutboxTables(
        rows=_rows(metadata),
        relay=_relay(metadata),
        topics=_topics(metadata),
        counts=_counts(metadata),
        checkpoints=_checkpoints(metadata),
    )


def _rows(metadata: sa.MetaData) -> sa.Table:
    number = sa.Column("number", sa.BigInteger)
    seq = sa.Column("seq", sa.BigInteger, sa.Identity(always=True), primary_key=True)
    return sa.Table(
        "outbox",
        metadata,
        seq,
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("partition", sa.Integer),
        sa.Column("epoch", sa.BigInteger),
        number,
        sa.Column("agency", sa.Text),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("headers", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Index("outbox_unnumbered", seq, postgresql_where=number.is_(None)),
        sa.Index(
            "outbox_numbered",
            *("topic", "partition", "epoch", "number"),
            unique=True,
            postgresql_where=number.is_not(None),
        ),
    )


def _relay(metadata: sa.MetaData) -> sa.Table:
    """One row: who may number and send, under which epoch the numbers count, and why nobody may at all."""
    return sa.Table(
        "outbox_relay",
        metadata,
        sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
        sa.Column("lease", sa.BigInteger, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("stopped", sa.Text),
        info=belongs(Nobodys("who may send whatever waits")),
    )


def _topics(metadata: sa.MetaData) -> sa.Table:
    """How many partitions each topic had when it was first written to; that never changes."""
    return sa.Table(
        "outbox_topics",
        metadata,
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("partitions", sa.Integer, nullable=False),
        info=belongs(Nobodys("how many partitions topics have")),
    )


def _counts(metadata: sa.MetaData) -> sa.Table:
    """Per partition the last number given and the last one the log has acknowledged, of the current epoch."""
    return sa.Table(
        "outbox_counts",
        metadata,
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("partition", sa.Integer, primary_key=True),
        sa.Column("given", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("acknowledged", sa.BigInteger, nullable=False, server_default="0"),
        sa.Column("offset", sa.BigInteger),
        info=belongs(Nobodys("how far each partition was sent")),
    )


def _checkpoints(metadata: sa.MetaData) -> sa.Table:
    """Where a number was seen standing on the log; all records up to it stood there as well."""
    return sa.Table(
        "outbox_checkpoints",
        metadata,
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("partition", sa.Integer, primary_key=True),
        sa.Column("epoch", sa.BigInteger, primary_key=True),
        sa.Column("number", sa.BigInteger, primary_key=True),
        sa.Column("offset", sa.BigInteger),
        sa.Column("read_to", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        info=belongs(Nobodys("where numbers stand on the log")),
    )


def pack_headers(headers: Headers) -> bytes:
    """Headers as they stand in a row."""
    return _pack(headers)


def unpack_headers(packed: bytes) -> Headers:
    """The headers of a row."""
    return _unpack(packed)


class Outbox:
    """Takes events inside the transaction of the state they follow from."""

    def __init__(
        self, tables: OutboxTables, vault: Vault, topic_prefix: str, *, though_stopped: bool = False
    ) -> None:
        self._tables = tables
        self._vault = vault
        self._prefix = topic_prefix
        self._scope = tables.scope
        self._though_stopped = though_stopped

    def lock(self, connection: sa.Connection, subjects: Iterable[tuple[str, str]]) -> None:
        """Take the locks of these (agency, subject) until the transaction ends; again changes nothing.

        Whoever reads a person's state to decide on facts takes them first. Always in the same order, so that
        two transactions that lock all at once never wait for each other in a circle.
        """
        keys = sorted({_lock_key(self._scope, agency, subject) for agency, subject in subjects})
        if not keys:
            return
        if len(keys) > LOCKS_AT_MOST:
            lock_everybody(connection, self._tables)
        else:
            connection.execute(_LOCK_EACH, {"everybody": _everybody(self._tables), "keys": keys})

    def append(
        self,
        connection: sa.Connection,
        events: Sequence[Event],
        *,
        create_keys: bool = False,
        keys: Keys | None = None,
    ) -> None:
        """Put events into the outbox, in this order; they are sent once the transaction has committed.

        Takes the persons' locks. `create_keys` makes a key for who has none yet; `keys` are theirs, if read
        in this transaction already. Raises `ErasedError` for personal fields of somebody without a key,
        `UnreadableError` for what no broker would take, and `UnavailableError` while the relay waits for an
        operator: what follows from a database that forgot something contradicts the log.
        """
        if not events:
            return
        subjects = {(event.agency, event.subject) for event in events}
        self.lock(connection, subjects)
        held = keys or self._vault.keys(connection, subjects, create=create_keys)
        rows = [self._row(event, encode(event, held)) for event in events]
        self._insert(connection, rows)
        self._notify(connection)

    def _notify(self, connection: sa.Connection) -> None:
        stopped = sa.select(self._tables.relay.c.stopped).scalar_subquery()
        because = connection.execute(sa.select(stopped, sa.func.pg_notify(self._tables.channel, ""))).scalar()
        if because is not None and not self._though_stopped:
            raise UnavailableError(f"nothing can be said until an operator has decided: {because}")

    def _row(self, event: Event, encoded: Encoded) -> tuple[str, str, bytes, bytes, bytes]:
        if len(encoded.value) > LARGEST_VALUE:
            raise UnreadableError(
                f"{event.type} {event.id}: expected at most {LARGEST_VALUE} bytes, "
                f"found {len(encoded.value)}; shorten its texts"
            )
        topic = topic_of(event.type).named(self._prefix)
        return (topic, event.agency, encoded.key, encoded.value, pack_headers(encoded.headers))

    def _insert(self, connection: sa.Connection, rows: list[tuple[str, str, bytes, bytes, bytes]]) -> None:
        statement = _PUT.format(table=self._tables.rows.fullname).encode()
        with psycopg_cursor(connection) as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])


def lock_everybody(connection: sa.Connection, tables: OutboxTables) -> None:
    """Wait for every transaction that appends, and keep new ones waiting until this one ends."""
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_everybody(tables))))


def _everybody(tables: OutboxTables) -> int:
    return _lock_key(tables.scope, "", "")


def _lock_key(*parts: str) -> int:
    digest = hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
