"""A server is put back to an earlier state while the other one went on: what is known stays known."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

import pytest
from e2e.crew import Crew
from e2e.installation import Installation
from e2e.small import Small

from services.local.kafka import KafkaNode
from services.local.postgres import PostgresNode
from services.local.processes import wait_until

LIMIT_S = 60.0


class Server(Protocol):
    """What stands in one folder while it is stopped."""

    data_dir: Path

    def start(self) -> None:
        """Start."""

    def stop(self) -> None:
        """Stop."""


@pytest.fixture
def servers(
    own_kafka: Callable[[], KafkaNode], own_postgres: Callable[[], PostgresNode]
) -> tuple[KafkaNode, PostgresNode]:
    return own_kafka(), own_postgres()


@pytest.fixture
def small(servers: tuple[KafkaNode, PostgresNode], tmp_path: Path) -> Iterator[Small]:
    kafka, postgres = servers
    with Installation.on(kafka.bootstrap, postgres.url) as installation:
        yield Small(tmp_path, installation)


def copied(server: Server) -> Path:
    """A copy of what a server holds, made while it stands still."""
    copy = server.data_dir.with_name("copy")
    server.stop()
    shutil.copytree(server.data_dir, copy)
    _own_like(server.data_dir, copy)
    server.start()
    return copy


def put_back(server: Server, copy: Path) -> None:
    server.stop()
    shutil.rmtree(server.data_dir)
    copy.rename(server.data_dir)
    server.start()


def _own_like(pattern: Path, copy: Path) -> None:
    """PostgreSQL's files belong to a user of its own when the tests run as root."""
    owner = pattern.stat()
    for each in (copy, *copy.rglob("*")):
        shutil.chown(each, owner.st_uid, owner.st_gid)


def test_the_broker_loses_the_tail_of_its_log(small: Small, servers: tuple[KafkaNode, PostgresNode]) -> None:
    """The relays notice and send again from what they keep; the readers skip what they have."""
    with small.working():
        small.source.place(range(40))
        assert small.settled() is None
        copy = copied(servers[0])
        small.source.place(range(40, 80))
        small.source.consent(range(40))
        assert small.settled() is None
        put_back(servers[0], copy)
        small.source.consent(range(80))
        assert small.settled() is None
    assert small.wrong() == []
    assert small.told_twice() == []


def recovered(small: Small, crew: Crew, service: str) -> str:
    """Wait until the relay has stopped and asks for it; then open a new epoch."""
    asked = f"afterhire recover {service}"
    assert wait_until(lambda: asked in crew.said("relay").replace("\n", " "), LIMIT_S), crew.said("relay")
    return small.installation.command("recover", service)


def test_the_database_is_put_back_to_an_earlier_state(
    small: Small, servers: tuple[KafkaNode, PostgresNode]
) -> None:
    """The relay stops and says what to do; under a new epoch all goes on, and the log's facts still count."""
    with small.working() as crew:
        small.source.place(range(40))
        assert small.settled() is None
        copy = copied(servers[1])
        small.source.reschedule(range(40))
        assert small.settled() is None
        put_back(servers[1], copy)
        small.source.consent(range(40))
        assert "epoch 2" in recovered(small, crew, "ingest")
        assert "epoch 2" in recovered(small, crew, "rules")
        assert small.settled() is None
    assert small.wrong() == []
