"""Which facts tell of a referral: found by whom it told of, and by day, without opening a seal.

Whether one still holds, and what came of it, is read from the timeline of who told it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import msgspec
import sqlalchemy as sa

from services.query.bodies import open_fields
from services.query.bulk import Person, Row, Upsert, drop_people, wire_uuid
from shared.codec import Sealed

MADE = "referral.made"
NAMES = ("agency", "person", "event", "referred", "made_on")


class _Made(msgspec.Struct):
    on: date
    referred: str | None = None


def table(metadata: sa.MetaData) -> sa.Table:
    """Add the table to the metadata."""
    return sa.Table(
        "referrals",
        metadata,
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("event", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("referred", sa.Uuid(as_uuid=False)),
        sa.Column("made_on", sa.Date, nullable=False),
        sa.Index("referrals_by_day", "agency", "made_on", "person", "event"),
        sa.Index("referrals_of", "agency", "referred", postgresql_where=sa.text("referred IS NOT NULL")),
    )


@dataclass(frozen=True)
class Referrals:
    """Keeps each such fact once, as long as who told it is there."""

    table: sa.Table

    @cached_property
    def _upsert(self) -> Upsert:
        return Upsert(self.table, NAMES)

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Note what is new; raises `UnreadableError` for a body that does not fit."""
        rows = [_row(one) for one in batch if one.type == MADE]
        self._upsert.write(connection, list({row[:3]: row for row in rows}.values()))

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop what these people told."""
        drop_people(connection, self.table, people)


def _row(one: Sealed) -> Row:
    made = open_fields(one, _Made)
    referred = wire_uuid(made.referred) if made.referred else None
    return one.agency, wire_uuid(one.subject), wire_uuid(one.id), referred, made.on
