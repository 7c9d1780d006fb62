import uuid

import pytest
import sqlalchemy as sa
from vocabulary.service import HERE, JANE, NOW, Desk, Ledger, event_id, refusing

from shared.database import transaction
from shared.delivery import Delivery
from shared.errors import ErasedError, FencedError, NotFoundError
from shared.parked import Entry, Parked, State, subject_of
from shared.step import Step

ROW = Parked(
    id=event_id(77),
    agency="demo",
    subject=event_id(77),
    origin="linkedin row 17",
    reason="expected a date, found a word",
    value=b"Jane,Doe,soon",
    field="Connected On",
    row=17,
)


def park(desk: Desk, parked: Parked) -> None:
    with transaction(desk.engine) as connection:
        desk.quarantine.park(connection, [parked])


def request_retry(desk: Desk, id_: str) -> None:
    with transaction(desk.engine) as connection:
        desk.quarantine.request_retry(connection, id_)


def request_discard(desk: Desk, id_: str) -> None:
    with transaction(desk.engine) as connection:
        desk.quarantine.request_discard(connection, id_)


def keys_of(desk: Desk) -> list[str]:
    with transaction(desk.engine) as connection:
        return list(connection.execute(sa.text("SELECT subject FROM vault.keys")).scalars())


def on_hold(desk: Desk) -> bool:
    with transaction(desk.engine) as connection:
        return bool(desk.quarantine.parked_subjects(connection, [("demo", JANE), ("demo", event_id(5))]))


def entry(desk: Desk, id_: str) -> Entry:
    with transaction(desk.engine) as connection:
        return desk.quarantine.get(connection, id_)


def with_one_parked(desk: Desk) -> tuple[Step, Ledger, str]:
    handler = refusing(2, ValueError("no"))
    step = desk.step(handler)
    step.assign([HERE])
    step.run(desk.records(1, 2, 3))
    return step, handler, desk.parked()[0].parked.id


def accept(_connection: sa.Connection, _delivery: Delivery) -> None:
    """Refuse nothing."""


def test_what_is_no_record_of_the_log_is_parked_with_its_row_and_field(desk: Desk) -> None:
    """A row of a file is kept as it is found again, and announced once."""
    park(desk, ROW)
    park(desk, ROW)
    assert desk.parked() == [Entry(ROW, State.PARKED, 1, NOW)]
    assert desk.waiting() == 1


def test_a_record_too_large_to_travel_is_announced_without_its_payload(desk: Desk) -> None:
    """The service keeps it whole all the same."""
    park(desk, ROW._replace(value=b"x" * 950_000))
    assert len(desk.parked()[0].parked.value or b"") == 950_000
    assert desk.waiting() == 1


def test_parking_makes_no_key_for_a_person(desk: Desk) -> None:
    """A second one would close what the first one sealed; what is nobody's gets one of its own."""
    park(desk, ROW._replace(subject=JANE))
    assert keys_of(desk) == []
    park(desk, ROW._replace(id=event_id(78), subject=event_id(78)))
    assert keys_of(desk) == [event_id(78)]
    assert desk.waiting() == 2


def test_a_parked_record_is_handled_as_a_late_fact_when_it_is_tried_again(desk: Desk) -> None:
    """A retry that succeeds releases the record, announces it and ends the hold."""
    step, handler, id_ = with_one_parked(desk)
    assert on_hold(desk)
    handler.refuse = accept
    request_retry(desk, id_)
    assert step.retry()
    assert desk.ledger() == [1, 3, 2]
    assert entry(desk, id_).state is State.RELEASED
    assert entry(desk, id_).parked.value is None
    assert not on_hold(desk)
    assert desk.waiting() == 2
    assert not step.retry()


def test_while_it_is_handled_again_a_record_holds_nothing_back(desk: Desk) -> None:
    """The handler that is given the late fact finds its person's plan free."""
    step, handler, id_ = with_one_parked(desk)
    found: list[bool] = []

    def look(connection: sa.Connection, _delivery: Delivery) -> None:
        found.append(bool(desk.quarantine.parked_subjects(connection, [("demo", JANE)])))

    handler.refuse = look
    request_retry(desk, id_)
    step.retry()
    assert found == [False]


def test_a_retry_that_fails_again_is_parked_again_with_the_newest_reason(desk: Desk) -> None:
    """Each refusal counts and is announced; nothing of the failed try remains."""
    step, _, id_ = with_one_parked(desk)
    request_retry(desk, id_)
    assert step.retry()
    assert (entry(desk, id_).state, entry(desk, id_).attempts) == (State.PARKED, 2)
    assert desk.ledger() == [1, 3]
    assert desk.waiting() == 2
    assert on_hold(desk)


def test_only_the_owner_of_its_partition_tries_a_record_again(desk: Desk) -> None:
    """A retry is fenced like any step, and another process leaves it alone."""
    step, _, id_ = with_one_parked(desk)
    request_retry(desk, id_)
    other = desk.step()
    other.assign([HERE._replace(number=1)])
    assert not other.retry()
    desk.step().assign([HERE])
    with pytest.raises(FencedError):
        step.retry()
    assert entry(desk, id_).state is State.RETRYING


def test_a_record_that_is_given_up_is_cleared_and_holds_nothing_back(desk: Desk) -> None:
    """It is announced, its person's plan is made anew, and it can neither be retried nor given up again."""
    step, handler, id_ = with_one_parked(desk)
    handler.held.clear()
    request_discard(desk, id_)
    assert on_hold(desk)
    assert step.retry()
    given_up = entry(desk, id_)
    assert (given_up.state, given_up.parked.value, given_up.parked.key) == (State.DISCARDED, None, None)
    assert (desk.ledger(), handler.held, on_hold(desk)) == ([1, 3], [("demo", JANE)], False)
    assert desk.waiting() == 2
    assert not step.retry()
    with pytest.raises(NotFoundError):
        request_discard(desk, id_)


def test_only_the_owner_of_its_partition_gives_a_record_up(desk: Desk) -> None:
    """As with a retry, another process leaves it alone."""
    step, _, id_ = with_one_parked(desk)
    request_discard(desk, id_)
    desk.step().assign([HERE])
    with pytest.raises(FencedError):
        step.retry()
    assert entry(desk, id_).state is State.DISCARDING


def test_a_person_s_erasure_clears_what_was_parked_about_them(desk: Desk) -> None:
    """The row stays as a trace; its content, and the hold, do not."""
    _, _, id_ = with_one_parked(desk)
    with transaction(desk.engine) as connection:
        desk.vault.erase(connection, "demo", JANE)
        desk.quarantine.clear(connection, "demo", JANE)
    assert not on_hold(desk)
    cleared = entry(desk, id_)
    assert (cleared.state, cleared.parked.value, cleared.parked.key) == (State.ERASED, None, None)
    with pytest.raises(NotFoundError):
        request_retry(desk, id_)


def test_nothing_is_parked_about_somebody_erased(desk: Desk) -> None:
    """A poison record of an erased person is stepped past and not kept."""
    records = desk.records(1, 2, 3)
    with transaction(desk.engine) as connection:
        desk.vault.erase(connection, "demo", JANE)
    step = desk.step(refusing(2, ValueError("no")))
    step.assign([HERE])
    step.run(records)
    assert (desk.ledger(), desk.parked(), desk.waiting()) == ([1, 3], [], 0)


def test_a_handler_may_find_that_the_person_is_erased(desk: Desk) -> None:
    """Then nothing may be written about them, and the record is left."""
    step = desk.step(refusing(2, ErasedError("erased")))
    step.assign([HERE])
    step.run(desk.records(1, 2, 3))
    assert (desk.ledger(), desk.parked()) == ([1, 3], [])


def test_retrying_what_is_not_there_says_so(desk: Desk) -> None:
    """An unknown id is the caller's mistake."""
    with pytest.raises(NotFoundError, match=event_id(9)):
        request_retry(desk, event_id(9))


@pytest.mark.parametrize("key", [None, b"", b"\xff", b"demo", b"demo/7", b"/" + JANE.encode()])
def test_a_key_that_names_nobody_is_read_as_nobody(key: bytes | None) -> None:
    """Only an agency and a UUID are a subject."""
    assert subject_of(key) is None


def test_a_key_names_an_agency_and_a_subject() -> None:
    """Keys hold ids only."""
    assert subject_of(f"demo/{uuid.UUID(JANE)}".encode()) == ("demo", JANE)
