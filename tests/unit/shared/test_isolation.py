from collections.abc import Collection

import pytest
import sqlalchemy as sa
from vocabulary.service import HERE, JANE, LEDGER, Desk, Ledger, event_id, refusing

from shared.database import copy_rows
from shared.delivery import Delivery, RefusedError, Subject
from shared.errors import UnavailableError
from shared.log.protocol import Record


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("Jane Doe"), "expected the record to be handled, found ValueError"),
        (
            sa.exc.IntegrityError("insert", {}, type("Twice", (Exception,), {"sqlstate": "23505"})()),
            "Integrity",
        ),
    ],
)
def test_a_poison_record_is_parked_and_the_others_are_handled(
    desk: Desk, error: Exception, reason: str
) -> None:
    """One of many that makes the handler fail is found, kept and announced, without personal data."""
    handler = refusing(4, error)
    step = desk.step(handler)
    step.assign([HERE])
    step.run(desk.records(*range(1, 8)))
    assert desk.ledger() == [1, 2, 3, 5, 6, 7]
    (entry,) = desk.parked()
    assert reason in entry.parked.reason
    assert "Jane" not in entry.parked.reason
    assert (entry.parked.offset, entry.parked.subject) == (3, JANE)
    assert handler.held == [("demo", JANE)]
    assert desk.waiting() == 1


def test_a_text_that_the_driver_refuses_is_the_records_fault(desk: Desk) -> None:
    """A NUL never reaches PostgreSQL, so nobody gives it a SQLSTATE: neither in a statement nor in a COPY."""

    def write(connection: sa.Connection, delivery: Delivery) -> None:
        if delivery.sealed.id == event_id(2):
            connection.execute(sa.insert(LEDGER).values(event="a\0b"))
        if delivery.sealed.id == event_id(3):
            copy_rows(connection, "COPY desk.ledger (event) FROM STDIN", [("a\0b",)])

    step = desk.step(Ledger(write))
    step.assign([HERE])
    step.run(desk.records(1, 2, 3, 4))
    assert desk.ledger() == [1, 4]
    assert {entry.parked.offset for entry in desk.parked()} == {1, 2}


def test_a_handler_names_the_delivery_it_refuses(desk: Desk) -> None:
    """The reason a handler gives is what the operator reads."""

    def refuse(_connection: sa.Connection, delivery: Delivery) -> None:
        if delivery.sealed.id in {event_id(2), event_id(3)}:
            raise RefusedError(delivery, "expected a known task, found none", field="task")

    step = desk.step(Ledger(refuse))
    step.assign([HERE])
    step.run(desk.records(1, 2, 3, 4))
    assert desk.ledger() == [1, 4]
    assert {(entry.parked.reason, entry.parked.field) for entry in desk.parked()} == {
        ("expected a known task, found none", "task")
    }


def test_a_stranger_s_record_is_parked_once_however_often_it_is_read(desk: Desk) -> None:
    """Without numbers nothing else would tell that it was read before."""
    stranger = Record(*HERE, 1, 0, b"\xff", b"{", ())
    for _ in range(2):
        step = desk.step()
        step.assign([HERE])
        step.run([desk.record(1), stranger, desk.record(2, offset=2)])
        step.relocate({HERE: 0}, {HERE: 0})
    (entry,) = desk.parked()
    assert (entry.parked.agency, entry.parked.subject, entry.parked.value) == ("demo", entry.parked.id, b"{")
    assert desk.ledger() == [1, 2]
    assert desk.waiting() == 1


def test_an_unreadable_record_is_parked_whole(desk: Desk) -> None:
    """Bytes, key and headers are kept as they were, under the person the key names."""
    broken = desk.record(1)._replace(value=b"not JSON")
    step = desk.step()
    step.assign([HERE])
    step.run([broken, desk.record(2)])
    (entry,) = desk.parked()
    kept = entry.parked
    assert (kept.key, kept.value, kept.headers) == (broken.key, broken.value, broken.headers)
    assert desk.ledger() == [2]


def test_what_is_the_database_s_doing_parks_nothing(desk: Desk) -> None:
    """A database that is away is waited for, and the batch is handled whole when it is back."""
    away = True

    def refuse(connection: sa.Connection, _delivery: Delivery) -> None:
        if away:
            connection.execute(sa.text("set local role none; select pg_terminate_backend(pg_backend_pid())"))

    step = desk.step(Ledger(refuse))
    step.assign([HERE])
    with pytest.raises(UnavailableError):
        step.run(desk.records(1, 2))
    away = False
    step.run(desk.records(1, 2))
    assert (desk.ledger(), desk.parked()) == ([1, 2], [])


class Stubborn(Ledger):
    """Cannot put anybody's plan on hold."""

    def parked(self, connection: sa.Connection, subjects: Collection[Subject]) -> None:
        """Fails after it has written something."""
        connection.execute(sa.insert(LEDGER).values(event=event_id(100)))
        raise ValueError(subjects)


def test_a_plan_that_cannot_be_put_on_hold_stops_nobody(desk: Desk) -> None:
    """The record is parked all the same, and nothing of the failed hold remains."""
    step = desk.step(Stubborn(refusing(2, ValueError("no")).refuse))
    step.assign([HERE])
    step.run(desk.records(1, 2, 3))
    assert desk.ledger() == [1, 3]
    assert len(desk.parked()) == 1
