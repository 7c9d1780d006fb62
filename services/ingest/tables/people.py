"""Who is who."""

import sqlalchemy as sa

from services.ingest.tables.base import AGENCY, MOMENT, UUID, metadata

identity_keys = sa.Table(
    "identity_keys",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("person", UUID, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("feed", sa.Text),
    sa.Index("identity_keys_by_person", "person"),
)
"""Blind indexes of strong keys: whose they are (`own`), were before a merge (`merged`), or of somebody erased
(`erased`), who must not come back by a file sent again. `feed` is the one that calls them so, of its own ids;
an older program did not note it."""

absorbed = sa.Table(
    "absorbed",
    metadata,
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("person", UUID, primary_key=True),
    sa.Column("into", UUID, nullable=False),
    sa.Column("merge", UUID, nullable=False),
    sa.Column("at", MOMENT),  # empty where an older program noted it
    sa.Column("undoes", UUID),
    sa.Column("other", UUID),
    sa.Column("since", MOMENT),
    sa.Column("unread", sa.Boolean),
    sa.Index("absorbed_into", "agency", "into"),
    sa.Index("absorbed_by_merge", "merge"),
)
"""Who turned out to be somebody else, or goes on under another id since a merge was undone (`undoes`; `merge`
is then the undoing's own id). What was told of them by name after `since` may be of the `other` one.
`unread` holds from an undoing until ingest reads it back from the log."""

merges = sa.Table(
    "merges",
    metadata,
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("id", UUID, primary_key=True),
    sa.Column("person", UUID, nullable=False),
    sa.Column("into", UUID, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("undone_at", MOMENT),
    sa.Index("merges_by_time", "agency", "at", "id"),
    sa.Index("merges_by_person", "person"),
    sa.Index("merges_by_into", "into"),
)
"""Who was merged into whom, by a recruiter or a feed; both as they are called since other merges were undone.
`key` is that of the record that a feed merged away: its deletion erases nobody."""

unassigned = sa.Table(
    "unassigned",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("agency", AGENCY, nullable=False),
    sa.Column("person", UUID, nullable=False),
    sa.Column("thing", UUID, nullable=False),
    sa.Column("opened_at", MOMENT, nullable=False),
    sa.Column("to", UUID),
    sa.Column("assigned_at", MOMENT),
    sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index("unassigned_by_time", "agency", "opened_at", "id"),
    sa.Index("unassigned_by_person", "person"),
)
"""What was told of somebody by name while they were two people: a task with all that was done with it, or one
fact. It waits until a person says `to` whom of the two it belongs, or until they are one `again`."""

history = sa.Table(
    "history",
    metadata,
    sa.Column("person", UUID, primary_key=True),
    sa.Column("event", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("order", sa.BigInteger, sa.Identity(always=True)),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
    sa.Column("headers", sa.LargeBinary, nullable=False),
)
"""Each person's facts as they stand on the log, sealed, should they have to be forwarded after a merge."""

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("person", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
"""What is known of somebody that does not identify them, sealed with their key; not of who was absorbed."""

evidence_blocks = sa.Table(
    "evidence_blocks",
    metadata,
    sa.Column("key", sa.LargeBinary, primary_key=True),
    sa.Column("person", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Index("evidence_blocks_by_person", "person"),
)
"""Blind indexes under which people are looked up who may be one: each joins two things known of somebody."""

looks = sa.Table(
    "looks",
    metadata,
    sa.Column("person", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("order", sa.BigInteger, sa.Identity(always=True)),
    sa.Index("looks_in_order", "order"),
)
"""Of whom something was told, so that it has to be seen whether they are somebody known."""

identity_reviews = sa.Table(
    "identity_reviews",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("agency", AGENCY, nullable=False),
    sa.Column("person", UUID, nullable=False),
    sa.Column("other", UUID, nullable=False),
    sa.Column("because", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("opened_at", MOMENT, nullable=False),
    sa.Column("decided_at", MOMENT),
    sa.Index("identity_reviews_by_score", "state", "score", "id"),
    sa.Index("identity_reviews_by_person", "person"),
    sa.Index("identity_reviews_by_other", "other"),
)
"""Two people who may be one, once in either direction: `open` until somebody says so or not. `score` is what
spoke for it when it was looked at last; a row that was `denied` stays for good. `because` says why: by their
`likeness`, or by a `shared key` that did not link them."""
