"""What matching keeps: fields, ranks, ids, days, and hidden words; no name, title or word of a person."""

import sqlalchemy as sa

from shared.wiring import shared_tables

metadata = sa.MetaData(schema="matching")
common = shared_tables(metadata)

UUID = sa.Uuid(as_uuid=False)
HIDDEN = sa.ARRAY(sa.BigInteger)


def _agency() -> sa.Column[str]:
    return sa.Column("agency", sa.Text, primary_key=True)


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, UUID, primary_key=True)


gone = sa.Table("gone", metadata, _id("person"), _agency())
"""Who was absorbed or erased: nothing more is kept of them."""

notes = sa.Table(
    "notes",
    metadata,
    _id("person"),
    _id("fact"),
    _agency(),
    sa.Column("occurred", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("note", sa.LargeBinary, nullable=False),
)
"""What facts say of each person, as far as it matters here."""

retractions = sa.Table("retractions", metadata, _id("person"), _id("fact"), _agency())
"""Facts that do not hold any more; they may arrive before the fact itself."""

seats = sa.Table(
    "seats",
    metadata,
    _id("person"),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("seniority", sa.Text, primary_key=True),
    _agency(),
    sa.Column("words", HIDDEN, nullable=False),
    sa.Column("places", HIDDEN, nullable=False),
    sa.Column("pay_from", sa.BigInteger),
    sa.Column("currency", sa.Text),
    sa.Index("seats_by_field", "agency", "field", "seniority"),
)
"""Who can be asked about a job: through the index, one field and rank of an agency at a time."""

interests = sa.Table(
    "interests",
    metadata,
    _id("person"),
    sa.Column("topic", sa.BigInteger, primary_key=True),
    _agency(),
    sa.Index("interests_by_topic", "agency", "topic"),
)
"""Who likes to hear of what."""

items = sa.Table(
    "items",
    metadata,
    _id("subject"),
    _agency(),
    sa.Column("family", sa.Text, nullable=False),
    sa.Column("opened", sa.Text, nullable=False),
    sa.Column("closed", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary),
    sa.Column("until", sa.Date),
    sa.Column("field", sa.Text),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Index("items_by_field", "agency", "field", postgresql_where=sa.text("open")),
    sa.Index("items_by_day", "until", postgresql_where=sa.text("open")),
)
"""Jobs and resources as they were stated last. `opened` and `closed` are the places of these facts in the
total order, empty where there was none."""

topics = sa.Table(
    "topics",
    metadata,
    _id("subject"),
    sa.Column("topic", sa.BigInteger, primary_key=True),
    _agency(),
    sa.Index("topics_by_topic", "agency", "topic"),
)
"""What each resource that can be had is about."""

pairs = sa.Table(
    "pairs",
    metadata,
    _id("match"),
    _agency(),
    sa.Column("family", sa.Text, nullable=False),
    sa.Column("person", UUID, nullable=False),
    sa.Column("subject", UUID, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("standing", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("found_on", sa.Date, nullable=False),
    sa.Index("pairs_by_person", "person", "family", postgresql_where=sa.text("standing")),
    sa.Index("pairs_by_subject", "subject", postgresql_where=sa.text("standing")),
)
"""What was said to match, and whether it still does; `digest` hides what was said of it last."""

thanks = sa.Table(
    "thanks",
    metadata,
    _id("person"),
    _id("referral"),
    _id("placement"),
    _agency(),
    sa.Column("fact", UUID, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("standing", sa.Boolean, nullable=False),
)
"""Whom we told that somebody they referred was placed."""

referrals = sa.Table(
    "referrals",
    metadata,
    _id("referred"),
    _id("person"),
    _agency(),
    sa.Index("referrals_by_person", "person"),
)
"""Who told us of whom."""
