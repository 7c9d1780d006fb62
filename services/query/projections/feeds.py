"""Of whom and what each feed tells, when it did last, and what of it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from services.query.bodies import open_fields
from services.query.bulk import Person, Row, Upsert, drop_people, wire_uuid
from services.query.folded import kept
from shared.codec import Sealed

INGEST = "ingest"
FROM = f"{INGEST}/"
"""What the source of a feed's facts begins with."""
PARKED = "record.parked"
RELEASED = "record.released"
KINDS = {
    "person.profiled": "person",
    "placement.started": "person",
    "role.observed": "person",
    "role.changed": "person",
    "job.opened": "job",
    "resource.published": "resource",
}
"""The facts by which a feed is seen, and what they are about."""
SIGHTING = ("agency", "feed", "subject", "kind", "seen_at")
REFUSED = ("agency", "person", "record", "feed", "rank", "parked")


class FeedsTables(NamedTuple):
    """The tables of this projection."""

    sightings: sa.Table
    refused: sa.Table


class _Parked(msgspec.Struct):
    record: str
    service: str
    origin: str = ""


def tables(metadata: sa.MetaData) -> FeedsTables:
    """Add the tables to the metadata."""
    return FeedsTables(
        sightings=sa.Table(
            "sightings",
            metadata,
            sa.Column("agency", sa.Text, primary_key=True),
            sa.Column("feed", sa.Text, primary_key=True),
            sa.Column("subject", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("kind", sa.Text, nullable=False),
            sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
            sa.Index("sightings_of", "agency", "subject"),
        ),
        refused=sa.Table(
            "refused",
            metadata,
            sa.Column("agency", sa.Text, primary_key=True),
            sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("record", sa.Uuid(as_uuid=False), primary_key=True),
            sa.Column("feed", sa.Text),
            sa.Column("rank", sa.Text(collation="C"), nullable=False),
            sa.Column("parked", sa.Boolean, nullable=False),
        ),
    )


@dataclass(frozen=True)
class Feeds:
    """Keeps one row for each feed and whom it tells of, so that what it tells twice counts once."""

    tables: FeedsTables

    @cached_property
    def _seen(self) -> Upsert:
        return Upsert(self.tables.sightings, SIGHTING, newer="seen_at")

    @cached_property
    def _refusing(self) -> Upsert:
        return Upsert(self.tables.refused, REFUSED, newer="rank")

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Note whom the batch tells of; raises `UnreadableError` for a body that does not fit."""
        newest: dict[tuple[str, str, str], datetime] = {}
        kinds: dict[tuple[str, str, str], str] = {}
        for one in batch:
            if one.type in KINDS and one.source.startswith(FROM):
                key = (one.agency, kept(one.source.removeprefix(FROM)), one.subject)
                newest[key] = max(newest.get(key, one.recorded_at), one.recorded_at)
                kinds[key] = KINDS[one.type]
        rows = [(*key[:2], wire_uuid(key[2]), kinds[key], at) for key, at in newest.items()]
        self._seen.write(connection, rows)
        refused = sorted((_refused(one) for one in batch if one.type in {PARKED, RELEASED}), key=_rank)
        self._refusing.write(
            connection, list({row[:3]: row for row in refused if row[3] is not None}.values())
        )

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop that feeds told of these people."""
        seen = self.tables.sightings
        connection.execute(seen.delete().where(sa.tuple_(seen.c.agency, seen.c.subject).in_(list(people))))
        drop_people(connection, self.tables.refused, people)


def _rank(row: Row) -> str:
    return str(row[4])


def _refused(one: Sealed) -> Row:
    """Of a record of the log no feed is known: its origin is a topic, with a place in it."""
    said = open_fields(one, _Parked)
    first = said.origin.partition(" ")[0]
    feed = kept(first) if said.service == INGEST and "/" not in first else None
    rank = f"{one.recorded_at.isoformat()} {one.id}"
    return one.agency, wire_uuid(one.subject), wire_uuid(said.record), feed, rank, one.type == PARKED
