"""Whatever lies on the log: it is read, or refused with `UnreadableError`; nothing else is ever raised."""

from contextlib import suppress
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from vocabulary.keys import MemoryKeys
from vocabulary.records import profiled, record_of
from vocabulary.strategies import any_event

from shared.codec import decode, envelope
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.log.protocol import Record
from shared.vault import Keys

GOOD = dict(record_of(profiled(), MemoryKeys()).headers)
NAMES = (*GOOD, "ce_forwardedby")
anything = st.none() | st.binary(max_size=40) | st.text(max_size=40).map(str.encode)
near = st.sampled_from(list(GOOD.values())).flatmap(
    lambda good: st.builds(
        lambda at, byte: good[:at] + byte + good[at + 1 :], st.integers(0, len(good)), st.binary(max_size=2)
    )
)
headers = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=10), anything | near)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)


def read(record: Record) -> None:
    """Both ways a service reads; what they refuse they refuse by name."""
    for keys in (None, MemoryKeys()):
        told = refusal(record, keys)
        assert told is None or (told.field and told.reason)


def refusal(record: Record, keys: Keys | None) -> UnreadableError | None:
    try:
        decode(record, keys)
    except UnreadableError as told:
        return told
    return None


@given(headers, anything, anything)
def test_random_headers_keys_and_values(said: dict[str, Any], key: bytes, value: bytes) -> None:
    """Good headers with some of them replaced, removed or added."""
    for kept in ({}, GOOD):
        read(Record("afterhire.people", 0, 0, 0, key, value, tuple((kept | said).items())))


@given(any_event, headers)
def test_real_records_with_some_headers_replaced(event: Event, said: dict[str, Any]) -> None:
    """As a faulty writer would leave them."""
    record = record_of(event, MemoryKeys())
    read(record._replace(headers=tuple((dict(record.headers) | said).items())))


@given(any_event, st.data())
def test_real_records_with_a_field_replaced(event: Event, data: st.DataObject) -> None:
    """Every field of every event, with any value that JSON can hold; `sealed` as well."""
    record = record_of(event, MemoryKeys())
    fields = msgspec.json.decode(record.value or b"")
    name = data.draw(st.sampled_from([*fields, "sealed", *event.body.__struct_fields__]))
    read(record._replace(value=msgspec.json.encode(fields | {name: data.draw(json_values)})))


@given(any_event, st.data())
def test_real_records_with_a_byte_replaced(event: Event, data: st.DataObject) -> None:
    """Truncated, lengthened or altered anywhere in the value."""
    record = record_of(event, MemoryKeys())
    value = record.value or b""
    at = data.draw(st.integers(0, len(value)))
    upto = data.draw(st.sampled_from([at, at + 1, len(value)]))
    read(record._replace(value=value[:at] + data.draw(st.binary(max_size=3)) + value[upto:]))


@pytest.mark.parametrize("depth", [10, 1_000, 1_000_000])
@pytest.mark.parametrize("opening", [b"[", b'{"a":'])
def test_values_nested_without_end(depth: int, opening: bytes) -> None:
    """Closed or not, known field or not."""
    closing = b"]" if opening == b"[" else b"}"
    for field in (b"feed", b"else"):
        inner = opening * depth + b"1" + closing * depth
        read(
            record_of(profiled(), MemoryKeys())._replace(
                value=b'{"feed":"a","' + field + b'":' + inner + b"}"
            )
        )


@given(headers)
def test_the_envelope_alone_refuses_by_name_too(said: dict[str, Any]) -> None:
    """A service that never opens a body reads only this."""
    with suppress(UnreadableError):
        envelope(Record("afterhire.people", 0, 0, 0, b"", b"", tuple((GOOD | said).items())))
