import threading
import uuid
from datetime import UTC, datetime

import msgspec
import psycopg
import pytest
import sqlalchemy as sa
from vocabulary.service import JANE, NOW, OUTBOX, Desk, Stopped, event_id, event_of

from shared.database import transaction
from shared.envelope import Event
from shared.errors import ErasedError, UnavailableError, UnreadableError
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.outbox import LOCKS_AT_MOST, unpack_headers

JOHN = str(uuid.UUID(int=2))


def ids(desk: Desk) -> list[str]:
    rows = OUTBOX.rows.c
    with transaction(desk.engine) as connection:
        packed = connection.scalars(sa.select(rows.headers).order_by(rows.seq)).all()
    return [dict(unpack_headers(each))["ce_id"].decode() for each in packed]


@pytest.mark.parametrize("count", [1, 3, 50])
def test_keeps_events_in_the_order_given(desk: Desk, count: int) -> None:
    """Few or many at once."""
    desk.say(range(1, count + 1), JANE)
    assert ids(desk) == [event_id(number) for number in range(1, count + 1)]


def test_stands_or_falls_with_the_transaction(desk: Desk) -> None:
    """What was not committed is never sent."""

    def fail() -> None:
        with transaction(desk.engine) as connection:
            desk.outbox.append(connection, [event_of(1, JANE)], create_keys=True)
            raise Stopped

    with pytest.raises(Stopped):
        fail()
    assert desk.waiting() == 0


def test_holds_nothing_personal_in_the_clear(desk: Desk) -> None:
    """Neither in the key nor in the body nor in a header."""
    desk.say([1], JANE)
    rows = OUTBOX.rows.c
    with transaction(desk.engine) as connection:
        row = connection.execute(sa.select(rows.key, rows.value, rows.headers)).one()
    assert row.key == f"demo/{JANE}".encode()
    assert b"Jane Doe" not in row.value + row.headers
    assert "sealed" in msgspec.json.decode(row.value)


def test_refuses_personal_fields_of_somebody_without_a_key(desk: Desk) -> None:
    """They were erased: nothing is written about them any more."""
    with pytest.raises(ErasedError), transaction(desk.engine) as connection:
        desk.outbox.append(connection, [event_of(1, JANE)])


def test_needs_no_key_where_nothing_is_personal(desk: Desk) -> None:
    """An event of ids and dates only is as it is."""
    event = msgspec.structs.replace(event_of(1, JANE), body=PersonRegistered(feed="ats"))
    with transaction(desk.engine) as connection:
        desk.outbox.append(connection, [event])
    assert desk.waiting() == 1


def test_refuses_what_no_broker_would_take(desk: Desk) -> None:
    """The sender learns of it, before it would block all that follows."""
    large: Event = msgspec.structs.replace(
        event_of(1, JANE), body=PersonProfiled(feed="a", name="x" * 900_000)
    )
    with (
        pytest.raises(UnreadableError, match="expected at most 900000 bytes"),
        transaction(desk.engine) as one,
    ):
        desk.outbox.append(one, [large], create_keys=True)


def locks(connection: sa.Connection) -> int:
    mine = "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"
    return int(connection.execute(sa.text(mine)).scalar_one())


def lock_at_once(desk: Desk, *people: tuple[str, str]) -> None:
    with transaction(desk.engine) as connection:
        connection.execute(sa.text("set local lock_timeout = '50ms'"))
        desk.outbox.lock(connection, people)


def test_facts_of_one_person_wait_for_each_other(desk: Desk) -> None:
    """So their order in the outbox is the order of their commits."""
    with transaction(desk.engine) as first:
        desk.outbox.append(first, [event_of(1, JANE)], create_keys=True)
        with pytest.raises(UnavailableError):
            lock_at_once(desk, ("demo", JANE))
        lock_at_once(desk, ("demo", JOHN), ("other", JANE))


def test_locking_again_changes_nothing(desk: Desk) -> None:
    """A service locks early, and appending locks once more."""
    with transaction(desk.engine) as connection:
        desk.outbox.lock(connection, [("demo", JANE), ("demo", JOHN), ("demo", JANE)])
        before = locks(connection)
        desk.outbox.lock(connection, [("demo", JOHN)])
        assert locks(connection) == before == 3
        desk.outbox.lock(connection, [])


def test_very_many_people_are_locked_all_at_once(desk: Desk) -> None:
    """Instead of one by one, since the database holds only so many locks; others wait all the same."""
    crowd = [("demo", str(number)) for number in range(LOCKS_AT_MOST + 1)]
    with transaction(desk.engine) as connection:
        desk.outbox.lock(connection, crowd)
        assert locks(connection) == 1
        with pytest.raises(UnavailableError):
            lock_at_once(desk, ("demo", JANE))


def test_locks_in_any_order_never_wait_in_a_circle(desk: Desk) -> None:
    """Each transaction takes them in the same order."""
    crowd = [("demo", str(number)) for number in range(60)]
    together, failed = threading.Barrier(4, timeout=20), []

    def lock(people: list[tuple[str, str]]) -> None:
        together.wait()
        try:
            for _ in range(5):
                with transaction(desk.engine) as connection:
                    desk.outbox.lock(connection, people)
        except UnavailableError as error:
            failed.append(error)

    threads = [threading.Thread(target=lock, args=(crowd[::step],)) for step in (1, -1, 2, -2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failed == []


def test_tells_the_relay_once_per_transaction(desk: Desk) -> None:
    """However often the transaction has appended."""
    address = desk.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as listening:
        listening.execute(f"LISTEN {OUTBOX.channel}")
        with transaction(desk.engine) as connection:
            desk.outbox.append(connection, [event_of(1, JANE)], create_keys=True)
            desk.outbox.append(connection, [event_of(2, JANE)], create_keys=True)
        assert len(list(listening.notifies(timeout=0.5))) == 1


def test_says_when_a_row_was_written(desk: Desk) -> None:
    """By the database's clock: old rows are deleted by it."""
    desk.say([1], JANE)
    with transaction(desk.engine) as connection:
        written, now = connection.execute(sa.select(OUTBOX.rows.c.created_at, sa.func.now())).one()
    assert NOW < written <= now
    assert written.astimezone(UTC) > datetime(2025, 1, 1, tzinfo=UTC)
