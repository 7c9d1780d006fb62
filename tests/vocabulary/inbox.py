"""The ingest service on a database, for tests: payloads and files go in, facts stand in the outbox."""

import base64
import json
import os
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, Self

import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import SecretStr
from vocabulary.signing import SECRET, SIGN

from services.ingest import service
from services.ingest.api.router import router
from services.ingest.identity.forwarder import Forwarder
from services.ingest.rowstore import Outcome
from shared import codec
from shared.clock import SettableClock
from shared.database import transaction
from shared.delivery import decode
from shared.envelope import Event
from shared.facts import Fact
from shared.log.protocol import Record
from shared.outbox import unpack_headers
from shared.parked import Entry
from shared.settings import Settings
from shared.web.api import create_app

Json = dict[str, Any]
SECRETS = ("ashby_secret", "bullhorn_secret", "greenhouse_secret", "lever_secrets", "workable_secret")
NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


class Stopped(BaseException):
    """The process ends here, as by SIGKILL."""


def stop_at(point: str) -> Any:  # noqa: ANN401 - a probe
    """A probe that ends the process at this point."""

    def probe(reached: str) -> None:
        if reached == point:
            raise Stopped

    return probe


class Ingest:
    """One agency's ingest."""

    def __init__(self, url: str, **settings: object) -> None:
        key = SecretStr(base64.urlsafe_b64encode(os.urandom(32)).decode())
        secrets = {field: SecretStr(SECRET) for field in SECRETS}
        self.settings = Settings(database_url=url, master_key=key).model_copy(update=secrets | settings)
        self.clock = SettableClock(NOW)
        self.wired = service.wiring(self.settings)
        self.wired.__dict__["clock"] = self.clock  # made once, when first asked for: this is the first time
        self.wired.prepare()
        self.parts = service.parts_of(self.wired)
        self.inbox = service.inbox(self.wired, self.parts)
        self.chores = service.chores(self.wired, self.parts)
        self.forwarder = Forwarder(self.parts)
        self._read = 0
        app = create_app(self.settings, "ingest", ready=self.wired.ready, look_up=self.wired.principal)
        app.include_router(router(self._ways))
        self.http = TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1")

    async def _ways(self) -> Any:  # noqa: ANN401 - an inbox
        return self.inbox

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.wired.dispose()

    def take(self, *hooks: Json | bytes, feed: str = "greenhouse") -> list[Outcome]:
        """Web hooks, as one group."""
        payloads = [hook if isinstance(hook, bytes) else json.dumps(hook).encode() for hook in hooks]
        webhooks = self.inbox.webhooks
        taken = webhooks.take([webhooks.row(feed, payload) for payload in payloads])
        assert None not in taken
        return [outcome for outcome in taken if outcome]

    def states(self, *hooks: Json | bytes) -> list[str]:
        """What became of web hooks."""
        return [str(outcome.state) for outcome in self.take(*hooks)]

    def post(self, payload: bytes, signature: str | None = None) -> Any:  # noqa: ANN401 - a response
        """A web hook of Greenhouse over HTTP, signed as it does."""
        signed = (
            SIGN["greenhouse"](payload, SECRET) if signature is None else (payload, {"Signature": signature})
        )
        return self.call("greenhouse", *signed)

    def call(self, feed: str, payload: bytes, headers: dict[str, str]) -> Any:  # noqa: ANN401 - a response
        """A web hook over HTTP."""
        return self.http.post(f"/v1/feeds/{feed}/webhook", content=payload, headers=headers)

    def upload(self, feed: str, content: bytes, name: str = "people.csv", exported_on: str = "") -> Any:  # noqa: ANN401 - a response
        """A file over HTTP."""
        form = {"exported_on": exported_on} if exported_on else {}
        return self.http.post(f"/v1/feeds/{feed}/files", files={"file": (name, content)}, data=form)

    def read(self, feed: str, content: bytes, name: str = "people.csv", exported_on: str = "") -> Json:
        """Upload a file and read it; how far it got."""
        answer = self.upload(feed, content, name, exported_on)
        assert answer.status_code == 202, answer.text
        self.work()
        return self.imported(answer.json()["import"])

    def imported(self, id_: str) -> Json:
        """What is said of an import."""
        return dict(self.http.get(f"/v1/imports/{id_}").json())

    def counts(self, found: Json) -> tuple[int, int, int, int]:
        """Read, new, known, quarantined."""
        return (found["read"], found["new"], found["known"], found["quarantined"])

    def work(self) -> None:
        """All that is to be done beside requests."""
        stop = threading.Event()
        self.make_due()
        while self.chores.round(stop):
            pass

    def make_due(self) -> None:
        """Let the time pass after which what a crash left is taken up."""
        with transaction(self.wired.engine) as connection:
            connection.execute(sa.text("UPDATE ingest.rows SET due_at = now() - interval '1 hour'"))
            connection.execute(sa.text("UPDATE ingest.imports SET lease_until = NULL"))

    def records(self) -> list[Record]:
        """All that was put into the outbox, as the log would have it."""
        with transaction(self.wired.engine) as connection:
            rows = connection.execute(sa.text("SELECT * FROM ingest.outbox ORDER BY seq")).mappings().all()
        return [
            Record(row["topic"], 0, place, 0, row["key"], row["value"], unpack_headers(row["headers"]))
            for place, row in enumerate(rows)
        ]

    def events(self, *types: str) -> list[Event]:
        """The facts in the outbox, opened."""
        found = []
        with transaction(self.wired.engine) as connection:
            for record in self.records():
                sealed = codec.envelope(record)
                keys = self.wired.vault.keys(connection, [(sealed.agency, sealed.subject)], create=False)
                found.append(codec.body(sealed, keys))
        return [event for event in found if not types or event.type in types]

    def bodies(self, *types: str) -> list[Fact]:
        """What they say."""
        return [event.body for event in self.events(*types)]

    def types(self) -> list[str]:
        """Their types, in order, without what is about the quarantine."""
        return [event.type for event in self.events() if not event.type.startswith("record.")]

    def follow(self, *more: Record) -> None:
        """Let the forwarder read what stands in the outbox since it last did, and other services' records."""
        records = self.records()
        new = [*records[self._read :], *more]
        self._read = len(records)
        with transaction(self.wired.engine) as connection:
            self.forward(connection, new)

    @property
    def read_so_far(self) -> int:
        """How much of the outbox the forwarder has read."""
        return self._read

    def forward(self, connection: sa.Connection, records: list[Record]) -> None:
        """Let the forwarder read these, in the connection's transaction."""
        people = [record for record in records if record.topic.endswith(".people")]
        decoded = decode(connection, self.wired.vault, people, opens=False)
        self.forwarder.handle(connection, decoded.deliveries)

    def record(self, event: Event) -> Record:
        """A fact of another service, as the log would have it."""
        with transaction(self.wired.engine) as connection:
            keys = self.wired.vault.keys(connection, [(event.agency, event.subject)], create=False)
            encoded = codec.encode(event, keys)
        return Record("afterhire.people", 0, 0, 0, encoded.key, encoded.value, encoded.headers)

    def parked(self) -> list[Entry]:
        """What stands in quarantine."""
        with transaction(self.wired.engine) as connection:
            return self.wired.quarantine.listing(connection)

    def retry(self, id_: str) -> None:
        """An operator asks for another try."""
        with transaction(self.wired.engine) as connection:
            self.wired.quarantine.request_retry(connection, id_)

    def discard(self, id_: str) -> None:
        """An operator gives a record up."""
        with transaction(self.wired.engine) as connection:
            self.wired.quarantine.request_discard(connection, id_)

    def scalar(self, statement: str) -> Any:  # noqa: ANN401 - whatever the test asks
        """One value from the database."""
        with transaction(self.wired.log_engine) as connection:
            return connection.execute(sa.text(statement)).scalar()

    def pass_minutes(self, minutes: int) -> None:
        """Some minutes later."""
        self.clock.advance(timedelta(minutes=minutes))

    def pass_time(self, days: int) -> None:
        """Some days later."""
        self.clock.advance(timedelta(days=days))
