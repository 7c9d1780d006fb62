"""Compares what a relay believes to be on the log with what stands there."""

from collections.abc import Callable, Collection, Sequence

from shared.database import transaction
from shared.errors import OperatorNeededError
from shared.log.protocol import Partition
from shared.relay.lane import LOOK_EVERY, Lane
from shared.relay.lease import Held
from shared.relay.ledger import seen_at
from shared.relay.parts import Parts
from shared.relay.tail import Tail, Tails, bounds
from shared.relay.waiting import Numbered


class Audit:
    """Looks after one leader's lanes."""

    def __init__(
        self, parts: Parts, held: Held, lanes: dict[Partition, Lane], alive: Callable[[], None]
    ) -> None:
        self._parts = parts
        self._held = held
        self._lanes = lanes
        self._tails = Tails(parts.log, parts.service, alive)
        self._ends_at = parts.ticks()

    def compare(self) -> None:
        """Read the tail of each doubted partition, and go on from what is found there.

        `OperatorNeededError` when the log has more of this writer than the database knows of.
        """
        now = self._parts.ticks()
        doubted = [place for place, lane in self._lanes.items() if lane.doubted and lane.retry_at <= now]
        if doubted:
            tails = self._read(doubted)
            for place, tail in tails.items():
                self._require_known(place, tail)
                self._lanes[place].compared(tail.seen.number, tail.seen.offset, now)
            self._store(tails)

    def _read(self, places: Collection[Partition]) -> dict[Partition, Tail]:
        within = bounds(self._parts.log, places)
        with transaction(self._parts.engine) as connection:
            known = self._parts.ledger.checkpoints(connection, self._held.epoch)
        return {
            place: self._tails.tail(place, self._held.epoch, known.get(place, ()), within[place])
            for place in places
        }

    def _require_known(self, place: Partition, tail: Tail) -> None:
        given, epoch = self._lanes[place].given, self._held.epoch
        if tail.epoch > epoch or tail.highest > given:
            service = self._parts.service
            raise OperatorNeededError(
                f"{place.topic}/{place.number}: expected nothing of {service} on the log after number "
                f"{given} of epoch {epoch}, found number {tail.highest} and epoch {tail.epoch}; the database "
                f"seems to have been put back to an earlier state: run `afterhire recover {service}`"
            )

    def _store(self, tails: dict[Partition, Tail]) -> None:
        with transaction(self._parts.engine) as connection:
            self._parts.lease.hold(connection, self._held)
            self._parts.ledger.acknowledge(connection, {place: self._lanes[place] for place in tails})
            seen = [(place, tail.seen) for place, tail in tails.items()]
            self._parts.ledger.see(connection, self._held.epoch, seen)

    def look(self) -> None:
        """See whether what was acknowledged still stands; one partition at a time: each takes a while."""
        now = self._parts.ticks()
        due = [place for place, lane in self._lanes.items() if lane.look_due(now)]
        if due:
            self._look_at(min(due, key=lambda place: self._lanes[place].looked_at))
        elif now - self._ends_at >= LOOK_EVERY:
            self._ends_at = now
            self._look_at_ends()

    def _look_at(self, place: Partition) -> None:
        lane = self._lanes[place]
        points = lane.points()
        end = self._parts.log.ends([place])[place]
        if not self._tails.stand(place, self._held.epoch, points, end):
            lane.doubt()
            return
        lane.looked(points[-1], self._parts.ticks())
        with transaction(self._parts.engine) as connection:
            self._parts.lease.hold(connection, self._held)
            self._parts.ledger.see(connection, self._held.epoch, [(place, seen_at(points[-1]))])

    def _look_at_ends(self) -> None:
        offsets = {place: lane.offset for place, lane in self._lanes.items() if lane.offset is not None}
        ends = self._parts.log.ends(offsets) if offsets else {}
        for place, end in ends.items():
            if end <= offsets[place]:
                self._lanes[place].doubt()

    def require_no_hole(self, rows: Sequence[Numbered], places: Collection[Partition]) -> None:
        """`OperatorNeededError` when rows the log lacks are not kept any more."""
        firsts: dict[Partition, int] = {}
        for row in rows:
            firsts.setdefault(row.partition, row.number)
        found = firsts or dict.fromkeys(places)
        for place, first in found.items():
            self._require_next(place, first)

    def _require_next(self, place: Partition, first: int | None) -> None:
        wanted = self._lanes[place].acknowledged + 1
        if first != wanted:
            service = self._parts.service
            raise OperatorNeededError(
                f"{place.topic}/{place.number}: the log lacks number {wanted} of {service}; expected it in "
                f"the outbox, found {first or 'none'}: rows sent that long ago are deleted; put the log back "
                f"from a copy, or run `afterhire recover {service}` to go on with what is kept"
            )
