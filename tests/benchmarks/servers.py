"""Kafka, PostgreSQL and our own processes, for a bench."""

import os
import subprocess
import sys
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import httpx2
import sqlalchemy as sa

from services.local.kafka import KafkaNode
from services.local.ports import free_ports
from services.local.postgres import PostgresNode
from shared.log.admin import create_topics
from shared.settings import Settings

MASTER_KEY = urlsafe_b64encode(bytes(32)).decode()
WEBHOOK_SECRET = "bench"  # noqa: S105 - guards nothing
LIMIT_S = 300.0
STOP_S = 10.0
COUNTS = "outbox_counts"
PEOPLE = 4_000
"""Of an agency that is filled in as a whole: few, so that a bench of everything takes minutes."""


class Servers:
    """A Kafka node and a PostgreSQL of the bench's own."""

    def __init__(self, folder: Path, people: int = PEOPLE) -> None:
        self.folder = folder
        self.people = people
        self.kafka = KafkaNode(folder / "kafka")
        self.postgres = PostgresNode(folder / "postgres")

    def __enter__(self) -> Self:
        self.postgres.start()
        self.kafka.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kafka.stop()
        self.postgres.stop()

    def fresh(self) -> "Fresh":
        """Make a new database and new topics."""
        name = f"b{uuid4().hex[:10]}"
        server = sa.create_engine(self.postgres.url, isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        server.dispose()
        url = sa.make_url(self.postgres.url).set(database=name).render_as_string(hide_password=False)
        return Fresh(self.folder, self.environment(name, url))

    def environment(self, prefix: str, url: str) -> dict[str, str]:
        """What the processes of a bench are told."""
        port, console = free_ports(2)
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("AFTERHIRE_")},
            "AFTERHIRE_KAFKA": self.kafka.bootstrap,
            "AFTERHIRE_DATABASE_URL": url,
            "AFTERHIRE_TOPIC_PREFIX": prefix,
            "AFTERHIRE_MASTER_KEY": MASTER_KEY,
            "AFTERHIRE_GREENHOUSE_SECRET": WEBHOOK_SECRET,
            "AFTERHIRE_PORT": str(port),
            "AFTERHIRE_CONSOLE_PORT": str(console),
            "AFTERHIRE_LOG_LEVEL": "warning",
        }


class Fresh:
    """An installation without anything in it."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.environment = environment
        names = {"AFTERHIRE_" + field.upper(): field for field in Settings.model_fields}
        values = {names[name]: value for name, value in environment.items() if name in names}
        self.settings = Settings.model_validate(values)
        self.engine = sa.create_engine(self.settings.database_url)
        self._logs = folder / "logs"
        self._logs.mkdir(exist_ok=True)
        create_topics(self.settings)

    @contextmanager
    def running(self, *commands: tuple[str, ...]) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Run `python <command>` processes meanwhile; their output goes to files in the bench's folder."""
        started = [self._start(command) for command in commands]
        try:
            yield started
        finally:
            for process in started:
                process.terminate()
            for process in started:
                self._end(process)

    def services(self, *names: str) -> list[tuple[str, ...]]:
        """Commands that run services."""
        return [("-m", "services.cli", "run", name) for name in names]

    def scalar(self, query: str) -> int:
        """One number from the database; 0 where the table is not there yet."""
        try:
            with self.engine.connect() as connection:
                return int(connection.execute(sa.text(query)).scalar() or 0)
        except sa.exc.ProgrammingError:
            return 0

    def acknowledged(self, service: str) -> int:
        """How many events of a service the log has."""
        return self.scalar(f"SELECT sum(acknowledged) FROM {service}.{COUNTS}")  # noqa: S608 - our own names

    def progress_file(self) -> Path:
        """Where another framework's app tells how far it is."""
        return self._logs / f"progress-{uuid4().hex[:6]}"

    def wait_for_http(self) -> None:
        """Wait until the HTTP service can do its work."""
        address = f"http://127.0.0.1:{self.settings.port}/readyz"
        _wait_for(lambda: int(_answers(address)), 1)

    def _start(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        path = self._logs / f"{command[-1].replace('/', '_')}-{uuid4().hex[:6]}.log"
        with path.open("wb") as output:
            return subprocess.Popen(  # noqa: S603 - our own commands
                [sys.executable, *command], env=self.environment, stdout=output, stderr=subprocess.STDOUT
            )

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address).is_success
    except httpx2.TransportError:
        return False


def rate(count: Callable[[], int], total: int) -> float:
    """How many a second, from the first seen to `total`; the start-up before the first does not count."""
    began, first = _wait_for(count, 1)
    ended, _ = _wait_for(count, total)
    return (total - first) / (ended - began)


def _wait_for(count: Callable[[], int], enough: int) -> tuple[float, int]:
    deadline = time.monotonic() + LIMIT_S
    while (found := count()) < enough:
        if time.monotonic() > deadline:
            raise TimeoutError(f"expected {enough} within {LIMIT_S:.0f} s, found {found}")
        time.sleep(0.02)
    return time.monotonic(), found
