import pytest

from shared.log.partitioner import partition_of

LARGE = 1_000_003

VECTORS = {
    b"21": -973932308,
    b"foobar": -790332482,
    b"a-little-bit-long-string": -985981536,
    b"a-little-bit-longer-string": -1486304829,
    b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
    b"abc": 479470107,
}
"""From Kafka's own `UtilsTest.testMurmur2`: a key and its hash as a signed number."""


@pytest.mark.parametrize(("key", "hashed"), VECTORS.items())
def test_a_key_goes_where_kafka_itself_would_send_it(key: bytes, hashed: int) -> None:
    """The hash is Kafka's, its sign bit cleared rather than negated."""
    assert partition_of(key, LARGE) == (hashed & 0x7FFFFFFF) % LARGE
    assert partition_of(key, 1) == 0
