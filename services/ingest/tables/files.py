"""Files as they came, and how they are read."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from services.ingest.tables.base import AGENCY, MOMENT, UUID, metadata
from shared.row_security import Through, belongs

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

employers = sa.Table(
    "employers",
    metadata,
    sa.Column("agency", AGENCY, primary_key=True),
    sa.Column("told", JSONB, nullable=False),
    sa.Column("saved_at", MOMENT, nullable=False),
)
"""Which employers go on under another name, by the agency's own word."""

unknown_columns = sa.Table(
    "unknown_columns",
    metadata,
    sa.Column("import", UUID, primary_key=True),
    sa.Column("names", sa.ARRAY(sa.Text), nullable=False),
    info=belongs(Through("import", imports)),
)
"""Headings of a file that its feed does not know, for who sent it."""

chunks = sa.Table(
    "chunks",
    metadata,
    sa.Column("import", UUID, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    info=belongs(Through("import", imports)),
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
    info=belongs(Through("archive", archives)),
)
"""Which imports came in an archive."""
