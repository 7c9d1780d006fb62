"""What an operator does with a running installation."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from services.cli.outboxes import WRITERS, prepared
from services.desk.recovery import Recovery
from services.query import rebuild as query
from services.rules import rebuild as rules
from services.rules import tables as rules_tables
from services.rules.recovery import recovered
from shared.database import transaction
from shared.errors import MisconfiguredError, NotFoundError
from shared.log.admin import create_topics
from shared.parked import Entry
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring

Json = dict[str, Any]


def parked(settings: Settings, service: str) -> list[Json]:
    """What is parked, of one service or (`""`) of all."""
    return [
        _line(parts.service, entry) for parts in _services(settings, service) for entry in _entries(parts)
    ]


def parked_record(settings: Settings, record: str) -> Json:
    """One parked record whole; `NotFoundError` when no service has it."""
    parts, entry = _find(settings, record)
    value = entry.parked.value
    headers = {name: value.decode(errors="replace") for name, value in entry.parked.headers}
    return {
        **_line(parts.service, entry),
        "key": entry.parked.key.decode(errors="replace") if entry.parked.key else None,
        "headers": headers,
        "value": None if value is None else _text(value),
    }


def retry(settings: Settings, record: str) -> Json:
    """Have the service that parked a record read it again; `NotFoundError` when none has it."""
    parts, _ = _find(settings, record)
    with transaction(parts.engine) as connection:
        parts.quarantine.request_retry(connection, record)
    return {"record": record, "service": parts.service}


def rebuild(settings: Settings, service: str) -> Json:
    """Build a service's state from the log once more."""
    match service:
        case "rules":
            return {"service": service, "records": rules.rebuild(settings)}
        case "query":
            return {"service": service, "records": query.rebuild(settings)}
        case _:
            raise MisconfiguredError(f"{service!r} has nothing to rebuild; `rules` and `query` have")


def recover(settings: Settings, service: str) -> Json:
    """Open a new writer epoch for a service whose database was put back to an earlier state."""
    parts = prepared(settings, service)
    relay = parts.relay()
    relay.stop(f"`afterhire recover {service}` was begun and has not ended: run it again")
    if service == "rules":
        told_on(settings)
    opened = relay.open_epoch(Recovery(parts).adopt) if service == "desk" else relay.open_epoch()
    return {"service": service, "epoch": opened.epoch, "again": opened.again, "beyond": len(opened.beyond)}


def told_on(settings: Settings) -> None:
    """Let the rules go on from what they told, although the database has forgotten some of it."""
    parts = Wiring(settings, "rules", rules_tables.metadata, rules_tables.common, though_stopped=True)
    recovered(parts, parts.log)


def init(settings: Settings) -> Json:
    """Make the topics, and the schemas of the services that write; what is there already stays."""
    create_topics(settings)
    for service in WRITERS:
        prepared(settings, service)
    return {"topics": [topic.named(settings.topic_prefix) for topic in Topic], "schemas": list(WRITERS)}


def _services(settings: Settings, service: str) -> Iterator[Wiring]:
    for each in (service,) if service else WRITERS:
        yield prepared(settings, each)


def _entries(parts: Wiring) -> list[Entry]:
    with transaction(parts.engine) as connection:
        return parts.quarantine.listing(connection, at_most=1_000)


def _find(settings: Settings, record: str) -> tuple[Wiring, Entry]:
    for parts in _services(settings, ""):
        with suppress(NotFoundError), transaction(parts.engine) as connection:
            return parts, parts.quarantine.get(connection, record)
    raise NotFoundError(f"nothing parked has the id {record}; `afterhire quarantine list` shows what is")


def _line(service: str, entry: Entry) -> Json:
    parked = entry.parked
    return {
        "record": parked.id,
        "service": service,
        "state": str(entry.state),
        "since": entry.parked_at.isoformat(timespec="seconds"),
        "attempts": entry.attempts,
        "origin": parked.origin,
        "field": parked.field,
        "row": parked.row,
        "reason": parked.reason,
    }


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return "base64:" + b64encode(value).decode()
