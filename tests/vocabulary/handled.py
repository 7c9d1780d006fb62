"""One service's handler on a real database, given facts as they come from the log."""

import base64
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import msgspec
import sqlalchemy as sa
from pydantic import SecretStr

from shared.clock import SettableClock
from shared.codec import decode, encode, envelope
from shared.database import transaction
from shared.delivery import Delivery, Handler
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.log.protocol import Record
from shared.settings import Settings
from shared.wiring import Tables, Wiring

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANN = computed_id("person", "ann")


class Clocked(Wiring):
    """A service's parts with a clock that a test sets."""

    clock = SettableClock(NOW)  # takes the place of the installation's clock


@contextmanager
def parts_of(url: str, service: str, metadata: sa.MetaData, tables: Tables) -> Iterator[Clocked]:
    """The parts of a service in a fresh database, at nine on Monday 2 March 2026."""
    key = SecretStr(base64.urlsafe_b64encode(os.urandom(32)).decode())
    parts = Clocked(Settings(database_url=url, master_key=key), service, metadata, tables)
    parts.prepare()
    parts.clock.moment = NOW
    yield parts
    parts.dispose()


def mentions(connection: sa.Connection, table: sa.Table, what: str) -> bool:
    """Whether any row of a table speaks of something."""
    return any(what in str(row) for row in connection.execute(table.select()))


def fact(body: Fact, *, id_: str = "", person: str = ANN, after: float = 0) -> Event:
    """A fact about a person, recorded some seconds after nine."""
    at = NOW + timedelta(seconds=after)
    return Event(
        id=id_ or computed_id(person, body),
        agency="demo",
        subject=person,
        source="test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


def give(parts: Wiring, handler: Handler, *events: Event) -> None:
    """Have the handler take these events in one transaction, as a step would."""
    with transaction(parts.engine) as connection:
        handle(parts, handler, connection, *events)


def handle(parts: Wiring, handler: Handler, connection: sa.Connection, *events: Event) -> None:
    """Have the handler take these events in a transaction under way."""
    handler.handle(connection, [_delivery(parts, connection, event) for event in events])


def said(parts: Wiring) -> list[Event]:
    """What the service has put into its outbox so far, in order."""
    rows = parts.tables.outbox.rows
    with transaction(parts.engine) as connection:
        found = connection.execute(sa.select(rows).order_by(rows.c.seq)).all()
        records = [_record(row.key, row.value, msgspec.msgpack.decode(row.headers)) for row in found]
        about = {(sealed.agency, sealed.subject) for sealed in map(envelope, records)}
        keys = parts.vault.keys(connection, about, create=False)
        return [decode(record, keys) for record in records]


def _delivery(parts: Wiring, connection: sa.Connection, event: Event) -> Delivery:
    keys = parts.vault.keys(connection, [(event.agency, event.subject)], create=True)
    encoded = encode(event, keys)
    return Delivery(None, envelope(_record(encoded.key, encoded.value, encoded.headers)), event)


def _record(key: bytes, value: bytes, headers: Sequence[tuple[str, bytes]]) -> Record:
    return Record("topic", 0, 0, 0, key, value, tuple((name, text) for name, text in headers))
