"""The rules worker on a real Kafka: what others write to the topic stops nobody's facts."""

import asyncio
import base64
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import timedelta

import pytest
import sqlalchemy as sa
from aiokafka import AIOKafkaProducer
from kafka import KafkaProducer
from pydantic import SecretStr
from vocabulary.handled import fact

from services.local.processes import wait_until
from services.rules import service, tables
from services.rules.handler import RulesHandler
from shared import codec
from shared.assignment import Assignment
from shared.database import transaction
from shared.facts.people import PersonProfiled
from shared.log.admin import create_topics
from shared.numbers import Patience, Stamp
from shared.position import Positions
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring

LIMIT_S = 40.0
Headers = list[tuple[str, bytes | None]]
Written = tuple[bytes, bytes, Headers]
"""Key, value and headers of a record."""


class Unreadable(str):
    """The name of a header, which is written as no UTF-8."""

    __slots__ = ()

    def encode(self, *_how: str) -> bytes:
        """Two bytes that begin no character."""
        return b"\xff\xfe"


class Topics:
    """The topic of people, with one partition, and what the rules made of it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.parts = Wiring(settings, "rules", tables.metadata, tables.common)
        self.parts.prepare()
        self.topic = Topic.PEOPLE.named(settings.topic_prefix)

    def write(self, *records: Written) -> None:
        """Append records as they are."""
        asyncio.run(self._write(records))

    async def _write(self, records: Iterable[Written]) -> None:
        async with AIOKafkaProducer(bootstrap_servers=self.settings.kafka) as producer:
            for key, value, headers in records:
                await producer.send_and_wait(self.topic, value, key, partition=0, headers=headers)

    def good(self, number: int) -> Written:
        """A fact as the relay of ingest sends it under this number."""
        event = fact(PersonProfiled(feed="ats", name=f"Jane {number}"))
        with transaction(self.parts.log_engine) as connection:
            keys = self.parts.vault.keys(connection, [(event.agency, event.subject)], create=True)
        encoded = codec.encode(event, keys)
        return encoded.key, encoded.value, [*encoded.headers, *Stamp("ingest", 1, number).headers()]

    def found(self) -> tuple[int, int]:
        """How many facts were taken, and how many records parked."""
        with transaction(self.parts.log_engine) as connection:
            facts = connection.execute(sa.select(sa.func.count()).select_from(tables.facts)).scalar_one()
            return facts, len(self.parts.quarantine.listing(connection))


@pytest.fixture
def topics(database_url: str, kafka: str, topic_prefix: str) -> Iterator[Topics]:
    key = SecretStr(base64.urlsafe_b64encode(os.urandom(32)).decode())
    settings = Settings(
        database_url=database_url, kafka=kafka, topic_prefix=topic_prefix, partitions=1, master_key=key
    )
    create_topics(settings)
    made = Topics(settings)
    yield made
    made.parts.dispose()


@pytest.fixture
def working(topics: Topics) -> Iterator[Callable[[], None]]:
    """Starts a rules worker that waits for missing numbers a moment only, and ends after the test."""
    stop, parts = threading.Event(), topics.parts
    patience = Patience(period=timedelta(milliseconds=300), longest=timedelta(seconds=2))
    positions = Positions(parts.tables.positions)
    step = parts.step(RulesHandler(parts.quarantine, topics.settings.zone))
    step.assignment = Assignment("rules", parts.log_engine, positions, parts.clock, patience=patience)
    worker = threading.Thread(target=lambda: asyncio.run(service.follow(parts, step, stop)))
    yield worker.start
    stop.set()
    worker.join(LIMIT_S)
    assert not worker.is_alive()


def test_a_header_without_a_value_is_parked(topics: Topics, working: Callable[[], None]) -> None:
    """Whether it is the relay's own or the envelope's; the facts around it are taken."""
    key, value, headers = topics.good(2)
    typeless: Headers = [(name, None if name == "ce_type" else text) for name, text in headers]
    unnumbered: Headers = [(name, None if name == "afterhire-writer" else text) for name, text in headers]
    topics.write(topics.good(1), (key, value, typeless), (key, value, unnumbered), topics.good(3))
    working()
    assert wait_until(lambda: topics.found() == (2, 2), LIMIT_S), topics.found()


def test_a_header_whose_name_is_no_text_is_parked(topics: Topics, working: Callable[[], None]) -> None:
    """Aiokafka fails on it; the facts before and after it, of the same fetch, are taken all the same."""
    key, value, headers = topics.good(2)
    topics.write(topics.good(1))
    with closing(KafkaProducer(bootstrap_servers=topics.settings.kafka)) as producer:
        producer.send(topics.topic, value, key, [(Unreadable("xy"), b"1"), *headers[-1:]], 0).get(10)
    topics.write(topics.good(2), topics.good(3))
    working()
    assert wait_until(lambda: topics.found() == (3, 1), LIMIT_S), topics.found()


def test_a_number_that_lies_before_the_last_one_is_found(topics: Topics, working: Callable[[], None]) -> None:
    """The first look back begins at the last one taken; the second, by the same worker, further back."""
    topics.write(topics.good(2), topics.good(1), topics.good(3))
    working()
    assert wait_until(lambda: topics.found() == (3, 0), LIMIT_S), topics.found()
