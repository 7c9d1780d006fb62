"""What the services have parked, and what an operator asks them to do with it."""

import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.cli.outboxes import WRITERS, prepared
from shared.database import transaction
from shared.errors import NotFoundError
from shared.parked import Entry, State
from shared.quarantine import Quarantine
from shared.settings import Settings
from shared.wiring import Wiring

Json = dict[str, Any]
Services = Sequence[Wiring]
Request = Callable[[Quarantine, sa.Connection, str], None]
BEAT_S = 0.2
READ, AGAIN, WAITING = "read", "parked again", "still waiting"
BECAME = {
    State.PARKED: AGAIN,
    State.RETRYING: WAITING,
    State.DISCARDING: WAITING,
    State.RELEASED: READ,
    State.DISCARDED: "given up",
    State.ERASED: "erased",
}


class Asked(NamedTuple):
    """A record that something was asked for, and the parts of its service."""

    parts: Wiring
    record: str


@contextmanager
def quarantines(settings: Settings, service: str = "") -> Iterator[Services]:
    """The parts of one service or (`""`) of all that have a quarantine, with their connections until then."""
    services = [prepared(settings, each) for each in ((service,) if service else WRITERS)]
    try:
        yield services
    finally:
        for each in services:
            each.dispose()


def listing(services: Services) -> list[Json]:
    """What is parked."""
    return [_line(parts.service, entry) for parts in services for entry in _entries(parts)]


def whole(services: Services, record: str) -> Json:
    """One parked record whole; `NotFoundError` when no service has it."""
    parts, entry = _find(services, record)
    value = entry.parked.value
    headers = {name: value.decode(errors="replace") for name, value in entry.parked.headers}
    return {
        **_line(parts.service, entry),
        "key": entry.parked.key.decode(errors="replace") if entry.parked.key else None,
        "headers": headers,
        "value": None if value is None else _text(value),
    }


def retry(services: Services, records: Sequence[str]) -> list[Asked]:
    """Have the services that parked these read them again; `NotFoundError` when none has one of them."""
    return _ask(services, records, Quarantine.request_retry)


def discard(services: Services, records: Sequence[str]) -> list[Asked]:
    """Have the services that parked these give them up; `NotFoundError` when none has one of them."""
    return _ask(services, records, Quarantine.request_discard)


def outcomes(asked: Sequence[Asked], looks: Iterable[object]) -> list[Json]:
    """What became of each; looked at until all are told, or there are no more `looks`."""
    found: list[Json] = []
    for _ in looks:
        found = [_became(*each) for each in asked]
        if all(each["outcome"] != WAITING for each in found):
            break
    return found


def looks(limit_s: float) -> Iterator[None]:
    """A look at once, and others from time to time until so many seconds are over."""
    end = time.monotonic() + limit_s
    yield
    while time.monotonic() < end:
        time.sleep(BEAT_S)
        yield


def _ask(services: Services, records: Sequence[str], request: Request) -> list[Asked]:
    asked = [Asked(_find(services, record)[0], record) for record in records]
    for parts, record in asked:
        with transaction(parts.engine) as connection:
            request(parts.quarantine, connection, record)
    return asked


def _became(parts: Wiring, record: str) -> Json:
    with transaction(parts.engine) as connection:
        entry = parts.quarantine.get(connection, record)
    outcome = BECAME[entry.state]
    reason = entry.parked.reason if entry.state is State.PARKED else None
    return {"record": record, "service": parts.service, "outcome": outcome, "reason": reason}


def _entries(parts: Wiring) -> list[Entry]:
    with transaction(parts.engine) as connection:
        return parts.quarantine.listing(connection, at_most=1_000)


def _find(services: Services, record: str) -> tuple[Wiring, Entry]:
    for parts in services:
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
