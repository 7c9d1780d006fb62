"""One relay's time as the leader: from taking the lease until anything at all goes wrong."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
import structlog

from shared.database import transaction
from shared.log.protocol import Partition, Writer
from shared.relay.audit import Audit
from shared.relay.lane import Lane
from shared.relay.lease import Held
from shared.relay.ledger import require_partitions
from shared.relay.numbering import assign
from shared.relay.parts import LEASE, Parts
from shared.relay.send import Outcome, outcomes
from shared.relay.waiting import Numbered, Unnumbered
from shared.telemetry import SENT, WAITING

SWEEP_EVERY = 60.0
COUNT_EVERY = 10.0
RENEW_EVERY = LEASE.total_seconds() / 3
_log = structlog.get_logger()


class Term:
    """Numbers rows and sends them, as long as nobody else leads.

    After any exception a term is over: what it believed may be wrong, and the next one begins by comparing.
    """

    def __init__(
        self, parts: Parts, held: Held, topics: dict[str, int], lanes: dict[Partition, Lane]
    ) -> None:
        self._parts = parts
        self._held = held
        self._topics = topics
        self._lanes = lanes
        self._renewed = self._swept = parts.ticks()
        self._counted = 0.0
        self._writer: Writer = parts.log.writer()
        self._audit = Audit(parts, held, lanes, self.alive)

    @classmethod
    def begin(cls, parts: Parts) -> "Term | None":
        """Take the lease; None while another relay has it. `OperatorNeededError` for a topic that grew."""
        with transaction(parts.engine) as connection:
            held = parts.lease.take(connection)
            topics, lanes = parts.ledger.topics(connection), parts.ledger.lanes(connection)
        if held is None:
            return None
        for topic, partitions in topics.items():
            require_partitions(topic, partitions, parts.log.partitions(topic))
        return cls(parts, held, topics, lanes)

    def close(self, *, release: bool) -> None:
        """Let go of the log, and of the lease where the next relay need not wait for it to run out."""
        self._writer.close()
        if release:
            with transaction(self._parts.engine) as connection:
                self._parts.lease.release(connection, self._held)

    def alive(self) -> None:
        """Renew the lease when a third of it is over; `FencedError` when it is lost."""
        if self._parts.ticks() - self._renewed >= RENEW_EVERY:
            with transaction(self._parts.engine) as connection:
                self._hold(connection)

    def _hold(self, connection: sa.Connection) -> None:
        began = self._parts.ticks()
        self._parts.lease.hold(connection, self._held)
        self._renewed = began

    def round(self) -> int:
        """Compare with the log where that is due, then number and send; how many records the log took."""
        self.alive()
        self._audit.compare()
        self._audit.look()
        self._sweep()
        self._count()
        return self._send(self._catch_up()) + self._send(self._number())

    def _sweep(self) -> None:
        now = self._parts.ticks()
        if now - self._swept >= SWEEP_EVERY:
            with transaction(self._parts.engine) as connection:
                self._hold(connection)
                more = self._parts.sweep.sweep(connection, self._held.epoch)
            self._swept = now - SWEEP_EVERY if more else now

    def _count(self) -> None:
        now = self._parts.ticks()
        if now - self._counted >= COUNT_EVERY:
            with transaction(self._parts.engine) as connection:
                new = self._parts.waiting.count_new(connection)
            unsent = sum(lane.given - lane.acknowledged for lane in self._lanes.values())
            WAITING.labels(self._parts.service).set(new + unsent)
            self._counted = now

    def _catch_up(self) -> list[Numbered]:
        now = self._parts.ticks()
        behind = [place for place, lane in self._lanes.items() if lane.waiting(now)]
        if not behind:
            return []
        with transaction(self._parts.engine) as connection:
            rows = self._parts.waiting.unsent(connection, self._held.epoch, behind)
        self._audit.require_no_hole(rows, behind)
        return rows

    def _number(self) -> list[Numbered]:
        self._parts.probe("before-number")
        with transaction(self._parts.engine) as connection:
            new = self._parts.waiting.new(connection)
            unknown = {row.topic for row in new} - self._topics.keys()
            rows = self._give(connection, new) if new and not unknown else []
        if unknown:
            self._adopt(unknown)
            return self._number()
        return self._given(rows) if rows else []

    def _give(self, connection: sa.Connection, new: Sequence[Unnumbered]) -> list[Numbered]:
        self._hold(connection)
        rows = assign(new, self._topics, {place: lane.given for place, lane in self._lanes.items()})
        places = [(row.partition.number, row.number) for row in rows]
        self._parts.waiting.give(connection, self._held.epoch, [row.seq for row in new], places)
        self._parts.ledger.give(connection, {row.partition: row.number for row in rows})
        return rows

    def _given(self, rows: list[Numbered]) -> list[Numbered]:
        self._parts.probe("numbered")
        now = self._parts.ticks()
        shut = {place for place in {row.partition for row in rows} if not self._lanes[place].open(now)}
        for row in rows:
            self._lanes[row.partition].given = row.number
        for place in shut:
            self._lanes[place].behind = True
        return [row for row in rows if row.partition not in shut] if shut else rows

    def _adopt(self, topics: Iterable[str]) -> None:
        for topic in sorted(topics):
            partitions = self._parts.log.partitions(topic)
            with transaction(self._parts.engine) as connection:
                self._hold(connection)
                self._parts.ledger.add_topic(connection, topic, partitions)
            self._topics[topic] = partitions
            self._lanes.update({Partition(topic, number): Lane() for number in range(partitions)})
        self._audit.compare()

    def _send(self, rows: Sequence[Numbered]) -> int:
        if not rows:
            return 0
        self.alive()
        outgoing = [row.outgoing(self._parts.service, self._held.epoch) for row in rows]
        found = outcomes(rows, self._writer.append(outgoing))
        self._parts.probe("sent")
        self._mark(found)
        self._parts.probe("marked")
        taken = sum(each.taken for each in found.values())
        SENT.labels(self._parts.service).inc(taken)
        return taken

    def _mark(self, found: Mapping[Partition, Outcome]) -> None:
        now = self._parts.ticks()
        for place, outcome in found.items():
            self._note(place, outcome, now)
        with transaction(self._parts.engine) as connection:
            self._hold(connection)
            self._parts.ledger.acknowledge(connection, {place: self._lanes[place] for place in found})

    def _note(self, place: Partition, outcome: Outcome, now: float) -> None:
        lane = self._lanes[place]
        if outcome.unclear:
            lane.doubt()
        elif outcome.first is not None and outcome.last is not None:
            lane.acknowledge(outcome.first, outcome.last, now)
        if outcome.refused is not None:
            lane.refuse(now)
            reason = type(outcome.refused).__name__
            _log.warning("record refused", topic=place.topic, partition=place.number, reason=reason)
