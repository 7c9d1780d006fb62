"""What the log on Kafka does when the broker, the network or its own process fails."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from vocabulary.log import PARTITIONS, TURNS, Follower, follow, outgoing

from services.local.kafka import KafkaNode
from shared.errors import UnavailableError
from shared.log.admin import create_topics
from shared.log.kafka import KafkaLog
from shared.log.kafka_writer import KafkaWriter
from shared.log.protocol import Appended, Partition, Writer
from shared.settings import Settings
from shared.topics import Topic

TESTS = Path(__file__).parent.parent


class Obedient:
    """A follower in a process of its own, which reads one record when it is told to."""

    def __init__(self, kafka: str, topic: str) -> None:
        command = [sys.executable, "-W", "ignore", "-m", "vocabulary.log", kafka, f"{topic}-group", topic]
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def turn(self) -> tuple[int, list[int]]:
        """How many partitions it owns after a turn, and the offsets it read in it."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        owned, offsets = json.loads(self._process.stdout.readline())
        return owned, offsets

    def signal(self, number: signal.Signals) -> None:
        """Stop it, or let it go on."""
        self._process.send_signal(number)

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def people(kafka: str, prefix: str) -> str:
    create_topics(Settings(kafka=kafka, topic_prefix=prefix, partitions=PARTITIONS))
    return Topic.PEOPLE.named(prefix)


def append_until_it_answers(writer: Writer, where: Partition, value: bytes) -> list[Appended]:
    for _ in range(TURNS):
        try:
            return list(writer.append([outgoing(where, value)]))
        except UnavailableError:
            continue
    raise AssertionError("the broker has not come back")


def patiently(follower: Follower, enough: Callable[[], bool]) -> None:
    """Poll on while the log is away."""
    for _ in range(TURNS):
        if enough():
            return
        try:
            follower.turn()
        except UnavailableError:
            follower.generation = None
    raise AssertionError(f"read only {len(follower.read)}")


def refuse_large_records(writer: Writer, where: Partition) -> None:
    """A changed setting takes effect some time after it was acknowledged."""
    for _ in range(TURNS):
        (answer,) = writer.append([outgoing(where, b"x" * 2000)])
        if answer.error:
            return
    raise AssertionError("the setting has not taken effect")


@pytest.fixture
def obedient(kafka: str, topic_prefix: str) -> Iterator[Obedient]:
    process = Obedient(kafka, people(kafka, topic_prefix))
    yield process
    process.end()


def test_a_paused_process_notices_that_others_took_its_partitions(
    kafka: str, topic_prefix: str, obedient: Obedient
) -> None:
    """Stopped past its session time-out and let go, it hands out nothing it had fetched before."""
    topic = Topic.PEOPLE.named(topic_prefix)
    with closing(KafkaLog(kafka, "test").writer()) as writer:
        writer.append([outgoing(Partition(topic, 0), b"%d" % one) for one in range(50)])
    read: list[int] = []
    while len(read) < 3:
        read += obedient.turn()[1]
    assert read == [0, 1, 2]
    obedient.signal(signal.SIGSTOP)
    other = Follower(KafkaLog(kafka, "test").reader(f"{topic}-group", [topic]))
    follow(other, until=lambda: len(other.reader.assigned()) == PARTITIONS)
    obedient.signal(signal.SIGCONT)
    assert obedient.turn() == (0, [])
    other.reader.close()


def test_reading_and_writing_go_on_after_a_restart_of_the_broker(
    own_kafka: Callable[[], KafkaNode], topic_prefix: str
) -> None:
    """While it is away polls are empty or say so; nothing is lost and nothing read twice."""
    node = own_kafka()
    here = Partition(people(node.bootstrap, topic_prefix), 1)
    log = KafkaLog(node.bootstrap, "test")
    follower = Follower(log.reader("group", [here.topic]))
    with closing(log.writer()) as writer:
        append_until_it_answers(writer, here, b"before")
        patiently(follower, lambda: bool(follower.read))
        node.kill()
        with pytest.raises(UnavailableError):
            writer.append([outgoing(here, b"meanwhile")])
        with pytest.raises(UnavailableError):
            log.ends([here])
        node.start()
        append_until_it_answers(writer, here, b"after")
    patiently(follower, lambda: b"after" in follower.values)
    follower.reader.close()
    assert [value for value in follower.values if value != b"meanwhile"] == [b"before", b"after"]


def test_a_reader_waits_for_topics_that_do_not_exist_yet(kafka: str, topic_prefix: str) -> None:
    """It joins when they are there, instead of being assigned none of them."""
    follower = Follower(KafkaLog(kafka, "test").reader("early", [Topic.PEOPLE.named(topic_prefix)]))
    with pytest.raises(UnavailableError, match="expected topics"):
        follower.turn()
    people(kafka, topic_prefix)
    follow(follower, until=lambda: len(follower.reader.assigned()) == PARTITIONS)
    follower.reader.close()


def test_what_the_broker_refuses_is_one_record(kafka: str, topic_prefix: str) -> None:
    """Those that went with it in one batch are appended, and the writer goes on."""
    here = Partition(people(kafka, topic_prefix), 0)
    with closing(KafkaAdminClient(bootstrap_servers=kafka)) as admin:
        small = {"max.message.bytes": "1000"}
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, here.topic, small)])
    with closing(KafkaWriter(kafka, "test")) as writer:
        refuse_large_records(writer, Partition(here.topic, 1))
        answers = writer.append([outgoing(here, value) for value in (b"a", b"b" * 2000, b"c")])
        again = writer.append([outgoing(here, b"d")])
    assert [answer.error is None for answer in (*answers, *again)] == [True, False, True, True]
    read = list(KafkaLog(kafka, "test").scan(here, 0, 9))
    assert [one.value for one in read] == [b"a", b"c", b"d"]


def test_no_broker_at_all_means_waiting() -> None:
    """Nothing is raised but `UnavailableError`, and closing does not wait."""
    log = KafkaLog("127.0.0.1:1", "test")
    reader, writer = log.reader("group", ["t"]), log.writer()
    for attempt in (
        lambda: reader.poll(0.1, 1),
        lambda: writer.append([outgoing(Partition("t", 0), b"a")]),
        lambda: log.partitions("t"),
    ):
        with pytest.raises(UnavailableError):
            attempt()
    reader.close()
    writer.close()
    assert reader.assigned() == frozenset()
