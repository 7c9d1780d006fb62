"""Every fact and task event of a person, as it lies on the log: the envelope in columns, the body sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec
import sqlalchemy as sa

from services.query import stamps
from services.query.bulk import Person, Upsert, drop_people, wire_uuid
from shared.codec import Sealed
from shared.errors import UnreadableError
from shared.facts import KINDS

NAMES = (
    *("agency", "person", "event"),
    *("type", "version", "source", "occurred", "recorded_at", "forwarded_by", "data"),
    stamps.CHANGED,
)
ELSEWHERE = frozenset(kind.name for kind in KINDS.values() if kind.family in {"quarantine", "market"})
"""About records and the market, not about what people did."""


class _AnyObject(msgspec.Struct):
    """Takes any JSON object: reading it says that the rest is well-formed."""


_check = msgspec.json.Decoder(_AnyObject).decode


def table(metadata: sa.MetaData) -> sa.Table:
    """Add the table to the metadata."""
    return sa.Table(
        "timeline",
        metadata,
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("event", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        # Sorts as Python sorts text, whatever the database's own collation.
        sa.Column("occurred", sa.Text(collation="C"), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forwarded_by", sa.Text),
        sa.Column("data", sa.LargeBinary, nullable=False),
        stamps.column(),  # only ever asked for of one person, whose rows the key finds: no index
    )


@dataclass(frozen=True)
class Timeline:
    """Keeps each event once."""

    table: sa.Table

    @cached_property
    def _upsert(self) -> Upsert:
        return Upsert(self.table, NAMES)

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Add the events that are not there yet. `UnreadableError` when a body is no JSON object."""
        rows = {(one.agency, one.subject, one.id): one for one in batch if one.type not in ELSEWHERE}
        if rows:
            stamp = stamps.current(connection)
            self._upsert.write(connection, [(*_row(one), stamp) for one in rows.values()])

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop everything of these people."""
        drop_people(connection, self.table, people)


def _row(one: Sealed) -> tuple[object, ...]:
    try:
        _check(one.data)
    except msgspec.DecodeError as error:
        raise UnreadableError(f"{one.type}: expected a JSON object as the body, found {error}") from error
    return (
        one.agency,
        wire_uuid(one.subject),
        wire_uuid(one.id),
        one.type,
        one.version,
        one.source,
        one.occurred,
        one.recorded_at,
        one.forwarded_by,
        one.data,
    )
