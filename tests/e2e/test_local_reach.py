"""Who reaches the embedded servers: this machine alone, and PostgreSQL with its password only."""

from collections.abc import Callable
from typing import Any

import psutil
import psycopg
import pytest
from sqlalchemy import make_url

from services.local.kafka import KafkaNode
from services.local.ports import LOOPBACK
from services.local.postgres import PostgresNode


def listening(node: KafkaNode | PostgresNode) -> set[str]:
    """The addresses a server's processes listen on."""
    first = psutil.Process(node.pid)
    found = [one for process in (first, *first.children(recursive=True)) for one in connections(process)]
    return {one.laddr.ip.removeprefix("::ffff:") for one in found if one.status == psutil.CONN_LISTEN}


def connections(process: psutil.Process) -> list[Any]:
    """Its connections; none of one that has ended meanwhile, as PostgreSQL's workers come and go."""
    try:
        return process.net_connections()
    except psutil.NoSuchProcess:
        return []


def test_kafka_listens_on_this_machine_only(own_kafka: Callable[[], KafkaNode]) -> None:
    """For clients and for its own quorum: it asks nobody for a password."""
    assert listening(own_kafka()) == {LOOPBACK}


@pytest.mark.parametrize("password", ["", "wrong"])
def test_postgresql_answers_on_this_machine_to_its_password_only(
    own_postgres: Callable[[], PostgresNode], password: str
) -> None:
    """There is no socket in the file system, and nobody is trusted for being local."""
    node = own_postgres()
    assert listening(node) == {LOOPBACK}
    with psycopg.connect(node.url.replace("+psycopg", "")) as connection:
        assert connection.execute("SHOW unix_socket_directories").fetchone() == ("",)
    stranger = make_url(node.url).set(drivername="postgresql", password=password)
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(stranger.render_as_string(hide_password=False))
