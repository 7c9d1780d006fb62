"""A service that reads, for tests: its database, its steps, and the records of a log."""

import base64
import os
import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import sqlalchemy as sa
from pydantic import SecretStr

from shared import outbox, position, quarantine, vault
from shared.assignment import Assignment
from shared.clock import SettableClock
from shared.codec import encode
from shared.database import engine as engine_of
from shared.database import prepare, transaction
from shared.delivery import Delivery, Subject
from shared.envelope import Event
from shared.facts.people import PersonProfiled
from shared.log.protocol import Partition, Record
from shared.numbers import Stamp
from shared.outbox import Outbox
from shared.parked import Entry
from shared.quarantine import Quarantine
from shared.row_security import Nobodys, WorksAs, belongs
from shared.settings import Settings
from shared.step import Step
from shared.vault import Vault

HERE = Partition("afterhire.people", 0)
NOW = datetime(2024, 3, 1, tzinfo=UTC)
JANE = str(uuid.UUID(int=1))

metadata = sa.MetaData(schema="desk")
POSITIONS, QUARANTINE, OUTBOX = (part.tables(metadata) for part in (position, quarantine, outbox))
LEDGER = sa.Table(
    "ledger",
    metadata,
    sa.Column("line", sa.Integer, sa.Identity()),
    sa.Column("event", sa.Text),
    info=belongs(Nobodys("a test's")),
)


class Stopped(BaseException):
    """The process ends here, as by SIGKILL."""


@dataclass
class Ledger:
    """A handler that writes down each event, and refuses some."""

    refuse: Callable[[sa.Connection, Delivery], None] = lambda _connection, _delivery: None
    forgotten: int = 0
    held: list[Subject] = field(default_factory=list)

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """One line per delivery."""
        for delivery in deliveries:
            connection.execute(sa.insert(LEDGER).values(event=delivery.sealed.id))
            self.refuse(connection, delivery)

    def forget(self) -> None:
        """Count how often."""
        self.forgotten += 1

    def parked(self, _connection: sa.Connection, subjects: Collection[Subject]) -> None:
        """Remember whose plans would be on hold."""
        self.held += subjects


class Desk:
    """One service's database, and steps of as many processes as a test needs."""

    def __init__(self, url: str) -> None:
        key = SecretStr(base64.urlsafe_b64encode(os.urandom(32)).decode())
        self.settings = settings = Settings(database_url=url, master_key=key)
        self.engine = engine_of(settings, application="test", works_as=WorksAs.LOG)
        prepare(self.engine, vault.metadata)
        prepare(self.engine, metadata)
        self.vault = Vault.of(self.engine, settings)
        self.clock = SettableClock(NOW)
        self.outbox = Outbox(OUTBOX, self.vault, "afterhire")
        self.quarantine = Quarantine("desk", QUARANTINE, self.outbox, self.vault, self.clock)

    def step(self, handler: Ledger | None = None, probe: Callable[[str], None] | None = None) -> Step:
        """A step of one process, that does nothing at any point."""
        assignment = Assignment("desk", self.engine, position.Positions(POSITIONS), self.clock)
        return Step(assignment, self.quarantine, handler or Ledger(), "demo", probe=probe or (lambda _: None))

    def record(self, number: int, *, offset: int | None = None, stamped: bool = True) -> Record:
        """The record of a number, where the log would have it when nothing was sent twice."""
        event = event_of(number, JANE)
        with transaction(self.engine) as connection:
            encoded = encode(event, self.vault.keys(connection, [("demo", JANE)], create=True))
        stamp = Stamp("ingest", 1, number).headers() if stamped else ()
        place = number - 1 if offset is None else offset
        return Record(*HERE, place, 0, encoded.key, encoded.value, (*encoded.headers, *stamp))

    def say(self, numbers: Iterable[int], person: str) -> None:
        """Put the events with these numbers into the outbox, in one transaction."""
        with transaction(self.engine) as connection:
            events = [event_of(number, person) for number in numbers]
            self.outbox.append(connection, events, create_keys=True)

    def records(self, *numbers: int) -> list[Record]:
        """A log that holds these numbers, from offset 0 on."""
        return [self.record(number, offset=offset) for offset, number in enumerate(numbers)]

    def ledger(self) -> list[int]:
        """The numbers of the events that were handled, in that order."""
        with transaction(self.engine) as connection:
            events = connection.execute(sa.select(LEDGER.c.event).order_by(LEDGER.c.line)).scalars()
            return [uuid.UUID(event).int for event in events]

    def parked(self) -> list[Entry]:
        """What stands in the quarantine."""
        with transaction(self.engine) as connection:
            return self.quarantine.listing(connection)

    def waiting(self) -> int:
        """How many events wait in the outbox."""
        with transaction(self.engine) as connection:
            query = sa.text("select count(*) from desk.outbox")
            return int(connection.execute(query).scalar_one())


def event_of(number: int, person: str) -> Event:
    """The event with this number, about a person."""
    return Event(
        id=event_id(number),
        agency="demo",
        subject=person,
        source="ingest",
        occurred="2024-03-01",
        recorded_at=NOW,
        body=PersonProfiled(feed="ats", name="Jane Doe"),
    )


def event_id(number: int) -> str:
    """The id of the event with this number."""
    return str(uuid.UUID(int=number))


def fail_at(point: str) -> Callable[[str], None]:
    """A probe that ends the process at this point."""

    def probe(reached: str) -> None:
        if reached == point:
            raise Stopped

    return probe


def refusing(number: int, error: Exception) -> Ledger:
    """A handler that fails on the event with this number."""

    def refuse(_connection: sa.Connection, delivery: Delivery) -> None:
        if delivery.sealed.id == event_id(number):
            raise error

    return Ledger(refuse)
