"""`afterhire quarantine`: what is parked, and what an operator asks for."""

from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from services.cli.outboxes import WRITERS, prepared
from shared.database import transaction
from shared.errors import NotFoundError
from shared.parked import Entry
from shared.settings import Settings
from shared.wiring import Wiring

Json = dict[str, Any]


def listing(settings: Settings, service: str) -> list[Json]:
    """What is parked, of one service or (`""`) of all."""
    return [
        _line(parts.service, entry) for parts in _services(settings, service) for entry in _entries(parts)
    ]


def whole(settings: Settings, record: str) -> Json:
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


def discard(settings: Settings, record: str) -> Json:
    """Have the service that parked a record give it up; `NotFoundError` when none has it."""
    parts, _ = _find(settings, record)
    with transaction(parts.engine) as connection:
        parts.quarantine.request_discard(connection, record)
    return {"record": record, "service": parts.service}


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
