"""An event: a fact with its envelope. On Kafka the envelope is a CloudEvent 1.0 in binary mode."""

from datetime import UTC, date, datetime
from hashlib import sha1
from uuid import UUID

import msgspec

from shared.facts import Fact, kind_of_body

NAMESPACE = UUID("6f1d7a52-9f39-5c0b-8a53-1f1f0d5a8f10")
"""The root of all computed ids; never to be changed."""
_root = sha1(NAMESPACE.bytes, usedforsecurity=False)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. Equal ids (of one subject) are the same event."""

    id: str
    """A UUID, computed over what makes the thing itself."""
    agency: str
    subject: str
    """Whom or what it is about; a person's id on the people and tasks topics."""
    source: str
    """The service that wrote it, with the feed where there is one: `ingest/greenhouse`, `desk`."""
    occurred: str
    """When it happened: `2024-03-01` or `2024-03-01T10:00:00.000000Z` (see `moment`); sorts as text."""
    recorded_at: datetime
    """When Afterhire learned of it, aware, in UTC."""
    body: Fact
    forwarded_by: str | None = None
    """The merge that copied it here from an absorbed person."""
    opened: bool = True
    """False when its personal fields could not be opened and hold their defaults."""

    @property
    def type(self) -> str:
        """The event's type, like `placement.started`."""
        return kind_of_body(self.body).name

    @property
    def order(self) -> tuple[str, datetime, str]:
        """The place in the total order of a subject's history: occurred, recorded, id."""
        return (self.occurred, self.recorded_at, self.id)


def computed_id(*parts: object) -> str:
    """A UUIDv5 over the parts, the same for the same parts, as text."""
    # What `uuid.uuid5` does, without the two objects it makes: the rules compute several ids per fact.
    digest = _root.copy()
    digest.update("\x1f".join(map(str, parts)).encode())
    text = digest.hexdigest()
    variant = "89ab"[int(text[16], 16) & 3]
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{variant}{text[17:20]}-{text[20:32]}"


def moment(at: datetime | date) -> str:
    """A day or an aware moment as it stands in `Event.occurred`: text that sorts by time."""
    if isinstance(at, datetime):
        return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return at.isoformat()


def key(agency: str, subject: str) -> bytes:
    """The Kafka key; ids only."""
    return f"{agency}/{subject}".encode()
