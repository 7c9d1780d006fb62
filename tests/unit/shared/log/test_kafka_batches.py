"""Our reading of a batch against kafka-python's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kafka.errors import CorruptRecordError
from kafka.record import MemoryRecords, MemoryRecordsBuilder
from kafka.structs import TopicPartition

from shared.log.kafka_batches import FetchedRecords
from shared.log.protocol import Headers, Record

HERE = TopicPartition("t.people", 3)
GZIP = 1
ROOM = 1 << 20

Row = tuple[bytes | None, bytes | None, Headers]

names = st.sampled_from(["ce_id", "ce_type", "é", "", "n" * 63, "n" * 64, "n" * 300]) | st.text(max_size=8)
header_values = st.binary(max_size=80)
rows = st.tuples(
    st.none() | st.binary(max_size=40),
    st.none() | st.binary(max_size=300),
    st.lists(st.tuples(names, header_values), max_size=6).map(tuple),
)
batches = st.lists(st.lists(rows, min_size=1, max_size=8), max_size=4)


def written(batch: list[Row], offset: int, compression: int) -> bytes:
    builder = MemoryRecordsBuilder(2, compression, ROOM, offset=offset)
    for number, (key, value, headers) in enumerate(batch):
        builder.append(timestamp=1_700_000_000_000 + number * 70, key=key, value=value, headers=list(headers))
    builder.close()
    return bytes(builder.buffer())


def log_of(batches: list[list[Row]], compression: int = 0) -> tuple[bytes, list[Record]]:
    """The bytes of the batches, and what kafka-python reads from them."""
    raw, offset = b"", 0
    for batch in batches:
        raw += written(batch, offset, compression)
        offset += len(batch)
    read = (one for batch in MemoryRecords(raw) for one in batch)
    where = HERE.topic, HERE.partition
    return raw, [
        Record(*where, one.offset, one.timestamp, one.key, one.value, tuple(one.headers)) for one in read
    ]


def fetched(raw: bytes, start: int = 0) -> FetchedRecords:
    return FetchedRecords(start, HERE, MemoryRecords(raw), on_drain=lambda _: None)


def take_all(records: FetchedRecords, step: int) -> list[Record]:
    taken = []
    while records:
        taken += records.take(step)
    return taken


@given(batches, st.integers(1, 9), st.integers(0, 9), st.sampled_from([0, GZIP]))
def test_it_reads_what_kafka_python_reads(
    given_batches: list[list[Row]], step: int, start: int, compression: int
) -> None:
    """Whatever the records, the step and the offset to begin with, compressed or not."""
    raw, expected = log_of(given_batches, compression)
    records = fetched(raw, start)
    assert take_all(records, step) == [one for one in expected if one.offset >= start]
    if expected:
        assert records.next_fetch_offset == len(expected)


def test_the_position_follows_what_was_taken() -> None:
    """A poll that takes half of a batch goes on in its middle."""
    row: Row = (b"k", b"v", (("ce_id", b"1"),))
    records = fetched(log_of([[row] * 3, [row] * 3])[0])
    assert [one.offset for one in records.take(4)] == [0, 1, 2, 3]
    assert records.next_fetch_offset == 4
    assert [one.offset for one in records.take(4)] == [4, 5]
    assert not records


@pytest.mark.parametrize("place", [70, 100, -1])
def test_a_damaged_batch_is_not_read(place: int) -> None:
    """Its checksum tells."""
    raw = bytearray(log_of([[(b"key", b"value" * 20, (("ce_id", b"1"),))]])[0])
    raw[place] ^= 1
    with pytest.raises(CorruptRecordError, match="checksum"):
        fetched(bytes(raw)).take(1)
