"""What a payload names that may be malformed anywhere else."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec

from services.ingest import hidden


def values(raw: bytes, *paths: str) -> Iterator[object]:
    """What stands at each of these paths (`data.candidate.id`), where anything does."""
    try:
        whole: Any = msgspec.json.decode(hidden.without(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    for path in paths:
        found = whole
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if found is not None:
            yield found


def uuid(value: object) -> UUID | None:
    """What may be an id of 128 bits, or `None`."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
