from functools import lru_cache

from kafka.partitioner.default import murmur2


@lru_cache(maxsize=16_384)  # people come back, and hashing in Python is slow
def partition_of(key: bytes, partitions: int) -> int:
    """The partition Kafka's own default partitioner gives a key: murmur2, its sign bit off, modulo.

    `org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey`.
    """
    return int(murmur2(key) & 0x7FFF_FFFF) % partitions
