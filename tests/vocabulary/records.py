"""Records as they would lie on the log, and records that nobody should have written."""

import uuid
from datetime import UTC, datetime

from shared.codec import encode
from shared.envelope import Event
from shared.facts.people import PersonProfiled
from shared.log.protocol import Record
from shared.vault import Keys

JANE = str(uuid.UUID(int=1))
JOAN = str(uuid.UUID(int=2))


def profiled(name: str | None = None, emails: tuple[str, ...] = ()) -> Event:
    """What a feed says of Jane."""
    return Event(
        id=str(uuid.UUID(int=7)),
        agency="demo",
        subject=JANE,
        source="ingest/ats",
        occurred="2024-03-01",
        recorded_at=datetime(2024, 3, 1, 10, tzinfo=UTC),
        body=PersonProfiled(feed="ats", name=name, emails=emails),
    )


def record_of(event: Event, keys: Keys) -> Record:
    """The event as the log has it."""
    return Record("afterhire.people", 0, 0, 0, *encode(event, keys))


def with_headers(record: Record, **headers: str) -> Record:
    """The record with these headers instead of, or beside, its own."""
    changed = {name: value.encode() for name, value in headers.items()}
    return record._replace(headers=tuple((dict(record.headers) | changed).items()))


def with_value(record: Record, value: bytes | None) -> Record:
    """The record with another value."""
    return record._replace(value=value)
