"""An installation of its own for a crash test: a Kafka, a PostgreSQL, topics and settings."""

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from services.local.kafka import KafkaNode
from services.local.ports import free_ports
from services.local.postgres import PostgresNode
from shared.log.admin import create_topics
from shared.log.kafka import KafkaLog
from shared.log.protocol import Partition
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring, shared_tables

PARTITIONS = 4
SERVICES = ("ingest", "calendar", "rules", "desk", "query")
CUT = sa.text(
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name LIKE 'afterhire-%'"
)


@dataclass(frozen=True)
class Installation:
    """Both servers, which the test may stop and put back, and what every process is told."""

    kafka: KafkaNode
    postgres: PostgresNode
    settings: Settings

    @classmethod
    def on(cls, kafka: KafkaNode, postgres: PostgresNode) -> "Installation":
        """Make the topics and the secrets of a new installation."""
        (port,) = free_ports(1)
        settings = Settings.model_validate(
            {
                "kafka": kafka.bootstrap,
                "database_url": postgres.url,
                "partitions": PARTITIONS,
                "port": port,
                "master_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
                "greenhouse_secret": secrets.token_urlsafe(12),
                "log_level": "info",
            }
        )
        create_topics(settings)
        return cls(kafka, postgres, settings)

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
        metadata = sa.MetaData(schema=service)
        return Wiring(self.settings, service, metadata, shared_tables(metadata))

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

    def bounce_broker(self) -> None:
        """Kill the broker and start it again."""
        self.kafka.kill()
        self.kafka.start()


def _shown(value: object) -> str:
    reveal = getattr(value, "get_secret_value", None)
    return str(value if reveal is None else reveal())
