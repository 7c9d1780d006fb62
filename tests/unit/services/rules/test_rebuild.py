from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from services.rules import tables
from services.rules.plan import Plan
from services.rules.plan.outline import Outline, restored
from services.rules.rebuild import Rebuilt, rebuilt
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import UnavailableError
from shared.facts import Fact
from shared.facts.dates import ReviewDue
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import exactly
from shared.log.memory import MemoryLog
from shared.log.partitioner import partition_of
from shared.log.protocol import Outgoing, Partition
from shared.numbers import Last, Sequence, Stamp
from shared.outbox import unpack_headers
from shared.position import Moved, Positions
from shared.topics import Topic

Rules = Any
"""The fixture's: the rules of one process."""
ANN = "0b9ff7e8-3c5c-5a43-9f4e-5d3c0d6f0001"
HOME = partition_of(f"agency/{ANN}".encode(), 2)


def said(body: Fact, days: int) -> Event:
    at = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(days=days)
    return Event(
        id=computed_id(ANN, body),
        agency="agency",
        subject=ANN,
        source="ingest/test",
        occurred=moment(at),
        recorded_at=at,
        body=body,
    )


START = said(PlacementStarted(feed="f", placement="p", starts=exactly(date(2026, 3, 2)), client="Acme"), 0)
NAME = said(PersonProfiled(feed="f", name="Ann Lee"), 1)
LATER = said(ReviewDue(on=date(2026, 3, 20)), 18)


def test_a_rebuild_restores_the_state_and_tells_nothing_twice(rules: Rules) -> None:
    """Whether a task event is on the log or waits in the outbox; a second rebuild finds the same."""
    log = _after(rules, START, NAME)
    kept = _outlines(rules)
    _spoil(rules)
    waiting = [event.id for event in rules.told()]
    for _ in range(2):
        assert rebuilt(rules.parts, log) == Rebuilt(facts=2, people=1, changes=0)
    assert [event.id for event in rules.told()] == waiting
    assert _outlines(rules) == kept


def test_what_was_not_taken_yet_is_left_for_later(rules: Rules) -> None:
    """Facts beyond the stored position find the state as it was."""
    log = _after(rules, START, NAME, LATER, taken=2)
    assert rebuilt(rules.parts, log).facts == 2
    rules.handler.forget()
    rules.take(LATER)
    assert rules.types()[-2:] == ["task.expired", "plan.review_wanted"]


def test_what_the_plan_lacks_is_told(rules: Rules) -> None:
    """A task event that is neither on the log nor waiting was never told."""
    log = _after(rules, START, NAME)
    with transaction(rules.parts.log_engine) as connection:
        connection.execute(sa.delete(tables.common.outbox.rows))
    assert rebuilt(rules.parts, log).changes > 0
    assert sorted(rules.types()) == ["plan.review_wanted", "task.planned"]
    assert rebuilt(rules.parts, log).changes == 0


def test_a_log_that_lacks_its_tail_is_refused(rules: Rules) -> None:
    """What it lacks would count as repeated when it comes; the state stays as it is."""
    log = _after(rules, START, NAME)
    kept = _outlines(rules)
    log.lose_tail(_home(rules), 1)
    with pytest.raises(UnavailableError, match=r"reach offset 2, up to which .* found its end at 1;"):
        rebuilt(rules.parts, log)
    assert (_outlines(rules), rules.stored()) == (kept, (2, 1))


def test_a_tail_that_was_written_over_is_missed_too(rules: Rules) -> None:
    """The log is as long as it was, but a number that was taken is not there until it is sent again."""
    log, home, lost = _after(rules, START, NAME), _home(rules), Stamp("ingest", 1, 1)
    with transaction(rules.parts.log_engine) as connection:
        Positions(tables.common.positions).store(connection, [(Sequence(*home, *lost[:2]), Last(1, 1))])
        encoded = rules.record(connection, NAME)
    with pytest.raises(UnavailableError, match="expected number 1 of ingest on the log"):
        rebuilt(rules.parts, log)
    log.lose_tail(home, 1)
    log.append([Outgoing(*home, encoded.key, encoded.value, (*encoded.headers, *lost.headers()))])
    assert rebuilt(rules.parts, log).facts == 2


def _home(rules: Rules) -> Partition:
    return Partition(rules.parts.topics(Topic.PEOPLE)[0], HOME)


def _after(rules: Rules, *facts: Event, taken: int = 2) -> MemoryLog:
    """The rules took the first facts of a log, which has three of the five events they told."""
    rules.take(*facts[:taken])
    people, tasks = rules.parts.topics(Topic.PEOPLE, Topic.TASKS)
    log = MemoryLog(2)
    with transaction(rules.parts.log_engine) as connection:
        records = [rules.record(connection, fact) for fact in facts]
        sent = [(record.key, record.value, record.headers) for record in records]
        log.append([Outgoing(people, HOME, *record) for record in sent])
        log.append([Outgoing(tasks, HOME, *row) for row in _sent(connection)])
        positions, home = Positions(tables.common.positions), Partition(people, HOME)
        held = positions.assign(connection, [home], "test")
        positions.advance(connection, [Moved(home, held[home].epoch, 0, taken)])
    return log


def _sent(connection: sa.Connection) -> list[tuple[Any, ...]]:
    """The first three rows of the outbox, which are cleared away."""
    rows = tables.common.outbox.rows
    query = sa.select(rows.c.key, rows.c.value, rows.c.headers, rows.c.seq).order_by(rows.c.seq).limit(3)
    found = connection.execute(query).all()
    connection.execute(sa.delete(rows).where(rows.c.seq.in_([row.seq for row in found])))
    return [(row.key, row.value, unpack_headers(row.headers)) for row in found]


def _outlines(rules: Rules) -> list[Plan]:
    with transaction(rules.parts.log_engine) as connection:
        stored = connection.execute(sa.select(tables.people.c.outline)).scalars()
        return [restored(msgspec.msgpack.decode(one, type=Outline)) for one in stored]


def _spoil(rules: Rules) -> None:
    with transaction(rules.parts.log_engine) as connection:
        connection.execute(sa.delete(tables.facts))
        connection.execute(sa.update(tables.people).values(outline=b"\x90", sealed=None))
