"""Each point at which a process can fail, by its name: nothing is lost, nothing is told twice."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest
from e2e.installation import Installation
from e2e.small import Small, said_by
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from services.local.processes import wait_until
from services.local.worker import Worker
from shared.topics import Topic

LIMIT_S = 60.0
SMALL_RECORD = 20_000


@pytest.fixture
def small(kafka: str, database_url: str, topic_prefix: str, tmp_path: Path) -> Iterator[Small]:
    with Installation.on(kafka, database_url, topic_prefix) as installation:
        yield Small(tmp_path, installation)


def is_stopped(worker: Worker) -> bool:
    return bool(worker.pid and psutil.Process(worker.pid).status() == psutil.STATUS_STOPPED)


@pytest.mark.parametrize("point", ["before-commit", "after-commit"])
def test_a_rules_worker_is_killed_around_its_commit(small: Small, point: str) -> None:
    """Whether its batch was committed or not, the next worker goes on exactly behind it."""
    small.source.place(range(30))
    with small.working({"relay": "relay"}), small.failing("rules", point, "KILL") as failing:
        assert wait_until(lambda: not failing.alive(), LIMIT_S), said_by(failing)
        with small.working({"rules": "rules"}):
            assert small.settled() is None
    assert small.wrong() == []
    assert small.told_twice() == []


@pytest.mark.parametrize("point", ["numbered", "sent", "marked"])
def test_a_relay_is_killed_around_its_sending(small: Small, point: str) -> None:
    """After the send and before the row is marked, or on either side of it: the next relay finds out."""
    small.source.place(range(30))
    with small.failing("relay", point, "KILL") as failing:
        assert wait_until(lambda: not failing.alive(), LIMIT_S), said_by(failing)
        small.source.consent(range(30))
        with small.working():
            assert small.settled() is None
    assert small.wrong() == []
    assert small.told_twice() == []


def test_a_worker_is_stopped_inside_a_transaction_and_goes_on_when_its_partition_has_moved(
    small: Small,
) -> None:
    """Another worker takes over and says everything; what the stopped one had prepared is dropped."""
    small.source.place(range(30))
    with small.working({"relay": "relay"}), small.failing("rules", "before-commit", "STOP") as failing:
        assert wait_until(lambda: is_stopped(failing), LIMIT_S), said_by(failing)
        with small.working({"rules": "rules"}):
            assert small.settled() is None
            psutil.Process(failing.pid).resume()
            small.source.consent(range(30))
            assert small.settled() is None
    assert small.wrong() == []
    assert small.told_twice() == []


def allow_records(installation: Installation, size: int) -> None:
    name = Topic.PEOPLE.named(installation.settings.topic_prefix)
    change = ConfigResource(ConfigResourceType.TOPIC, name, {"max.message.bytes": str(size)})
    with closing(KafkaAdminClient(bootstrap_servers=installation.settings.kafka)) as admin:
        admin.alter_configs([change])


def test_the_broker_refuses_one_record_of_a_batch(small: Small) -> None:
    """The others come through; what follows it in its partition is read in order once it was taken too."""
    allow_records(small.installation, SMALL_RECORD)
    small.source.place(range(30))
    small.source.consent(range(10, 11), words="yes " * SMALL_RECORD)
    small.source.consent(range(30))
    with small.working() as crew:
        refused = wait_until(lambda: "record refused" in (small.folder / "relay.log").read_text(), LIMIT_S)
        assert refused, crew.said("relay")
        assert small.watch.waiting("ingest") > 0
        allow_records(small.installation, 100 * SMALL_RECORD)
        assert small.settled() is None
    assert small.wrong() == []
    assert small.told_twice() == []
