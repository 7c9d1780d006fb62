"""What ingest keeps: payloads as they came, who is who, what each feed said last, and the way to forget."""

from services.ingest.tables.base import common, metadata
from services.ingest.tables.files import (
    archive_files,
    archives,
    chunks,
    employers,
    imports,
    mappings,
    unknown_columns,
)
from services.ingest.tables.people import (
    absorbed,
    evidence,
    evidence_blocks,
    history,
    identity_keys,
    identity_reviews,
    looks,
)
from services.ingest.tables.rows import known_facts, market, refused_rows, rows, snapshots

__all__ = [
    "absorbed",
    "archive_files",
    "archives",
    "chunks",
    "common",
    "employers",
    "evidence",
    "evidence_blocks",
    "history",
    "identity_keys",
    "identity_reviews",
    "imports",
    "known_facts",
    "looks",
    "mappings",
    "market",
    "metadata",
    "refused_rows",
    "rows",
    "snapshots",
    "unknown_columns",
]
