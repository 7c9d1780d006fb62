from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.log.protocol import Headers, Partition, Record
from shared.numbers import Last, Numbers, Patience, Sequence, Stamp, Verdict, judge, read

HERE = Partition("afterhire.people", 0)
NOW = datetime(2024, 3, 1, tzinfo=UTC)
DESK = Sequence(*HERE, "desk", 1)
TAKE, REPEAT, AHEAD = Verdict.TAKE, Verdict.REPEAT, Verdict.AHEAD


def record(offset: int, headers: Headers = ()) -> Record:
    return Record(*HERE, offset, 0, b"key", b"value", headers)


def reader(
    *known: tuple[Sequence, Last], mid_log: Iterable[Partition] = (), patience: Patience | None = None
) -> Numbers:
    held = Numbers(patience or Patience())
    held.load(dict(known), mid_log, NOW)
    return held


def judged(held: Numbers, *numbers: int, writer: str = "desk", epoch: int = 1) -> list[Verdict]:
    return [
        held.judge(record(offset), Stamp(writer, epoch, number), NOW) for offset, number in enumerate(numbers)
    ]


def test_the_next_number_is_taken_and_a_lower_one_is_a_repeat() -> None:
    """A writer's numbers are taken in order, each once."""
    assert judged(reader(), 1, 2, 1, 2, 3) == [TAKE, TAKE, REPEAT, REPEAT, TAKE]


def test_a_refused_record_in_the_middle_is_made_up_for() -> None:
    """What is ahead is stepped past and taken when it is sent again after the missing one."""
    assert judged(reader(), 1, 3, 4, 2, 3, 4, 5) == [TAKE, AHEAD, AHEAD, TAKE, TAKE, TAKE, TAKE]


def test_a_writer_seen_for_the_first_time_starts_at_one() -> None:
    """A first number above 1 means that earlier ones are missing."""
    assert judged(reader(), 2, 1, 2) == [AHEAD, TAKE, TAKE]


def test_in_the_middle_of_a_log_the_first_number_is_whichever_comes() -> None:
    """A reader that entered mid-log takes a writer's first number, and after it only the next."""
    assert judged(reader(mid_log=[HERE]), 731, 732, 740) == [TAKE, TAKE, AHEAD]


def test_a_known_writer_that_lost_records_to_retention_goes_on_with_a_higher_number() -> None:
    """Adrift, a reader takes the next higher number and still skips repeats."""
    assert judged(reader((DESK, Last(10, 90, 0, adrift=True))), 9, 10, 31, 32) == [REPEAT, REPEAT, TAKE, TAKE]


def test_each_epoch_of_a_writer_counts_for_itself() -> None:
    """A newer epoch starts at 1, and late records of the older one continue theirs."""
    held = reader()
    assert judged(held, 1, 2) == [TAKE, TAKE]
    assert judged(held, 1, epoch=2) == [TAKE]
    assert judged(held, 3) == [TAKE]
    assert judged(held, 2, epoch=2) == [TAKE]


def test_what_changed_is_told_once_with_where_it_was_taken() -> None:
    """The last numbers to be stored are those that moved since they were last asked for."""
    held = reader()
    judged(held, 1, 2, 4)
    assert dict(held.changed()) == {DESK: Last(2, 1, ahead=4)}
    assert list(held.changed()) == []


def test_a_gap_is_overdue_when_the_missing_number_does_not_come_in_time() -> None:
    """After the patience is over the log is to be read again from the last number taken."""
    held = reader((DESK, Last(7, 50)))
    held.judge(record(60), Stamp("desk", 1, 9), NOW)
    assert held.overdue(NOW + timedelta(seconds=9), {HERE: 61}) == []
    (gap,) = held.overdue(NOW + timedelta(seconds=10), {HERE: 61})
    assert (gap.writer, gap.missing, gap.read_from) == ("desk", 8, 50)


def test_a_gap_is_overdue_when_too_many_records_were_stepped_past() -> None:
    """Patience is counted in records as well as in seconds."""
    held = reader(patience=Patience(records=3))
    judged(held, 2, 3)
    assert not held.overdue(NOW, {HERE: 9})
    judged(held, 4)
    assert held.overdue(NOW, {HERE: 9})


def test_a_number_that_comes_ends_the_wait() -> None:
    """Nothing is overdue once what was ahead has been taken."""
    held = reader()
    judged(held, 1, 3, 2, 3)
    assert held.overdue(NOW + timedelta(days=1), {HERE: 9}) == []


def test_each_rewind_waits_longer_and_reaches_further_back() -> None:
    """Reading again from the last number did not help, so the next try begins before it."""
    held = reader((DESK, Last(7, 50_000, ahead=9)), patience=Patience(reach=100))
    starts = [
        held.overdue(NOW + timedelta(days=days), {HERE: 60_000})[0].read_from for days in (1, 2, 3, 4, 5)
    ]
    assert starts == [50_000, 49_900, 49_000, 40_000, 0]


def test_nobody_is_late_while_a_rewind_is_still_being_read() -> None:
    """Patience starts when the reader is back where it was."""
    held = reader((DESK, Last(7, 50, ahead=9)))
    day = timedelta(days=1)
    assert held.overdue(NOW + day, {HERE: 60})
    assert not held.overdue(NOW + 2 * day, {HERE: 55})
    assert not held.overdue(NOW + 2 * day, {HERE: 60})
    assert held.overdue(NOW + 3 * day, {HERE: 60})


def test_a_gap_left_by_an_earlier_owner_is_waited_for_anew() -> None:
    """The highest number stepped past is stored, so that a gap outlives its reader."""
    held = reader((DESK, Last(7, 50, ahead=9)))
    assert not held.overdue(NOW, {HERE: 60})
    assert held.overdue(NOW + timedelta(seconds=10), {HERE: 60})


def test_being_assigned_anew_does_not_prolong_a_wait() -> None:
    """A group that changes often finds what is missing all the same."""
    known = {DESK: Last(7, 50, ahead=9)}
    held = reader(*known.items())
    held.load(known, [], NOW + timedelta(seconds=9))
    assert held.overdue(NOW + timedelta(seconds=10), {HERE: 60})


def test_a_stamp_reads_as_it_was_written() -> None:
    """What the relay adds to a record is what the reader finds."""
    stamp = Stamp("ingest", 3, 17)
    assert read(record(0, (("ce_id", b"x"), *stamp.headers()))) == stamp


@pytest.mark.parametrize(
    "headers",
    [
        (),
        Stamp("desk", 1, 5).headers()[:2],
        Stamp("desk", 1, 0).headers(),
        Stamp("desk", -1, 5).headers(),
        (("afterhire-writer", b"\xff"), ("afterhire-epoch", b"1"), ("afterhire-number", b"1")),
        (("afterhire-writer", b"desk"), ("afterhire-epoch", b"one"), ("afterhire-number", b"1")),
    ],
)
def test_a_record_no_relay_has_sent_has_no_stamp(headers: Headers) -> None:
    """Missing or unreadable numbers make a record a stranger."""
    assert read(record(0, headers)) is None


Fate = st.sampled_from(["acknowledged", "unacknowledged", "refused"])


def sent_by_a_relay(count: int, fates: Iterator[str]) -> Iterator[int]:
    """The numbers on the log when a relay sends rounds and begins again at the first one not acknowledged."""
    first = 1
    while first <= count:
        answers = {number: next(fates, "acknowledged") for number in range(first, min(first + 5, count + 1))}
        yield from (number for number, fate in answers.items() if fate != "refused")
        first = next((number for number, fate in answers.items() if fate != "acknowledged"), max(answers) + 1)


@given(st.integers(1, 30), st.lists(Fate, max_size=60), st.integers(1, 7))
def test_whatever_a_relay_does_each_number_is_taken_once_and_in_order(
    count: int, fates: list[str], batch: int
) -> None:
    """Lost answers, refused records, resends and readers that begin anew lose and repeat nothing."""
    log = list(enumerate(sent_by_a_relay(count, iter(fates))))
    taken: list[int] = []
    stored: dict[Sequence, Last] = {}
    for start in range(0, len(log), batch):
        held = reader(*stored.items())
        for offset, number in log[start : start + batch]:
            if held.judge(record(offset), Stamp("desk", 1, number), NOW) is TAKE:
                taken.append(number)
        stored |= dict(held.changed())
    assert taken == list(range(1, count + 1))
    assert stored[DESK].ahead == 0


@given(st.lists(st.integers(1, 6), max_size=60))
def test_no_sequence_of_numbers_whatever_is_taken_twice_or_out_of_order(numbers: list[int]) -> None:
    """What is taken is always 1, 2, 3 … without a hole."""
    last, taken = Last(), []
    for offset, number in enumerate(numbers):
        verdict, last = judge(last, number, offset)
        taken += [number] if verdict is TAKE else []
    assert taken == list(range(1, len(taken) + 1))
