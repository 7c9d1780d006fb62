"""The `cloudevents` SDK as an oracle: what we write it reads, what it writes we read."""

from datetime import datetime
from typing import Any

import msgspec
from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings import kafka
from cloudevents.core.v1.event import CloudEvent
from hypothesis import given
from vocabulary.keys import MemoryKeys
from vocabulary.records import profiled, record_of
from vocabulary.strategies import any_event

from shared.codec import decode
from shared.envelope import Event
from shared.facts import kind_of
from shared.log.protocol import Record


def as_the_sdk_reads(record: Record) -> BaseCloudEvent:
    message = kafka.KafkaMessage(headers=dict(record.headers), key=record.key, value=record.value or b"")
    return kafka.from_binary_event(message)


def as_the_sdk_writes(event: BaseCloudEvent) -> Record:
    message = kafka.to_binary_event(event)
    key = message.key.encode() if isinstance(message.key, str) else message.key
    return Record("afterhire.people", 0, 0, 0, key, message.value, tuple(message.headers.items()))


def attributes(event: Event) -> dict[str, Any]:
    """What CloudEvents calls the parts of our envelope."""
    ours = {
        "specversion": "1.0",
        "id": event.id,
        "type": f"afterhire.{event.type}",
        "source": f"/{event.source}",
        "subject": f"{event.agency}/{event.subject}",
        "time": event.recorded_at,
        "dataschema": f"urn:afterhire:{event.type}:{kind_of(event.type).version}",
        "datacontenttype": "application/json",
        "occurred": event.occurred,
        "agency": event.agency,
        "partitionkey": f"{event.agency}/{event.subject}",
        "forwardedby": event.forwarded_by,
    }
    return {name: value for name, value in ours.items() if value is not None}


@given(any_event)
def test_the_sdk_reads_what_we_write(event: Event) -> None:
    """Every attribute under its standard name, and the same data."""
    record = record_of(event, MemoryKeys())
    read = as_the_sdk_reads(record)
    assert read.get_attributes() == attributes(event)
    assert isinstance(read.get_time(), datetime)
    assert read.get_data() == msgspec.json.decode(record.value or b"")


@given(any_event)
def test_we_read_what_the_sdk_writes(event: Event) -> None:
    """Written by another program with the same attributes and data, it is the same event."""
    keys = MemoryKeys()
    data = msgspec.json.decode(record_of(event, keys).value or b"")
    assert decode(as_the_sdk_writes(CloudEvent(attributes(event), data)), keys) == event


@given(any_event)
def test_what_goes_through_the_sdk_comes_back_the_same(event: Event) -> None:
    """Read by the SDK and written again, nothing is lost on the way."""
    keys = MemoryKeys()
    assert decode(as_the_sdk_writes(as_the_sdk_reads(record_of(event, keys))), keys) == event


def test_the_sdk_takes_our_headers_for_binary_mode() -> None:
    """Its detection of the mode agrees with what we meant."""
    record = record_of(profiled(), MemoryKeys())
    message = kafka.KafkaMessage(headers=dict(record.headers), key=record.key, value=record.value or b"")
    assert kafka.from_kafka_event(message).get_attributes() == attributes(profiled())
