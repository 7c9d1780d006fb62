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
    merges,
    unassigned,
)
from services.ingest.tables.rows import attempts, known_facts, market, refused_rows, rows, snapshots

__all__ = [
    "absorbed",
    "archive_files",
    "archives",
    "attempts",
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
    "merges",
    "metadata",
    "refused_rows",
    "rows",
    "snapshots",
    "unassigned",
    "unknown_columns",
]
