"""Web hooks and what they tell, without a database: each fact once, as ingest would put it on the log."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from services.ingest.reader import Read
from services.ingest.reading import Reading, Source, Statement, WebhookFeed
from services.ingest.rowstore import Row
from services.ingest.snapshots import Snapshot, Thing
from services.ingest.telling import Teller
from shared.envelope import Event
from shared.facts import Fact

NOW = datetime(2026, 3, 10, tzinfo=UTC)
SOURCE = Source("demo", "digest", NOW, NOW.date())
SOMEBODY = "0b6a1c1e-0000-4000-8000-000000000001"


def stated(feed: WebhookFeed, raw: bytes) -> Statement:
    """What a web hook states about somebody."""
    reading: Reading = feed.read(raw, SOURCE)
    assert isinstance(reading, Statement)
    return reading


def events(feed: WebhookFeed, *payloads: bytes) -> list[Event]:
    """What web hooks about one person tell, one minute after the other."""
    known: dict[str, Event] = {}
    snapshots: dict[Thing, Snapshot] = {}
    for place, raw in enumerate(payloads):
        now = NOW + timedelta(minutes=place)
        source = Source("demo", sha256(raw).hexdigest(), now, now.date())
        reading = feed.read(raw, source)
        assert isinstance(reading, Statement)
        read = Read(Row(SOMEBODY, "demo", feed.name, raw, now, now.date()), reading)
        told = Teller(snapshots, now).tell(read, reading, SOMEBODY)
        known = {event.id: event for event in told} | known
    return sorted(known.values(), key=lambda event: event.recorded_at)


def told(feed: WebhookFeed, *payloads: bytes) -> list[Fact]:
    """What they say of events, without who somebody is."""
    bodies = [event.body for event in events(feed, *payloads)]
    return [body for body in bodies if type(body).__module__ != "shared.facts.people"]
