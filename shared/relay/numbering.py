"""Which partition and which number each row gets. No I/O."""

from collections.abc import Iterable, Mapping

from shared.log.partitioner import partition_of
from shared.log.protocol import Partition
from shared.relay.waiting import Numbered, Unnumbered


def assign(
    rows: Iterable[Unnumbered], topics: Mapping[str, int], given: Mapping[Partition, int]
) -> list[Numbered]:
    """Number rows in this order, each partition on from the last number given, without holes."""
    last = dict(given)
    numbered = []
    for _, topic, key, value, headers in rows:
        place = Partition(topic, partition_of(key, topics[topic]))
        last[place] = number = last[place] + 1
        numbered.append(Numbered(place, number, key, value, headers))
    return numbered
