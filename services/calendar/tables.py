"""What the calendar keeps: dates, ids, and clients as only the agency's key makes them; nothing readable."""

import sqlalchemy as sa

from shared.wiring import shared_tables

metadata = sa.MetaData(schema="calendar")
common = shared_tables(metadata)


def _person() -> list[sa.Column[str]]:
    return [
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
    ]


def _id(name: str, *, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Uuid(as_uuid=False), primary_key=key)


people = sa.Table(
    "people",
    metadata,
    *_person(),
    sa.Column("look_again_on", sa.Date),
    sa.Column("gone", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("people_by_day", "look_again_on"),
)
"""Each person with a placement; `gone` once absorbed or erased."""

facts = sa.Table(
    "facts",
    metadata,
    *_person(),
    _id("fact", key=True),
    sa.Column("occurred", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    _id("placement"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("starts", sa.Date),
    sa.Column("ends", sa.Date),
    sa.Column("employment", sa.Text),
    sa.Column("employer", sa.LargeBinary),
    sa.Column("exact", sa.Boolean, nullable=False, server_default=sa.true()),
)
"""What facts say about the dates of placements."""

retractions = sa.Table("retractions", metadata, *_person(), _id("fact", key=True))
"""Facts that do not hold any more; they may arrive before the fact itself."""

announced = sa.Table(
    "announced",
    metadata,
    *_person(),
    _id("fact", key=True),
    _id("placement"),
    sa.Column("years", sa.Integer, nullable=False),
    sa.Column("occurs_on", sa.Date, nullable=False),
    sa.Column("milestone", sa.Text, nullable=False, server_default=""),
    sa.Column("retracted", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""What the calendar has said so far."""

reviews = sa.Table(
    "reviews",
    metadata,
    *_person(),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("on", sa.Date),
    sa.Index("reviews_by_day", "on"),
)
"""On which day each plan wants to be looked at again; `NULL` once that was published."""
