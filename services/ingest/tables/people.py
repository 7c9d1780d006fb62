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
    sa.Index("absorbed_into", "agency", "into"),
)
"""Who turned out to be somebody else."""

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
