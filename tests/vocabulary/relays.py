"""A service's relays on a log in memory, for tests: they die, pause and come back as a test says."""

from collections import defaultdict
from collections.abc import Callable, Iterable

import sqlalchemy as sa
from vocabulary.service import OUTBOX, Desk, Stopped, fail_at

from shared import numbers
from shared.database import transaction
from shared.log.memory import MemoryLog
from shared.log.protocol import Partition
from shared.numbers import Last, Stamp, Verdict
from shared.relay import Relay

TOPIC = "afterhire.people"


class Office:
    """One service with an outbox, a log, and any number of relays."""

    def __init__(self, desk: Desk, partitions: int = 2) -> None:
        self.desk = desk
        self.log = MemoryLog(partitions)
        self.partitions = [Partition(TOPIC, number) for number in range(partitions)]
        self.seconds = 0.0

    def relay(self, probe: Callable[[str], None] = lambda _: None) -> Relay:
        """A relay of its own process."""
        desk = self.desk
        return Relay(
            "desk", desk.engine, OUTBOX, self.log, desk.settings, probe=probe, ticks=lambda: self.seconds
        )

    def relay_that_dies(self, point: str) -> None:
        """A relay takes one round and ends there; its lease runs out."""
        try:
            self.relay(fail_at(point)).step()
        except Stopped:
            self.lease_runs_out()
        else:
            raise AssertionError(f"the relay never came to {point}")

    def lease_runs_out(self) -> None:
        """Five seconds pass on the database's clock."""
        with transaction(self.desk.engine) as connection:
            connection.execute(sa.update(OUTBOX.relay).values(until=sa.func.to_timestamp(0)))

    def sent_by(self, relay: Relay, *, rounds: int = 4) -> int:
        """Let a relay work until nothing waits; how many records the log took."""
        taken = 0
        for _ in range(rounds):
            taken += relay.step()
            self.seconds += 3
        return taken

    def stamps(self) -> dict[Partition, list[Stamp]]:
        """The numbers as they stand on the log."""
        ends = self.log.ends(self.partitions)
        return {
            place: [
                stamp for record in self.log.scan(place, 0, ends[place]) if (stamp := numbers.read(record))
            ]
            for place in self.partitions
        }

    def read(self) -> dict[str, list[str]]:
        """What a reader takes, who steps over repeats and gaps: the events of each person, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        lasts: dict[tuple[Partition, int], Last] = defaultdict(Last)
        for place, end in self.log.ends(self.partitions).items():
            for record in self.log.scan(place, 0, end):
                stamp = numbers.read(record)
                assert stamp is not None
                lane = (place, stamp.epoch)
                verdict, lasts[lane] = numbers.judge(lasts[lane], stamp.number, record.offset)
                if verdict is Verdict.TAKE and record.key is not None:
                    found[record.key.decode()].append(dict(record.headers)["ce_id"].decode())
        return dict(found)

    def numbered(self) -> dict[Partition, list[int]]:
        """The numbers in the outbox, by partition, of the newest epoch."""
        rows = OUTBOX.rows.c
        newest = sa.select(OUTBOX.relay.c.epoch).scalar_subquery()
        statement = sa.select(rows.topic, rows.partition, rows.number).where(rows.epoch == newest)
        found: dict[Partition, list[int]] = defaultdict(list)
        with transaction(self.desk.engine) as connection:
            for topic, partition, number in connection.execute(statement.order_by(rows.number)):
                found[Partition(topic, partition)].append(number)
        return dict(found)

    def snapshot(self) -> "Snapshot":
        """A copy of all that the outbox and its relay have stored."""
        with transaction(self.desk.engine) as connection:
            return {
                table: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                for table in PARTS
            }

    def put_back(self, snapshot: "Snapshot") -> None:
        """The database as it was, as from a backup."""
        with transaction(self.desk.engine) as connection:
            for table, rows in snapshot.items():
                connection.execute(sa.delete(table))
                insert = sa.insert(table) if table is not OUTBOX.rows else _with_seq()
                if rows:
                    connection.execute(insert, rows)


PARTS = (OUTBOX.rows, OUTBOX.relay, OUTBOX.topics, OUTBOX.counts, OUTBOX.checkpoints)
Snapshot = dict[sa.Table, list[dict[str, object]]]


def _with_seq() -> sa.TextClause:
    names = [column.name for column in OUTBOX.rows.columns]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f":{name}" for name in names)
    return sa.text(
        f"insert into {OUTBOX.rows.fullname} ({columns}) overriding system value values ({values})"  # noqa: S608 - names of columns
    )


def without_holes(found: Iterable[list[int]]) -> bool:
    """Whether each of these counts is 1, 2, 3 and so on."""
    return all(each == list(range(1, len(each) + 1)) for each in found)
