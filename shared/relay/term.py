"""One relay's time as the leader: from taking the lease until anything at all goes wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

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
from shared.relay.waiting import Numbered, Unnumbered, by_index, is_all
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
        self._left = True
        self._committing = parts.engine.execution_options(isolation_level="AUTOCOMMIT")
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
        with self._renewing():
            self._parts.lease.hold(connection, self._held)

    @contextmanager
    def _renewing(self) -> Iterator[None]:
        began = self._parts.ticks()
        yield
        self._renewed = began

    def round(self) -> int:
        """Compare with the log where that is due, then number and send; how many records the log took."""
        self.alive()
        self._audit.compare()
        self._audit.look()
        self._sweep()
        self._count()
        with transaction(self._committing) as connection:  # no transaction, but one for each statement
            by_index(connection)
            sent = self._send(connection, self._catch_up(connection))
            return sent + self._send(connection, self._number(connection))

    @property
    def more(self) -> bool:
        """Whether the last round may have left something of what waited when it began."""
        return self._left or any(lane.behind for lane in self._lanes.values())

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

    def _catch_up(self, connection: sa.Connection) -> list[Numbered]:
        now = self._parts.ticks()
        behind = [place for place, lane in self._lanes.items() if lane.waiting(now)]
        if not behind:
            return []
        rows = self._parts.waiting.unsent(connection, self._held.epoch, behind)
        self._audit.require_no_hole(rows, behind)
        return rows

    def _number(self, connection: sa.Connection) -> list[Numbered]:
        self._parts.probe("before-number")
        new = self._parts.waiting.new(connection)
        self._left = not is_all(new)
        if unknown := {row.topic for row in new} - self._topics.keys():
            self._adopt(unknown)
        return self._given(self._give(connection, new)) if new else []

    def _give(self, connection: sa.Connection, new: Sequence[Unnumbered]) -> list[Numbered]:
        rows = assign(new, self._topics, {place: lane.given for place, lane in self._lanes.items()})
        places = [(row.partition, row.number) for row in rows]
        with self._renewing():
            self._parts.leading.give(connection, self._held, [row.seq for row in new], places)
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

    def _send(self, connection: sa.Connection, rows: Sequence[Numbered]) -> int:
        if not rows:
            return 0
        self.alive()
        outgoing = [row.outgoing(self._parts.service, self._held.epoch) for row in rows]
        found = outcomes(rows, self._writer.append(outgoing))
        self._parts.probe("sent")
        self._mark(connection, found)
        self._parts.probe("marked")
        taken = sum(each.taken for each in found.values())
        SENT.labels(self._parts.service).inc(taken)
        return taken

    def _mark(self, connection: sa.Connection, found: Mapping[Partition, Outcome]) -> None:
        now = self._parts.ticks()
        for place, outcome in found.items():
            self._note(place, outcome, now)
        with self._renewing():
            lanes = {place: self._lanes[place] for place in found}
            self._parts.leading.mark(connection, self._held, lanes)

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
