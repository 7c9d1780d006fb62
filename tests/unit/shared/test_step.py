from datetime import timedelta

import pytest
from vocabulary.service import HERE, Desk, Ledger, Stopped, fail_at

from shared.errors import FencedError, RewindError, UnavailableError


@pytest.mark.parametrize("point", ["before-commit", "after-commit"])
def test_a_process_killed_around_its_commit_leaves_each_record_handled_once(desk: Desk, point: str) -> None:
    """State and position are in one commit: the next owner does what is not done, and nothing else."""
    records = desk.records(1, 2, 3)
    killed = desk.step(probe=fail_at(point))
    killed.assign([HERE])
    with pytest.raises(Stopped):
        killed.run(records)
    heir = desk.step()
    start = heir.assign([HERE])[HERE]
    heir.run(records[start:])
    assert desk.ledger() == [1, 2, 3]


def test_the_same_batch_may_be_given_again_when_the_outcome_is_unknown(desk: Desk) -> None:
    """After an outage the same owner goes on, and what was committed is skipped."""

    def lost_answer(point: str) -> None:
        if point == "after-commit":
            raise UnavailableError("the connection was lost in COMMIT")

    step = desk.step(probe=lost_answer)
    step.assign([HERE])
    with pytest.raises(UnavailableError):
        step.run(desk.records(1, 2))
    step.probe = lambda _: None
    step.run(desk.records(1, 2, 3))
    assert desk.ledger() == [1, 2, 3]


def test_who_lost_a_partition_is_fenced_and_its_work_is_dropped(desk: Desk) -> None:
    """An owner that was passed over may not commit, and drops what it holds in memory."""
    handler = Ledger()
    slow, quick = desk.step(handler), desk.step()
    slow.assign([HERE])
    quick.assign([HERE])
    before = handler.forgotten
    with pytest.raises(FencedError):
        slow.run(desk.records(1, 2))
    assert handler.forgotten > before
    quick.run(desk.records(1, 2))
    assert desk.ledger() == [1, 2]


def test_a_process_that_resumes_after_its_partition_moved_is_fenced(desk: Desk) -> None:
    """Going on after an outage takes nothing from whoever was assigned meanwhile."""
    step = desk.step(probe=fail_at("before-commit"))
    step.assign([HERE])
    with pytest.raises(Stopped):
        step.run(desk.records(1))
    desk.step().assign([HERE])
    with pytest.raises(FencedError):
        step.run(desk.records(1))
    assert desk.ledger() == []


def test_records_of_a_partition_that_is_not_owned_are_not_taken(desk: Desk) -> None:
    """What a poll returns after a partition was lost is nobody's to handle."""
    step = desk.step()
    step.assign([])
    with pytest.raises(FencedError):
        step.run(desk.records(1))


def test_resent_records_and_refused_ones_are_handled_once_and_in_order(desk: Desk) -> None:
    """Numbers decide: repeats are skipped, what is ahead waits until it is sent again."""
    step = desk.step()
    step.assign([HERE])
    log = desk.records(1, 2, 1, 2, 4, 5, 3, 4, 5, 6)
    for start in range(0, len(log), 3):
        step.run(log[start : start + 3])
    assert desk.ledger() == [1, 2, 3, 4, 5, 6]


def test_a_lower_offset_is_skipped(desk: Desk) -> None:
    """A reader only moves forward, whatever the client delivers."""
    step = desk.step()
    step.assign([HERE])
    step.run(desk.records(1, 2))
    step.run(desk.records(1, 2, 3))
    assert desk.ledger() == [1, 2, 3]


def test_records_left_out_by_the_reader_are_read_again_at_once(desk: Desk) -> None:
    """Offsets jumped and a number is missing: back to the stored position."""
    step = desk.step()
    step.assign([HERE])
    step.run(desk.records(1))
    with pytest.raises(RewindError):
        step.run([desk.record(3)])
    assert step.assign([HERE]) == {HERE: 1}
    step.run([desk.record(2), desk.record(3)])
    assert desk.ledger() == [1, 2, 3]


def test_a_hole_in_the_log_itself_does_not_stop_the_reader(desk: Desk) -> None:
    """The same jump a second time is the log's own, so the missing number is waited for."""
    step = desk.step()
    step.assign([HERE])
    with pytest.raises(RewindError):
        step.run([desk.record(2, offset=5)])
    step.assign([HERE])
    step.run([desk.record(2, offset=5), desk.record(1, offset=6), desk.record(2, offset=7)])
    assert desk.ledger() == [1, 2]


def test_a_number_that_does_not_come_is_looked_for_where_it_could_be(desk: Desk) -> None:
    """The log was rewritten behind the reader: it goes back and finds what it never saw."""
    step = desk.step()
    step.assign([HERE])
    step.run(desk.records(1, 2, 1, 1))
    step.run([desk.record(4, offset=4)])
    step.check()
    desk.clock.advance(timedelta(seconds=10))
    with pytest.raises(RewindError):
        step.check()
    assert step.assign([HERE]) == {HERE: 1}
    step.run([desk.record(number, offset=offset) for offset, number in ((1, 2), (2, 3), (3, 4))])
    assert desk.ledger() == [1, 2, 3, 4]


def test_after_a_lost_tail_the_reader_goes_back_and_numbers_decide(desk: Desk) -> None:
    """A position beyond the end goes into the log again; repeats are skipped, new numbers taken."""
    step = desk.step()
    step.assign([HERE])
    step.run(desk.records(1, 2, 3, 4))
    step.relocate({HERE: 0}, {HERE: 3})
    assert step.assign([HERE]) == {HERE: 0}
    step.run(desk.records(1, 2, 3, 4, 5))
    assert desk.ledger() == [1, 2, 3, 4, 5]


def test_where_the_beginning_expired_the_reader_goes_on_from_the_oldest_record(desk: Desk) -> None:
    """Numbers of a log that was cut need not continue the reader's own."""
    step = desk.step()
    step.assign([HERE])
    step.run(desk.records(1))
    step.relocate({HERE: 700}, {HERE: 900})
    assert step.assign([HERE]) == {HERE: 700}
    step.run([desk.record(number, offset=693 + number) for number in (7, 8)])
    assert desk.ledger() == [1, 7, 8]
