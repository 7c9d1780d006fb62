import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from vocabulary.service import HERE, Desk, Ledger

from services.local.processes import wait_until
from shared.database import owning, psycopg_cursor, transaction
from shared.delivery import Delivery
from shared.errors import FencedError, RewindError, UnavailableError

LIMIT = 20.0
"""Seconds a test waits for what must happen."""


def end_idle_sessions(desk: Desk) -> int:
    """What `idle_in_transaction_session_timeout` does after its ten seconds."""
    query = sa.text(
        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
        " where state = 'idle in transaction' and datname = current_database()"
    )
    with owning(desk.engine) as connection:
        return int(connection.execute(query).scalar_one())


def test_a_process_paused_in_its_transaction_until_its_partition_moved_commits_nothing(desk: Desk) -> None:
    """The database ends its session, another owner does the work, and the paused one finds itself fenced."""
    reached, go_on = threading.Event(), threading.Event()

    def pause(point: str) -> None:
        if point == "before-commit":
            reached.set()
            assert go_on.wait(LIMIT)

    handler = Ledger()
    paused, heir, records = desk.step(handler, pause), desk.step(), desk.records(1, 2)
    paused.assign([HERE])
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(paused.run, records)
        assert reached.wait(LIMIT)
        assert end_idle_sessions(desk) == 1
        assert heir.assign([HERE]) == {HERE: 0}
        heir.run(records)
        go_on.set()
        with pytest.raises(UnavailableError):
            running.result(LIMIT)
    with pytest.raises(FencedError):
        paused.run(records)
    assert handler.forgotten >= 2
    assert desk.ledger() == [1, 2]


def waits_in_a_copy(desk: Desk) -> bool:
    query = sa.text(
        "select exists (select from pg_stat_activity where datname = current_database()"
        " and query like 'copy%' and wait_event = 'ClientRead')"
    )
    with owning(desk.engine) as connection:
        return bool(connection.execute(query).scalar_one())


def test_a_process_paused_in_the_middle_of_a_copy_keeps_nobody_waiting(desk: Desk) -> None:
    """No time-out of the database's ends such a session: the next owner does."""
    reached, go_on = threading.Event(), threading.Event()

    def pause(connection: sa.Connection, _delivery: Delivery) -> None:
        with psycopg_cursor(connection) as cursor, cursor.copy("copy desk.ledger (event) from stdin") as copy:
            reached.set()
            assert go_on.wait(LIMIT)
            copy.write_row(["half done"])

    paused, heir, records = desk.step(Ledger(pause)), desk.step(), desk.records(1, 2)
    heir.assignment.asleep = timedelta(0)
    paused.assign([HERE])
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(paused.run, records)
        assert reached.wait(LIMIT)
        assert wait_until(lambda: waits_in_a_copy(desk), LIMIT)
        assert heir.assign([HERE]) == {HERE: 0}
        heir.run(records)
        go_on.set()
        with pytest.raises(UnavailableError):
            running.result(LIMIT)
    assert desk.ledger() == [1, 2]


def test_a_new_owner_waits_for_the_commit_that_is_under_way(desk: Desk) -> None:
    """A step holds its position row, so that an assignment sees either nothing of it or all of it."""
    reached, go_on = threading.Event(), threading.Event()

    def pause(point: str) -> None:
        if point == "before-commit":
            reached.set()
            assert go_on.wait(LIMIT)

    slow, heir = desk.step(probe=pause), desk.step()
    records = desk.records(1, 2)
    slow.assign([HERE])
    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(slow.run, records)
        assert reached.wait(LIMIT)
        assigning = pool.submit(heir.assign, [HERE])
        assert not assigning.done()
        go_on.set()
        running.result(LIMIT)
        assert assigning.result(LIMIT) == {HERE: 2}
    assert desk.ledger() == [1, 2]


def test_after_an_outage_that_put_the_database_back_everything_since_is_read_again(desk: Desk) -> None:
    """A later record, of a new writer epoch, would not betray by its number that others were forgotten."""
    step, records = desk.step(), desk.records(1, 2, 3)
    step.assign([HERE])
    step.run(records)
    step.assignment.forget()
    with transaction(desk.engine) as connection:
        connection.execute(sa.text("update desk.positions set next_offset = 1"))
    with pytest.raises(RewindError):
        step.upkeep()
    assert step.assign([HERE]) == {HERE: 1}
