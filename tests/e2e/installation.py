"""An installation of its own for a crash test: topics, schemas and settings."""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa

from services.local.ports import free_ports
from shared.log.kafka import KafkaLog
from shared.log.protocol import Partition
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring, shared_tables

PARTITIONS = 4
SERVICES = ("ingest", "calendar", "matching", "rules", "desk", "query")
CUT = sa.text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'afterhire-%'"
)


@dataclass(frozen=True)
class Installation:
    """What every process of it is told."""

    settings: Settings
    _parts: dict[str, Wiring] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def on(
        cls, kafka: str, database_url: str, topic_prefix: str = "afterhire", **more: object
    ) -> "Iterator[Installation]":
        """Make the topics, schemas and secrets of a new installation on these servers; `more` settings."""
        (port,) = free_ports(1)
        settings = Settings.model_validate(
            {
                "kafka": kafka,
                "database_url": database_url,
                "topic_prefix": topic_prefix,
                "partitions": PARTITIONS,
                "port": port,
                "master_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
                "greenhouse_secret": secrets.token_urlsafe(12),
                "log_level": "info",
                **more,
            }
        )
        made = cls(settings)
        print(made.command("init"))  # noqa: T201 - part of a failure's story
        try:
            yield made
        finally:
            for each in made._parts.values():
                each.dispose()
            made.log.close()

    @property
    def environment(self) -> Mapping[str, str]:
        """The settings as a process's whole environment."""
        given = {name: getattr(self.settings, name) for name in self.settings.model_fields_set}
        shown = {name: _shown(value) for name, value in given.items()}
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | {
            f"AFTERHIRE_{name.upper()}": value for name, value in shown.items()
        }

    @property
    def address(self) -> str:
        """Where the HTTP services listen."""
        return f"http://{self.settings.host}:{self.settings.port}"

    def parts(self, service: str) -> Wiring:
        """A service's shared tables, as seen from outside."""
        if service not in self._parts:
            metadata = sa.MetaData(schema=service)
            self._parts[service] = Wiring(self.settings, service, metadata, shared_tables(metadata))
        return self._parts[service]

    def command(self, *words: str) -> str:
        """What the command line prints; `AssertionError` with its complaint when it fails."""
        command = (sys.executable, "-m", "services.cli", *words)
        environment = dict(self.environment)
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    @cached_property
    def log(self) -> KafkaLog:
        """A client of the log."""
        return KafkaLog(self.settings.kafka, "afterhire-test")

    def partitions(self, topic: Topic) -> list[Partition]:
        """All partitions of a topic."""
        return [Partition(topic.named(self.settings.topic_prefix), number) for number in range(PARTITIONS)]

    def cut_connections(self) -> int:
        """End every database session of the services; how many there were."""
        engine = sa.create_engine(self.settings.database_url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            return int(connection.execute(CUT).scalar_one())


def _shown(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(value if reveal is None else reveal())
