"""Payloads and rows, and what each feed said last."""

import sqlalchemy as sa

from services.ingest.tables.base import AGENCY, MOMENT, UUID, metadata
from shared.row_security import Through, belongs

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

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("row", UUID, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("at", MOMENT, nullable=False),
    info=belongs(Through("row", rows)),
)
"""What a person wrote instead of a payload or row that could not be read: the last one is read, and all go
when the row is cleared."""

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
    sa.Column("inherited", UUID),
    sa.Index("snapshots_inherited", "inherited", postgresql_where=sa.text("inherited IS NOT NULL")),
)
"""What each feed said last of each thing of a person, sealed with the person's key. `inherited` is the feed's
own merge that brought it here from another of its records."""

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
