from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from shared.errors import MisconfiguredError, UnavailableError
from shared.log.admin import create_topics
from shared.log.kafka import KafkaLog
from shared.settings import Settings
from shared.topics import CONTRACTS, Topic


def configs(kafka: str, topic: str) -> Mapping[str, str]:
    with closing(KafkaAdminClient(bootstrap_servers=kafka)) as admin:
        found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)], config_filter="all")
    return {name: one["value"] for name, one in found["topic"][topic].items()}


def test_each_topic_is_created_as_its_contract_says(kafka: str, topic_prefix: str) -> None:
    """Facts are kept for ever, quarantine for ninety days; nothing is ever compacted."""
    create_topics(Settings(kafka=kafka, topic_prefix=topic_prefix, partitions=3))
    log = KafkaLog(kafka, "test")
    for topic, contract in CONTRACTS.items():
        name = topic.named(topic_prefix)
        found = configs(kafka, name)
        assert log.partitions(name) == 3
        assert found["retention.ms"] == str(contract.retention_ms)
        assert found["cleanup.policy"] == "delete"


def test_creating_them_again_changes_nothing(kafka: str, topic_prefix: str) -> None:
    """Also when several processes do it at the same time; a changed retention is put right."""
    settings = Settings(kafka=kafka, topic_prefix=topic_prefix, partitions=2)
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(create_topics, [settings] * 3)) == [None] * 3
    people = Topic.PEOPLE.named(topic_prefix)
    with closing(KafkaAdminClient(bootstrap_servers=kafka)) as admin:
        admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, people, {"retention.ms": "1000"})])
    create_topics(settings)
    assert configs(kafka, people)["retention.ms"] == "-1"


def test_the_number_of_partitions_never_changes(kafka: str, topic_prefix: str) -> None:
    """Whoever asks for another one is told what to set."""
    create_topics(Settings(kafka=kafka, topic_prefix=topic_prefix, partitions=2))
    with pytest.raises(MisconfiguredError, match=r"AFTERHIRE_PARTITIONS: expected 2.*found 4"):
        create_topics(Settings(kafka=kafka, topic_prefix=topic_prefix, partitions=4))


def test_more_copies_than_brokers_is_a_setting_to_change(kafka: str, topic_prefix: str) -> None:
    """The broker's own words say which."""
    with pytest.raises(MisconfiguredError, match="AFTERHIRE_REPLICATION"):
        create_topics(Settings(kafka=kafka, topic_prefix=topic_prefix, replication=3))


def test_no_broker_means_waiting() -> None:
    """An address where nobody listens is `UnavailableError`."""
    with pytest.raises(UnavailableError):
        create_topics(Settings(kafka="127.0.0.1:1"))
