"""What tests share: one real Kafka and one real PostgreSQL for the run, and fresh corners of them per test.

`AFTERHIRE_KAFKA` and `AFTERHIRE_DATABASE_URL` name servers to use instead;
`AFTERHIRE_TESTCONTAINERS=1` starts both as containers.
"""

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import structlog
from vocabulary.databases import new_database

from services.local.home import FALLBACK, FOLDER_MODE, passable
from services.local.kafka import KafkaNode
from services.local.ports import LOOPBACK, free_ports
from services.local.postgres import PostgresNode

QUICK = {"fsync": "off", "full_page_writes": "off"}
"""For a server that is thrown away: survives SIGKILL, not a power cut."""
MEMORY = Path("/dev/shm")  # noqa: S108 - for folders of this run's own, with names nobody can foresee
ROOM = 4 * 2**30
"""Bytes that must be free in memory; a whole run holds less than half of it at a time."""
IN_CONTAINERS = "AFTERHIRE_TESTCONTAINERS"

OwnKafka = Callable[[], KafkaNode]
OwnPostgres = Callable[[], PostgresNode]

# Plain, as services have it: else each unexpected error is drawn with every local variable, for a second.
PLAIN = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], PLAIN])


def _roomy() -> Path:
    """In memory where there is room: a run makes hundreds of databases, and on a disk each costs."""
    usual = Path(tempfile.gettempdir())
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return usual if passable(usual / "folder") else FALLBACK


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own user may pass through, which pytest's are not."""
    folder = Path(tempfile.mkdtemp(prefix="afterhire-test-", dir=_roomy()))
    folder.chmod(FOLDER_MODE)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def kafka_in_container() -> Iterator[str]:
    from testcontainers.core.container import DockerContainer  # noqa: PLC0415 - slow; few runs need it
    from testcontainers.core.wait_strategies import LogMessageWaitStrategy  # noqa: PLC0415 - as above

    (port,) = free_ports(1)
    container = DockerContainer("apache/kafka:4.3.1").with_bind_ports(9092, port)
    settings = {
        "KAFKA_NODE_ID": "1",
        "KAFKA_PROCESS_ROLES": "broker,controller",
        "KAFKA_LISTENERS": "PLAINTEXT://:9092,CONTROLLER://:9093",
        "KAFKA_ADVERTISED_LISTENERS": f"PLAINTEXT://{LOOPBACK}:{port}",
        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
        "KAFKA_CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "KAFKA_CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "KAFKA_AUTO_CREATE_TOPICS_ENABLE": "false",
        "KAFKA_MESSAGE_MAX_BYTES": "4194304",
        "KAFKA_LOG_RETENTION_MS": "-1",
    }
    for name, value in settings.items():
        container.with_env(name, value)
    container.waiting_for(LogMessageWaitStrategy("Kafka Server started"))
    with container:
        yield f"{LOOPBACK}:{port}"


@contextmanager
def postgres_in_container() -> Iterator[str]:
    from testcontainers.community.postgres import PostgresContainer  # noqa: PLC0415 - as above

    with PostgresContainer("postgres:18", driver="psycopg") as container:
        yield container.get_connection_url()


@contextmanager
def kafka_node() -> Iterator[str]:
    with scratch_folder() as folder:
        node = KafkaNode(folder / "kafka")
        try:
            node.start()
            yield node.bootstrap
        finally:
            node.kill()


@contextmanager
def postgres_node() -> Iterator[str]:
    with scratch_folder() as folder:
        node = PostgresNode(folder / "postgres", settings=QUICK)
        try:
            node.start()
            yield node.url
        finally:
            node.kill()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """An empty folder that PostgreSQL's own user may pass through."""
    with scratch_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def kafka() -> Iterator[str]:
    """The bootstrap servers of the run's Kafka."""
    if given := os.environ.get("AFTERHIRE_KAFKA"):
        yield given
        return
    with kafka_in_container() if os.environ.get(IN_CONTAINERS) == "1" else kafka_node() as bootstrap:
        yield bootstrap


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The SQLAlchemy address of the run's PostgreSQL; its user may create databases."""
    if given := os.environ.get("AFTERHIRE_DATABASE_URL"):
        yield given
        return
    with postgres_in_container() if os.environ.get(IN_CONTAINERS) == "1" else postgres_node() as url:
        yield url


@pytest.fixture
def database_url(database_server: str) -> Iterator[str]:
    """The SQLAlchemy address of a new, empty database that is dropped after the test."""
    with new_database(database_server) as url:
        yield url


@pytest.fixture
def other_database_url(database_server: str) -> Iterator[str]:
    """The same of a second one, to compare what two installations make of something."""
    with new_database(database_server) as url:
        yield url


@pytest.fixture
def topic_prefix() -> str:
    """What the names of this test's topics start with; no other test has it."""
    return f"t{uuid.uuid4().hex[:8]}"


@pytest.fixture
def own_kafka() -> Iterator[OwnKafka]:
    """Makes Kafka nodes, started, that the test may kill, copy and put back."""
    with ExitStack() as at_the_end:

        def start() -> KafkaNode:
            node = KafkaNode(at_the_end.enter_context(scratch_folder()) / "kafka")
            at_the_end.callback(node.kill)
            node.start()
            return node

        yield start


@pytest.fixture
def own_postgres() -> Iterator[OwnPostgres]:
    """Makes PostgreSQL servers, started, that the test may kill, copy and put back."""
    with ExitStack() as at_the_end:

        def start() -> PostgresNode:
            folder = at_the_end.enter_context(scratch_folder())
            node = PostgresNode(folder / "postgres", settings=QUICK)
            at_the_end.callback(node.kill)
            node.start()
            return node

        yield start
