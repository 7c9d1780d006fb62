from collections.abc import Callable, Mapping, Sequence

from shared.log.memory_partition import StoredPartition
from shared.log.protocol import OutOfRangeError, Partition, Record


class Member:
    """One reader of a group: what it owns, and how far it has read. The log's lock guards it."""

    def __init__(self, topics: Sequence[str]) -> None:
        self.topics = topics
        self.generation = 0
        self.owned: frozenset[Partition] = frozenset()
        self._positions: dict[Partition, int] = {}

    def assign(self, owned: frozenset[Partition]) -> None:
        """Own these from now on, all of them stopped."""
        self.owned = owned
        self.generation += 1
        self._positions = {}

    def start(self, positions: Mapping[Partition, int]) -> None:
        """Read what is owned of these, from these offsets on, and nothing else."""
        self._positions = {one: offset for one, offset in positions.items() if one in self.owned}

    def read(self, stored: Callable[[Partition], StoredPartition], at_most: int) -> Sequence[Record]:
        """Go on by at most so many records; `OutOfRangeError` when a position lies outside the log."""
        self._check(stored)
        found: list[Record] = []
        for partition, start in list(self._positions.items()):
            part = stored(partition).between(start, start + at_most - len(found))
            found += part
            if part:
                # The next read begins with those that have waited.
                del self._positions[partition]
                self._positions[partition] = start + len(part)
        return found

    def _check(self, stored: Callable[[Partition], StoredPartition]) -> None:
        outside = [
            partition
            for partition, offset in self._positions.items()
            if not stored(partition).beginning <= offset <= stored(partition).end
        ]
        if outside:
            raise OutOfRangeError(outside)


class Group:
    """The members that share the partitions of their topics: ranges of numbers, as with Kafka."""

    def __init__(self, partitions: int) -> None:
        self._partitions = partitions
        self._members: list[Member] = []

    def join(self, topics: Sequence[str]) -> Member:
        """A new member; everybody's assignment changes."""
        member = Member(topics)
        self._members.append(member)
        self._rebalance()
        return member

    def leave(self, member: Member) -> None:
        """Give a member's partitions to the others."""
        if member in self._members:
            self._members.remove(member)
            member.assign(frozenset())
            self._rebalance()

    def _rebalance(self) -> None:
        shares: dict[int, set[Partition]] = {id(member): set() for member in self._members}
        for topic in {topic for member in self._members for topic in member.topics}:
            sharing = [member for member in self._members if topic in member.topics]
            for number in range(self._partitions):
                owner = sharing[number * len(sharing) // self._partitions]
                shares[id(owner)].add(Partition(topic, number))
        for member in self._members:
            member.assign(frozenset(shares[id(member)]))
