"""The query service on a database, for tests: events go in, what can be read comes out."""

import base64
import os
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Self

import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import SecretStr

from services.query import filled
from services.query.projector import Projector
from services.query.service import add_routes, wiring
from services.query.stamps import CHANGED
from services.query.store import Store
from services.query.tables import LIVE, QueryTables, in_schema
from shared.clock import SettableClock
from shared.codec import Encoded, encode
from shared.database import owning, transaction
from shared.delivery import decode
from shared.envelope import Event
from shared.facts import Fact
from shared.facts.outreach import OutreachClaimed, OutreachCompleted, OutreachExtended
from shared.facts.tasks import Reason, TaskPlanned
from shared.log.protocol import Record
from shared.settings import Settings
from shared.topics import topic_of
from shared.web.api import create_app
from shared.wiring import Wiring

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = NOW.date()
JANE, JOHN = str(uuid.UUID(int=1)), str(uuid.UUID(int=2))
TASK = str(uuid.UUID(int=100))
ANN = "ann@agency.example"


def days(number: int) -> date:
    """The day so many days from today."""
    return TODAY + timedelta(days=number)


def planned(task: str = TASK, revision: int = 1, **changes: object) -> TaskPlanned:
    """A task whose window is open today."""
    known: dict[str, object] = {
        "task": task,
        "revision": revision,
        "play": "check_in_on_settling_in",
        "about": str(uuid.UUID(int=900)),
        "occurrence": "day 30",
        "opens_on": days(-1),
        "closes_on": days(9),
        "side": "care",
        "importance": 2,
        "recruiter": ANN,
        "headline": "Ask Jane how it is going",
        "person_name": "Jane Doe",
        "reasons": (Reason(text="Jane started at Acme 30 days ago.", on=days(-30), feed="greenhouse"),),
        "brings": {"last note": "likes tea"},
    }
    return TaskPlanned(**{**known, **changes})  # type: ignore[arg-type] # the test says what changes


def claimed(version: int = 1, task: str = TASK, *, by: str = ANN, hours: int = 1) -> OutreachClaimed:
    """A claim from now on."""
    return OutreachClaimed(task=task, version=version, by=by, until=NOW + timedelta(hours=hours))


def extended(version: int = 2, *, hours: int = 1) -> OutreachExtended:
    """The claim goes on."""
    return OutreachExtended(task=TASK, version=version, by=ANN, until=NOW + timedelta(hours=hours))


def completed(version: int = 1, task: str = TASK) -> OutreachCompleted:
    """A task done today."""
    return OutreachCompleted(
        task=task, version=version, by=ANN, play="check_in_on_settling_in", outcome="replied", on=TODAY
    )


class Installation:
    """One database with one projector and the API over it."""

    def __init__(self, url: str, *, agency: str = "demo") -> None:
        key = SecretStr(base64.urlsafe_b64encode(os.urandom(32)).decode())
        self.settings = Settings(database_url=url, master_key=key, agency=agency)
        self.clock = SettableClock(NOW)
        self.tables = in_schema(LIVE)
        self.parts = wiring(self.settings, self.tables)
        self._others: list[Wiring] = []
        filled.prepare(self.parts, self.tables)
        self.store = self.seen_by(agency)
        self._clients: dict[int, TestClient] = {}
        self._numbers = count(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for each in (self.parts, *self._others):
            each.dispose()

    def event(self, body: Fact, person: str = JANE, **changes: object) -> Event:
        """An event, each recorded a second after the one before."""
        number = next(self._numbers)
        known: dict[str, object] = {
            "id": str(uuid.UUID(int=10_000 + number)),
            "agency": self.settings.agency,
            "subject": person,
            "source": "test",
            "occurred": "2026-03-01",
            "recorded_at": NOW + timedelta(seconds=number),
        }
        return Event(body=body, **{**known, **changes})  # type: ignore[arg-type] # the test says what changes

    def record(self, event: Event) -> Record:
        """The event as it lies on the log."""
        with transaction(self.parts.log_engine) as connection:
            keys = self.parts.vault.keys(connection, [(event.agency, event.subject)], create=True)
        encoded: Encoded = encode(event, keys)
        topic = topic_of(event.type).named("afterhire")
        return Record(topic, 0, 0, 0, encoded.key, encoded.value, encoded.headers)

    def take(self, records: Sequence[Record], tables: QueryTables | None = None) -> None:
        """Project records as one batch."""
        projector = Projector(tables or self.tables, self.parts.quarantine)
        with transaction(self.parts.log_engine) as connection:
            decoded = decode(connection, self.parts.vault, records, opens=False)
            projector.handle(connection, decoded.deliveries)
        with transaction(self.parts.log_engine) as connection:
            while projector.tick(connection):
                pass

    def project(self, *bodies: Fact, person: str = JANE) -> list[Event]:
        """Project facts, each in a batch of its own."""
        events = [self.event(body, person) for body in bodies]
        for event in events:
            self.take([self.record(event)])
        return events

    def rows(self, tables: QueryTables | None = None) -> dict[str, list[tuple[object, ...]]]:
        """Everything the projections hold, in a fixed order."""
        with transaction(self.parts.log_engine) as connection:
            return {
                table.name: sorted(
                    map(tuple, connection.execute(sa.select(*told_by_the_log(table)))), key=repr
                )
                for table in (tables or self.tables).projections
            }

    def seen_by(self, agency: str) -> Store:
        """The store as an agency sees it."""
        if agency == self.settings.agency:
            return Store(self.parts.engine, self.tables, self.parts.vault, self.clock, self.settings)
        parts = wiring(self.settings.model_copy(update={"agency": agency}), self.tables)
        self._others.append(parts)
        return Store(parts.engine, self.tables, parts.vault, self.clock, parts.settings)

    def drop(self) -> None:
        """Leave no projection there."""
        with owning(self.parts.engine) as connection:
            for table in reversed(self.tables.projections):
                table.drop(connection)

    def client(self) -> TestClient:
        """The HTTP API."""
        store = self.store
        if id(store) not in self._clients:
            app = create_app(self.settings, "query", ready=self.parts.ready)
            add_routes(app, lambda: store)
            client = TestClient(
                app, raise_server_exceptions=False, follow_redirects=False, base_url="http://127.0.0.1"
            )
            self._clients[id(store)] = client
        return self._clients[id(store)]

    def queue(self, **query: object) -> list[str]:
        """The tasks that GET /v1/tasks lists."""
        asked = {name: str(value) for name, value in query.items()}
        return [task["task"] for task in self.client().get("/v1/tasks", params=asked).json()["tasks"]]

    def state(self, task: str = TASK) -> str:
        """The state of a task, or the status of the answer that says there is none."""
        answer = self.client().get(f"/v1/tasks/{task}")
        return str(answer.json().get("state", answer.status_code))

    def holder(self, task: str = TASK) -> str | None:
        """Who has a task, as GET /v1/tasks/{task} says."""
        found: str | None = self.client().get(f"/v1/tasks/{task}").json()["holder"]
        return found


def told_by_the_log(table: sa.Table) -> list[sa.Column[object]]:
    """What the log says; in which transaction it was written is nobody's word."""
    return [column for column in table.c if column.name != CHANGED]


def ids(numbers: Iterable[int]) -> list[str]:
    """Task ids."""
    return [str(uuid.UUID(int=number)) for number in numbers]
