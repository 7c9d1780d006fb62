"""The embedded Kafka and PostgreSQL, started for real."""

import shutil
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic

from services.local.kafka import KafkaNode
from services.local.postgres import PostgresNode
from shared.errors import MisconfiguredError


def write(node: KafkaNode, value: bytes) -> None:
    with closing(KafkaProducer(bootstrap_servers=node.bootstrap)) as producer:
        producer.send("notes", value).get(timeout=10)


def read(node: KafkaNode, count: int) -> list[bytes]:
    consumer = KafkaConsumer(
        "notes", bootstrap_servers=node.bootstrap, auto_offset_reset="earliest", consumer_timeout_ms=10_000
    )
    with closing(consumer):
        return [next(consumer).value for _ in range(count)]


def create_topic(node: KafkaNode) -> None:
    with closing(KafkaAdminClient(bootstrap_servers=node.bootstrap)) as admin:
        admin.create_topics([NewTopic("notes", num_partitions=1, replication_factor=1)])


def connect(node: PostgresNode) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(node.url.replace("+psycopg", ""), autocommit=True)


def test_kafka_keeps_records_and_port_through_stop_and_kill(own_kafka: Callable[[], KafkaNode]) -> None:
    """What was acknowledged is there after a clean stop and after SIGKILL, at the same address."""
    node = own_kafka()
    address = node.bootstrap
    create_topic(node)
    write(node, b"before the stop")
    node.restart()
    write(node, b"before the kill")
    node.kill()
    node.start()
    assert read(node, 2) == [b"before the stop", b"before the kill"]
    assert node.bootstrap == address


def test_kafka_goes_back_to_a_copy_of_its_folder(own_kafka: Callable[[], KafkaNode]) -> None:
    """A data folder put back while the node is stopped brings the log of that time back."""
    node = own_kafka()
    create_topic(node)
    write(node, b"kept")
    node.stop()
    copy = node.data_dir.with_name("copy")
    shutil.copytree(node.data_dir, copy)
    node.start()
    write(node, b"lost")
    node.stop()
    shutil.rmtree(node.data_dir)
    shutil.copytree(copy, node.data_dir)
    node.start()
    write(node, b"instead")
    assert read(node, 2) == [b"kept", b"instead"]


def test_postgres_keeps_rows_and_address_through_stop_and_kill(
    own_postgres: Callable[[], PostgresNode],
) -> None:
    """What was committed is there after a clean stop and after SIGKILL, at the same address."""
    node = own_postgres()
    address = node.url
    with connect(node) as connection:
        connection.execute("CREATE TABLE notes (text text)")
        connection.execute("INSERT INTO notes VALUES ('one')")
    node.restart()
    with connect(node) as connection:
        connection.execute("INSERT INTO notes VALUES ('two')")
    node.kill()
    node.start()
    with connect(node) as connection:
        assert connection.execute("SELECT text FROM notes ORDER BY text").fetchall() == [("one",), ("two",)]
    assert node.url == address


def test_postgres_goes_back_to_a_copy_of_its_folder(own_postgres: Callable[[], PostgresNode]) -> None:
    """A data folder put back while the server is stopped brings the rows of that time back."""
    node = own_postgres()
    with connect(node) as connection:
        connection.execute("CREATE TABLE notes (text text)")
    node.stop()
    copy = node.data_dir.with_name("copy")
    shutil.copytree(node.data_dir, copy)
    node.start()
    with connect(node) as connection:
        connection.execute("INSERT INTO notes VALUES ('lost')")
    node.stop()
    shutil.rmtree(node.data_dir)
    shutil.copytree(copy, node.data_dir)
    node.start()
    with connect(node) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)


def test_postgres_asks_for_its_password(own_postgres: Callable[[], PostgresNode]) -> None:
    """Another user of the machine does not get in without the password of the owner's file."""
    node = own_postgres()
    port = node.url.rsplit(":", 1)[1].split("/", 1)[0]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"host=127.0.0.1 port={port} user=postgres dbname=postgres password=guessed")


def test_a_second_server_in_the_same_folder_is_refused(own_postgres: Callable[[], PostgresNode]) -> None:
    """The server of a folder is not stopped or shared by somebody who finds it running."""
    node = own_postgres()
    with pytest.raises(MisconfiguredError, match="already runs"):
        PostgresNode(node.data_dir).start()
    assert node.ready()


def test_each_test_has_a_database_of_its_own(database_url: str) -> None:
    """The database of a test is empty when the test begins."""
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


def test_the_servers_log_quotes_no_values(own_postgres: Callable[[], PostgresNode]) -> None:
    """A refused statement is told to its client and leaves no personal data in a file."""
    node = own_postgres()
    with connect(node) as connection:
        connection.execute("CREATE TABLE people (email text PRIMARY KEY)")
        connection.execute("INSERT INTO people VALUES ('ada@example.org')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="already exists"):
            connection.execute("INSERT INTO people VALUES ('ada@example.org')")
    assert "ada@example.org" not in node.log.read_text()
