from collections.abc import Mapping
from contextlib import closing

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import InvalidReplicationFactorError, TopicAlreadyExistsError, for_code

from shared.errors import MisconfiguredError
from shared.log.kafka_client import ANSWER_MS, LARGEST_REQUEST, connect, translated
from shared.settings import Settings
from shared.topics import CONTRACTS, Contract

VISIBLE_MS = 30_000
"""How long new topics may take until each partition has a leader."""


def create_topics(settings: Settings) -> None:
    """Create what is missing of the topics in `topics.CONTRACTS`, and wait until they can be used.

    Safe when several processes do it at once; settings of topics that are there already are put right.
    Raises `MisconfiguredError` when one of them has another number of partitions, because that never changes,
    and `UnavailableError` when Kafka does not answer.
    """
    configs = {
        topic.named(settings.topic_prefix): _configs(contract, settings)
        for topic, contract in CONTRACTS.items()
    }
    with (
        translated(),
        closing(connect(KafkaAdminClient, settings.kafka, request_timeout_ms=ANSWER_MS)) as admin,
    ):
        _create(admin, configs, settings)
        admin.wait_for_topics(list(configs), timeout_ms=VISIBLE_MS)
        _compare(admin, list(configs), settings)
        _put_right(admin, configs)


def _configs(contract: Contract, settings: Settings) -> dict[str, str]:
    return {
        "cleanup.policy": "delete",
        "retention.ms": str(contract.retention_ms),
        "retention.bytes": "-1",
        "max.message.bytes": str(LARGEST_REQUEST),
        # With three copies one may be away; `acks=all` then still means two.
        "min.insync.replicas": str(max(1, settings.replication - 1)),
    }


def _create(admin: KafkaAdminClient, configs: Mapping[str, dict[str, str]], settings: Settings) -> None:
    size = {"num_partitions": settings.partitions, "replication_factor": settings.replication}
    topics = {name: {**size, "configs": one} for name, one in configs.items()}
    for topic in admin.create_topics(topics, raise_errors=False)["topics"]:
        error = for_code(topic["error_code"])
        if error is InvalidReplicationFactorError:
            raise MisconfiguredError(
                f"AFTERHIRE_REPLICATION: expected at most one copy per broker, found {settings.replication};"
                f" Kafka says: {topic['error_message']}"
            )
        if topic["error_code"] and error is not TopicAlreadyExistsError:
            raise error(f"topic {topic['name']}: {topic['error_message']}")


def _compare(admin: KafkaAdminClient, names: list[str], settings: Settings) -> None:
    for topic in admin.describe_topics(names):
        if (found := len(topic["partitions"])) != settings.partitions:
            raise MisconfiguredError(
                f"AFTERHIRE_PARTITIONS: expected {found}, which is what topic {topic['name']} has and keeps,"
                f" found {settings.partitions}; set it to {found}, or choose another AFTERHIRE_TOPIC_PREFIX"
            )


def _put_right(admin: KafkaAdminClient, configs: Mapping[str, dict[str, str]]) -> None:
    admin.alter_configs(
        [ConfigResource(ConfigResourceType.TOPIC, name, one) for name, one in configs.items()]
    )
