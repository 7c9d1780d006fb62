"""The same tests for every log: in memory and on Kafka."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from kafka import KafkaAdminClient, TopicPartition
from vocabulary.log import PARTITIONS, Follower, Subject

from shared.log.admin import create_topics
from shared.log.kafka import KafkaLog
from shared.log.kafka_client import LARGEST_REQUEST
from shared.log.memory import MemoryLog
from shared.log.protocol import Partition
from shared.settings import Settings
from shared.topics import Topic


def in_memory() -> Subject:
    log = MemoryLog(PARTITIONS)
    log.refuse(lambda record: len(record.value or b"") > LARGEST_REQUEST)
    return Subject(log, "t.people", "t.tasks", log.lose_head)


def on_kafka(kafka: str, prefix: str) -> Subject:
    settings = Settings(kafka=kafka, topic_prefix=prefix, partitions=PARTITIONS)
    create_topics(settings)

    def lose_head(partition: Partition, offset: int) -> None:
        with closing(KafkaAdminClient(bootstrap_servers=kafka)) as admin:
            admin.delete_records({TopicPartition(*partition): offset})

    return Subject(KafkaLog(kafka, "test"), Topic.PEOPLE.named(prefix), Topic.TASKS.named(prefix), lose_head)


@pytest.fixture(params=["memory", "kafka"])
def subject(request: pytest.FixtureRequest, topic_prefix: str) -> Subject:
    if request.param == "memory":
        return in_memory()
    return on_kafka(request.getfixturevalue("kafka"), topic_prefix)


@pytest.fixture
def jane(subject: Subject) -> Iterator[Follower]:
    follower = subject.follower()
    yield follower
    follower.reader.close()


@pytest.fixture
def joe(subject: Subject, jane: Follower) -> Iterator[Follower]:
    follower = subject.follower(jane)
    yield follower
    follower.reader.close()
