"""What ingest keeps: payloads as they came, who is who, what each feed said last, and the way to forget."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from shared.wiring import shared_tables

# Keys begin with what tells most: with the agency first, PostgreSQL may read all of an agency's rows.
metadata = sa.MetaData(schema="ingest")
common = shared_tables(metadata)

AGENCY = sa.Text
UUID = sa.Uuid(as_uuid=False)
MOMENT = sa.DateTime(timezone=True)

imports = sa.Table(
    "imports",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("agency", AGENCY, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("encoding", sa.Text, nullable=False),
    sa.Column("delimiter", sa.Text, nullable=False),
    sa.Column("header_row", sa.Integer, nullable=False),
    sa.Column("sheet", sa.Text),
    sa.Column("mapping", JSONB(none_as_null=True)),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("received_at", MOMENT, nullable=False),
    sa.Column("order", sa.BigInteger, sa.Identity(always=True)),
    sa.Column("repeats", UUID),
    sa.Column("reason", sa.Text),
    sa.Column("field", sa.Text),
    sa.Column("lease_until", MOMENT),
    sa.Index("imports_by_content", "agency", "feed", "digest"),
    sa.Index("imports_reading", "order", postgresql_where=sa.text("state = 'reading'")),
)
"""One per uploaded file. `position` counts the rows of the file that are stored; `repeats` names the import
that had the same content; `sheet` is the one of a workbook that is read; `mapping` is what the agency had
said of its headings when the file came. `name` is the sender's own, of at most 100 plain characters: it stays
here, in the clear, beside nobody's id, and is told to who asks for the import and to nobody else."""

mappings = sa.Table(
    "mappings",
    metadata,
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("columns", JSONB, nullable=False),
    sa.Column("saved_at", MOMENT, nullable=False),
)
"""Which heading of an agency's files is which column of a feed, as the agency saved it."""

unknown_columns = sa.Table(
    "unknown_columns",
    metadata,
    sa.Column("import", UUID, primary_key=True),
    sa.Column("names", sa.ARRAY(sa.Text), nullable=False),
)
"""Headings of a file that its feed does not know, for who sent it."""

chunks = sa.Table(
    "chunks",
    metadata,
    sa.Column("import", UUID, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""A file as it came, until its rows are stored."""

archives = sa.Table(
    "archives",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("agency", AGENCY, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("not_read", sa.ARRAY(sa.Text), nullable=False),
)
"""One per archive, whose files are imports; `not_read` names those that are not understood."""

archive_files = sa.Table(
    "archive_files",
    metadata,
    sa.Column("archive", UUID, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("import", UUID, nullable=False),
)
"""Which imports came in an archive."""

rows = sa.Table(
    "rows",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("agency", AGENCY, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("import", UUID),
    sa.Column("number", sa.Integer),
    sa.Column("raw", sa.LargeBinary),
    sa.Column("received_at", MOMENT, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("parked", sa.Boolean, nullable=False),
    sa.Column("due_at", MOMENT, nullable=False),
    sa.Column("person", UUID),
    sa.Column("key", sa.LargeBinary),
    sa.Column("version", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("field", sa.Text),
    sa.Index("rows_by_import", "import", "state", postgresql_where=sa.text("import IS NOT NULL")),
    sa.Index("rows_by_person", "person", postgresql_where=sa.text("person IS NOT NULL")),
    sa.Index("rows_by_key", "key", postgresql_where=sa.text("key IS NOT NULL")),
    sa.Index("rows_waiting", "key", postgresql_where=sa.text("state = 'waiting'")),
    sa.Index("rows_due", "due_at", postgresql_where=sa.text("state = 'read'")),
)
"""One per web hook and per row of a file: as it came, and what became of it. `key` is the blind index of whom
it speaks of; `due_at` is when somebody else takes up what a crash left."""

refused_rows = sa.Table(
    "refused_rows",
    metadata,
    sa.Column("id", UUID, primary_key=True),
    sa.Column("agency", AGENCY, nullable=False),
    sa.Column("feed", sa.Text, nullable=False),
    sa.Column("thing", sa.LargeBinary, nullable=False),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("received_at", MOMENT, nullable=False),
    sa.Index("refused_rows_by_thing", "thing"),
    sa.Index("refused_rows_by_feed", "feed"),
)
"""Rows of files that were refused, by the blind index of what they are about, until a later file tells that
anew."""

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

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("person", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("feed", sa.Text, primary_key=True),
    sa.Column("thing", sa.Text, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("stated", sa.Text, nullable=False),
)
"""What each feed said last of each thing of a person, sealed with the person's key."""

market = sa.Table(
    "market",
    metadata,
    sa.Column("subject", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("text", sa.LargeBinary, nullable=False),
    sa.Column("stated", sa.Text, nullable=False),
)
"""What was said last of each job: nothing of it is personal, so that it stands as it is."""

known_facts = sa.Table(
    "known_facts",
    metadata,
    sa.Column("person", UUID, primary_key=True),
    sa.Column("event", UUID, primary_key=True),
    sa.Column("agency", AGENCY, primary_key=True),
)
"""What was put on the log about somebody, so that it is said once."""

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
