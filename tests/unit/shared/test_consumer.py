import threading
from collections import deque
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from vocabulary.script import Fault, Script
from vocabulary.service import HERE, LEDGER, Desk, Ledger, event_id, refusing

from shared.consumer import Consumer
from shared.database import transaction
from shared.delivery import Delivery
from shared.errors import MisconfiguredError, UnavailableError
from shared.step import Step

AWAY = UnavailableError("away")


@dataclass
class Until:
    """Sets `stop` when something has happened so many times."""

    times: int
    stop: threading.Event = field(default_factory=threading.Event)

    def happened(self) -> None:
        """Once more."""
        self.times -= 1
        if self.times <= 0:
            self.stop.set()


def read(desk: Desk, log: Script, last: int, handler: Ledger | None = None) -> Ledger:
    """Run a consumer until it has handled the event with the number `last`."""
    until, handler = Until(1), handler or Ledger()
    before = handler.refuse

    def watch(connection: sa.Connection, delivery: Delivery) -> None:
        before(connection, delivery)
        if delivery.sealed.id == event_id(last):
            until.happened()

    handler.refuse = watch
    consumer(desk, log, desk.step(handler)).run(until.stop)
    return handler


def consumer(desk: Desk, log: Script, step: Step) -> Consumer:
    return Consumer(log, "desk", [HERE.topic], step, desk.clock, at_most=2)


def script(desk: Desk, *numbers: int, faults: tuple[Fault, ...] = ()) -> Script:
    return Script(desk.records(*numbers), deque(faults))


def test_the_log_may_keep_few_records_back_unless_somebody_waits(desk: Desk) -> None:
    """What the consumer was told is what the log is asked for."""
    log = script(desk, 1)
    reading = consumer(desk, log, desk.step(handler := Ledger()))
    reading.gather, until = 0.5, Until(1)
    handler.refuse = lambda _connection, _delivery: until.happened()
    reading.run(until.stop)
    assert log.gather == 0.5


def test_a_consumer_reads_from_the_beginning_and_leaves_the_group(desk: Desk) -> None:
    """All records are handled in order, and the membership ends with the run."""
    log = script(desk, 1, 2, 3, 4, 5)
    read(desk, log, 5)
    assert desk.ledger() == [1, 2, 3, 4, 5]
    assert log.closed


def test_the_next_consumer_starts_at_the_stored_position(desk: Desk) -> None:
    """What the broker believes is never asked."""
    read(desk, script(desk, 1, 2, 3, 4), 2)
    log = script(desk, 1, 2, 3, 4)
    read(desk, log, 4)
    assert log.starts == [2]
    assert desk.ledger() == [1, 2, 3, 4]


def test_while_the_log_is_away_a_consumer_waits_as_a_member(desk: Desk) -> None:
    """Nothing is read while it waits, and then it goes on from the stored position."""
    log = script(desk, 1, 2, 3, faults=(None, AWAY, AWAY, None))
    read(desk, log, 3)
    assert log.starts[0] == 0
    assert None in log.starts
    assert log.starts[-1] == 2
    assert desk.ledger() == [1, 2, 3]


def test_a_database_that_is_away_loses_and_repeats_nothing(desk: Desk) -> None:
    """The step fails, the consumer keeps polling, and later handles the same records once."""
    tries: list[int] = []

    def cut(connection: sa.Connection, _delivery: Delivery) -> None:
        tries.append(1)
        if len(tries) <= 3:
            connection.execute(sa.text("set local role none; select pg_terminate_backend(pg_backend_pid())"))

    read(desk, script(desk, 1, 2, 3), 3, Ledger(cut))
    assert desk.ledger() == [1, 2, 3]
    assert desk.parked() == []


def test_a_new_assignment_starts_from_the_database(desk: Desk) -> None:
    """Each generation owns its partitions anew."""
    log = script(desk, 1, 2, 3, 4, faults=(None, 2, 3, None))
    read(desk, log, 4)
    assert log.starts == [0, 2, 2]
    assert desk.ledger() == [1, 2, 3, 4]


def test_a_fenced_consumer_forgets_and_is_assigned_anew(desk: Desk) -> None:
    """It waits a little as a member, and goes on where the other has come to."""

    def another_takes_the_partition() -> None:
        other = desk.step()
        other.assign([HERE])
        other.run(desk.records(1))

    log = script(desk, 1, 2, faults=(another_takes_the_partition,))
    read(desk, log, 2)
    assert log.starts == [0, None, 1]
    assert desk.ledger() == [1, 2]


def test_a_position_beyond_the_end_goes_back_into_the_log(desk: Desk) -> None:
    """The broker lost its tail; what its writers send again is told apart by number."""
    read(desk, script(desk, 1, 2, 3, 4), 4)
    log = script(desk, 1, 2)

    def writers_send_again() -> None:
        log.records = desk.records(1, 2, 4, 3, 4, 5)

    log.faults.extend([None, writers_send_again])
    read(desk, log, 5)
    assert log.starts == [4, 0]
    assert desk.ledger() == [1, 2, 3, 4, 5]


def test_a_position_before_the_beginning_goes_on_with_the_oldest_record(desk: Desk) -> None:
    """A new reader of a log that is cut now and then takes what is left."""
    log = Script([desk.record(8, offset=70), desk.record(9, offset=71)], beginning=70)
    read(desk, log, 9)
    assert desk.ledger() == [8, 9]


def test_left_out_records_are_read_again(desk: Desk) -> None:
    """A reader that jumps is put back to the stored position."""
    log = script(desk, 1, 2, 3, 4)

    def jump() -> None:
        log.at = 2

    log.faults.append(jump)
    read(desk, log, 4)
    assert log.starts == [0, 0]
    assert desk.ledger() == [1, 2, 3, 4]


def test_a_consumer_takes_up_what_operators_want_tried_again(desk: Desk) -> None:
    """A requested retry is made between polls, without a record coming."""
    step = desk.step(refusing(2, ValueError("no")))
    step.assign([HERE])
    step.run(desk.records(1, 2))
    with transaction(desk.engine) as connection:
        desk.quarantine.request_retry(connection, desk.parked()[0].parked.id)
    read(desk, script(desk, 1, 2), 2)
    assert desk.ledger() == [1, 2]
    assert desk.parked() == []


@dataclass
class Ticker(Ledger):
    """A handler with work between records."""

    until: Until = field(default_factory=lambda: Until(3))

    def tick(self, connection: sa.Connection) -> bool:
        """A line, and at once another."""
        connection.execute(sa.insert(LEDGER).values(event=event_id(100)))
        self.until.happened()
        return True


def test_a_handler_ticks_in_transactions_of_its_own(desk: Desk) -> None:
    """While there is more to do it is not kept waiting."""
    handler = Ticker()
    consumer(desk, script(desk), desk.step(handler)).run(handler.until.stop)
    assert desk.ledger() == [100, 100, 100]


def test_what_asks_for_an_operator_ends_the_consumer(desk: Desk) -> None:
    """A misconfiguration is not waited out, and the group is left all the same."""
    log = script(desk, 1, faults=(MisconfiguredError("expected another setting"),))
    with pytest.raises(MisconfiguredError):
        read(desk, log, 1)
    assert log.closed


def test_a_stop_is_heeded_while_everything_is_away(desk: Desk) -> None:
    """Waiting for a dependency does not keep a process from ending."""
    until = Until(1)
    log = script(desk, 1, faults=(AWAY, until.happened))
    consumer(desk, log, desk.step()).run(until.stop)
    assert log.closed
