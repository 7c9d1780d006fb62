from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from vocabulary.service import OUTBOX, Desk

from shared.database import owning
from shared.errors import UnavailableError
from shared.relay.wakeup import Wakeup

PERSON = "00000000-0000-0000-0000-000000000001"
LIMIT_S = 30.0
BRIEFLY_S = 0.01


def end_other_sessions(desk: Desk) -> None:
    """As an operator would, or a server that shuts down."""
    query = sa.text(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where pid != pg_backend_pid() and datname = current_database()"
    )
    with owning(desk.engine) as connection:
        connection.execute(query)


@pytest.fixture
def wakeup(desk: Desk) -> Iterator[Wakeup]:
    made = Wakeup(desk.engine, OUTBOX.channel)
    yield made
    made.close()


def test_nobody_can_say_what_was_appended_before_the_first_wait(wakeup: Wakeup) -> None:
    """The first wait tells to look, at once."""
    assert wakeup.wait(LIMIT_S)


def test_waits_while_nothing_is_appended(wakeup: Wakeup) -> None:
    """After the first look a relay rests, instead of asking the database without pause."""
    wakeup.wait(LIMIT_S)
    assert not wakeup.wait(BRIEFLY_S)


def test_hears_of_what_is_appended(desk: Desk, wakeup: Wakeup) -> None:
    """A commit ends the wait, once however many rows it brings."""
    wakeup.wait(LIMIT_S)
    desk.say([1, 2, 3], PERSON)
    assert wakeup.wait(LIMIT_S)
    assert not wakeup.wait(BRIEFLY_S)


def test_a_lost_connection_is_told_and_made_anew(desk: Desk, wakeup: Wakeup) -> None:
    """`UnavailableError` first; then the next wait listens again, and tells to look."""
    wakeup.wait(LIMIT_S)
    end_other_sessions(desk)
    with pytest.raises(UnavailableError):
        wakeup.wait(LIMIT_S)
    assert wakeup.wait(LIMIT_S)
