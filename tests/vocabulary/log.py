"""How tests speak of a log: what is appended, and a reader that keeps its positions as services do."""

import json
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

from shared.log.kafka import KafkaLog
from shared.log.protocol import Appended, Log, Outgoing, Partition, Reader, Record

TURNS = 400
PARTITIONS = 4


def outgoing(where: Partition, value: bytes, *, key: bytes | None = b"demo/jane") -> Outgoing:
    return Outgoing(where.topic, where.number, key, value, (("ce_id", value),))


@dataclass
class Follower:
    """Reads as a service does: loads its positions whenever the assignment may have changed."""

    reader: Reader
    positions: dict[Partition, int] = field(default_factory=dict)
    """Shared by the followers of a group, as the table of positions is."""
    read: list[Record] = field(default_factory=list)
    generation: int | None = None

    def turn(self, timeout: float = 0.05, at_most: int = 1000) -> list[Record]:
        """Start anew where needed, then poll once."""
        if self.generation != (generation := self.reader.generation()):
            self.reader.start({one: self.positions.get(one, 0) for one in self.reader.assigned()})
            self.generation = generation
        records = list(self.reader.poll(timeout, at_most))
        for record in records:
            self.positions[Partition(record.topic, record.partition)] = record.offset + 1
        self.read += records
        return records

    @property
    def values(self) -> list[bytes | None]:
        """What it has read so far."""
        return [record.value for record in self.read]


def follow(*followers: Follower, until: Callable[[], bool]) -> None:
    """Let each take turns until the condition holds; fails after about twenty seconds."""
    for _ in range(TURNS):
        if until():
            return
        for follower in followers:
            follower.turn()
    raise AssertionError(f"still waiting; assigned: {[sorted(one.reader.assigned()) for one in followers]}")


@dataclass
class Subject:
    """A log under test, with two topics of four partitions."""

    log: Log
    people: str
    tasks: str
    lose_head: Callable[[Partition, int], None]

    def at(self, number: int) -> Partition:
        """A partition of the first topic."""
        return Partition(self.people, number)

    def append(self, *values: bytes, number: int = 0) -> list[Appended]:
        """Append to one partition of the first topic."""
        with closing(self.log.writer()) as writer:
            return list(writer.append([outgoing(self.at(number), value) for value in values]))

    def follower(self, *others: Follower, gather: float = 0.0) -> Follower:
        """A new member of the group; shares the positions of the others."""
        positions = others[0].positions if others else {}
        topics = [self.people, self.tasks]
        return Follower(self.log.reader(f"{self.people}-group", topics, gather=gather), positions)

    def everything(self) -> frozenset[Partition]:
        """All partitions of both topics."""
        return frozenset(
            Partition(topic, number) for topic in (self.people, self.tasks) for number in range(PARTITIONS)
        )


def share_everything(subject: Subject, *followers: Follower) -> bool:
    """Whether each partition has one owner, and each follower some."""
    owned = [follower.reader.assigned() for follower in followers]
    return all(len(one) > 0 for one in owned) and sum(map(len, owned)) == len(subject.everything())


def obey() -> None:
    """A follower in a process of its own: for each line it is given, one turn and a line of what it read."""
    bootstrap, group, topic = sys.argv[1:]
    follower = Follower(KafkaLog(bootstrap, "obedient").reader(group, [topic]))
    for _ in sys.stdin:
        records = follower.turn(at_most=1)
        print(json.dumps([len(follower.reader.assigned()), [one.offset for one in records]]), flush=True)  # noqa: T201
    follower.reader.close()


if __name__ == "__main__":
    obey()
