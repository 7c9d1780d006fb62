"""Opens a new writer epoch, after a service's database was put back to an earlier state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import sqlalchemy as sa

from shared.database import transaction
from shared.log.protocol import Headers, Partition, Record
from shared.numbers import EPOCH, NUMBER, WRITER, Stamp
from shared.relay.lease import Held
from shared.relay.ledger import Checkpoint, require_partitions
from shared.relay.parts import Parts
from shared.relay.tail import Start, Tails, bounds
from shared.relay.waiting import Unnumbered

Content = tuple[str, bytes | None, bytes | None, Headers]


Adopt = Callable[[sa.Connection, Sequence[Record]], None]
"""What a service does with records of its own that its database knows nothing of, in the order of the log."""


class Opened(NamedTuple):
    """A new writer epoch."""

    epoch: int
    again: int
    """How many rows that had a number will be sent again, since the log lacks them."""
    beyond: Sequence[Record]
    """What the log has of this service and its database knows nothing of, in the order of the log."""


@dataclass
class _Found:
    """What one partition has of this writer."""

    floor: int
    """All numbers up to this one stand on the log."""
    end: int
    given: int
    numbers: set[int] = field(default_factory=set)
    beyond: dict[Stamp, Record] = field(default_factory=dict)


def adopt_nothing(_connection: sa.Connection, _beyond: Sequence[Record]) -> None:
    """The service will read them like any other record."""


def open_epoch(parts: Parts, topics: Iterable[str], adopt: Adopt) -> Opened:
    """Begin a new epoch, in which numbers count from 1.

    What was never numbered, and what was numbered but does not stand on the log, will be sent under the new
    epoch; a row the log has already, under whatever number, will not. Takes the lease from a relay that runs.
    Raises `UnavailableError` when database or log are away: run it again.
    """
    held = _seize(parts)
    found = _read(parts, held, topics)
    beyond = [record for each in found.values() for record in each.beyond.values()]
    epoch = 1 + max([held.epoch, *(stamp.epoch for each in found.values() for stamp in each.beyond)])
    with transaction(parts.engine) as connection:
        parts.lease.hold(connection, held)
        again = _put_back(connection, parts, held.epoch, found)
        _recognise(connection, parts, found)
        _begin(connection, parts, held, epoch, found)
        adopt(connection, beyond)
    return Opened(epoch, again, beyond)


def _seize(parts: Parts) -> Held:
    with transaction(parts.engine) as connection:
        return parts.lease.seize(connection)


def _read(parts: Parts, held: Held, topics: Iterable[str]) -> dict[Partition, _Found]:
    with transaction(parts.engine) as connection:
        lanes = parts.ledger.lanes(connection)
        known = parts.ledger.checkpoints(connection, held.epoch)
        remembered = parts.ledger.topics(connection)
        places = _places(parts, remembered, {*topics, *parts.waiting.topics(connection)})
    within = bounds(parts.log, places)
    tails = Tails(parts.log, parts.service, lambda: _stay(parts, held))
    found: dict[Partition, _Found] = {}
    for place in places:
        given = lanes[place].given if place in lanes else 0
        end = within[place].end
        start = tails.start(place, held.epoch, known.get(place, ()), within[place])
        stamped = tails.ours(place, start.offset, end)
        found[place] = _collect(_Found(start.known.number, end, given), stamped, held.epoch, start)
    return found


def _stay(parts: Parts, held: Held) -> None:
    with transaction(parts.engine) as connection:
        parts.lease.hold(connection, held)


def _places(parts: Parts, remembered: dict[str, int], topics: set[str]) -> list[Partition]:
    for topic, partitions in remembered.items():
        require_partitions(topic, partitions, parts.log.partitions(topic))
    return [
        Partition(topic, number)
        for topic in sorted(topics | remembered.keys())
        for number in range(parts.log.partitions(topic))
    ]


def _collect(found: _Found, ours: Iterable[tuple[Record, Stamp]], epoch: int, start: Start) -> _Found:
    for record, stamp in ours:
        if stamp.epoch == epoch and stamp.number <= found.given:
            found.numbers.add(stamp.number)
        elif stamp.epoch >= epoch:
            found.beyond.setdefault(stamp, record)
    if start.adrift and found.numbers:
        found.floor = min(found.numbers) - 1
    return found


def _put_back(connection: sa.Connection, parts: Parts, epoch: int, found: dict[Partition, _Found]) -> int:
    """Take their numbers from the rows that the log lacks."""
    lacking = [
        seq
        for place, each in found.items()
        for seq, number in parts.waiting.numbered_after(connection, place, epoch, each.floor)
        if number not in each.numbers
    ]
    parts.waiting.take_back(connection, lacking)
    return len(lacking)


def _recognise(connection: sa.Connection, parts: Parts, found: dict[Partition, _Found]) -> None:
    """Give rows that the log has already the numbers under which it has them."""
    on_the_log = {
        _content(record): (place, stamp)
        for place, each in found.items()
        for stamp, record in each.beyond.items()
    }
    if not on_the_log:
        return
    known = [
        (row.seq, *on_the_log.pop(content))
        for row in parts.waiting.all_new(connection)
        if (content := _row_content(row)) in on_the_log
    ]
    for seq, place, stamp in known:
        parts.waiting.give(connection, stamp.epoch, [seq], [(place.number, stamp.number)])


def _content(record: Record) -> Content:
    own = tuple(header for header in record.headers if header[0] not in {WRITER, EPOCH, NUMBER})
    return (record.topic, record.key, record.value, own)


def _row_content(row: Unnumbered) -> Content:
    return (row.topic, row.key, row.value, row.own_headers())


def _begin(
    connection: sa.Connection, parts: Parts, held: Held, epoch: int, found: dict[Partition, _Found]
) -> None:
    parts.ledger.reset(connection)
    known = parts.ledger.topics(connection)
    nothing = [
        (place, Checkpoint(0, None, each.end)) for place, each in found.items() if place.topic in known
    ]
    parts.ledger.see(connection, epoch, nothing)
    parts.lease.open_epoch(connection, held, epoch)
    parts.lease.release(connection, held)
