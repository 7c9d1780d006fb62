"""The relay on a real Kafka: what it believes of a log in memory holds there too."""

import threading
import uuid
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa
from vocabulary.service import OUTBOX, Desk, event_id, event_of

from shared import numbers
from shared.database import transaction
from shared.log.admin import create_topics
from shared.log.kafka import KafkaLog
from shared.log.protocol import Partition, Record
from shared.outbox import Outbox
from shared.relay import Relay
from shared.settings import Settings
from shared.topics import Topic

PEOPLE = [str(uuid.UUID(int=number)) for number in range(1, 10)]
LIMIT_S = 30.0


class Service:
    """A service whose outbox goes to Kafka."""

    def __init__(self, desk: Desk, kafka: str, prefix: str) -> None:
        self.engine = desk.engine
        self.settings = Settings(kafka=kafka, topic_prefix=prefix, partitions=3)
        self.outbox = Outbox(OUTBOX, desk.vault, prefix)
        self.log = KafkaLog(kafka, "test")
        self.topic = Topic.PEOPLE.named(prefix)

    def relay(self) -> Relay:
        """A relay of its own."""
        return Relay("desk", self.engine, OUTBOX, self.log, self.settings)

    def say(self, first: int, last: int) -> None:
        """Events about nine people, in one transaction."""
        with transaction(self.engine) as connection:
            events = [event_of(number, PEOPLE[number % 9]) for number in range(first, last + 1)]
            self.outbox.append(connection, events, create_keys=True)

    def records(self) -> list[Record]:
        """All that stands on the log."""
        ends = self.log.ends(Partition(self.topic, number) for number in range(3))
        return [record for place, end in ends.items() for record in self.log.scan(place, 0, end)]

    def acknowledged(self) -> int:
        """How many records the relay believes to be on the log."""
        with transaction(self.engine) as connection:
            counted = connection.scalar(sa.select(sa.func.sum(OUTBOX.counts.c.acknowledged)))
            return int(counted or 0)


@pytest.fixture
def service(database_url: str, kafka: str, topic_prefix: str) -> Iterator[Service]:
    desk = Desk(database_url)
    made = Service(desk, kafka, topic_prefix)
    create_topics(made.settings)
    yield made
    desk.engine.dispose()


def wait_until(holds: Callable[[], bool]) -> None:
    """Return once it holds; fails after a limit."""
    step, waited = threading.Event(), 0.0
    while not holds():
        assert waited < LIMIT_S, "waited too long"
        step.wait(0.05)
        waited += 0.05


def lease_runs_out(service: Service) -> None:
    with transaction(service.engine) as connection:
        connection.execute(sa.update(OUTBOX.relay).values(until=sa.func.to_timestamp(0)))


def sent(service: Service) -> dict[int, list[numbers.Stamp]]:
    found: dict[int, list[numbers.Stamp]] = {}
    for record in service.records():
        stamp = numbers.read(record)
        assert stamp is not None
        found.setdefault(record.partition, []).append(stamp)
    return found


def test_sends_each_row_once_under_numbers_without_holes(service: Service) -> None:
    """In the order in which each person's facts were committed."""
    service.say(1, 500)
    relay = service.relay()
    assert relay.step() == 500
    assert relay.step() == 0
    for stamps in sent(service).values():
        assert [stamp.number for stamp in stamps] == list(range(1, len(stamps) + 1))
    of_one = [
        dict(r.headers)["ce_id"].decode() for r in service.records() if r.key == f"demo/{PEOPLE[4]}".encode()
    ]
    assert of_one == [event_id(number) for number in range(1, 501) if number % 9 == 4]


def test_the_next_leader_finds_what_was_sent_and_never_marked(service: Service) -> None:
    """It reads the end of the log instead of sending again."""

    def die(point: str) -> None:
        if point == "sent":
            raise KeyboardInterrupt

    service.say(1, 100)
    with pytest.raises(KeyboardInterrupt):
        Relay("desk", service.engine, OUTBOX, service.log, service.settings, probe=die).step()
    lease_runs_out(service)
    assert service.relay().step() == 0
    assert service.acknowledged() == len(service.records()) == 100


def test_sends_what_the_log_lacks_after_a_crash_before_sending(service: Service) -> None:
    """Numbered rows go out by whoever leads next."""

    def die(point: str) -> None:
        if point == "numbered":
            raise KeyboardInterrupt

    service.say(1, 100)
    with pytest.raises(KeyboardInterrupt):
        Relay("desk", service.engine, OUTBOX, service.log, service.settings, probe=die).step()
    lease_runs_out(service)
    assert service.relay().step() == 100
    assert len(service.records()) == 100


def test_a_running_relay_is_woken_by_a_commit_and_lets_the_next_one_lead_at_once(service: Service) -> None:
    """It rests until something is appended, and gives its lease back when it stops."""
    stop = threading.Event()
    running = threading.Thread(target=service.relay().run, args=(stop,))
    running.start()
    try:
        for last in range(1, 6):
            service.say(last, last)
            wait_until(lambda last=last: service.acknowledged() == last)  # type: ignore[misc] # a bound default
    finally:
        stop.set()
        running.join(LIMIT_S)
    assert not running.is_alive()
    service.say(6, 6)
    assert service.relay().step() == 1
