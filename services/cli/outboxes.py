"""The services that write to the log, as seen from outside: their outboxes, quarantines and relays."""

import threading
from collections.abc import Callable

import sqlalchemy as sa

from shared.errors import MisconfiguredError
from shared.settings import Settings
from shared.wiring import Wiring, shared_tables

WRITERS = ("ingest", "calendar", "matching", "rules", "desk", "query")


def parts_of(settings: Settings, service: str) -> Wiring:
    """The parts every service has; `MisconfiguredError` names the services there are."""
    if service not in WRITERS:
        raise MisconfiguredError(f"there is no service {service!r}; there are: {', '.join(WRITERS)}")
    metadata = sa.MetaData(schema=service)
    return Wiring(settings, service, metadata, shared_tables(metadata))


def prepared(settings: Settings, service: str) -> Wiring:
    """The same, with its tables made where they are missing."""
    parts = parts_of(settings, service)
    parts.prepare()
    return parts


def relay(service: str) -> Callable[[Settings, threading.Event], None]:
    """What sends a service's outbox until it is told to stop; connects when it is called."""

    def run(settings: Settings, stop: threading.Event) -> None:
        prepared(settings, service).relay().run(stop)

    return run
