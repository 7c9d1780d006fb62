"""What every log promises who appends and reads, whether it lives in Kafka or in memory."""

import threading
from contextlib import closing

import pytest
from vocabulary.log import PARTITIONS, Follower, Subject, follow, outgoing

from shared.log.kafka_client import LARGEST_REQUEST
from shared.log.protocol import Appended, Outgoing, OutOfRangeError, Record


def test_what_is_appended_comes_back_whole(subject: Subject, jane: Follower) -> None:
    """Key, value and headers are bytes for bytes what was appended, and may be absent."""
    whole = Outgoing(subject.people, 1, b"demo/jane", b'{"a":1}', (("ce_id", b"7"), ("x" * 200, b"y" * 200)))
    bare = Outgoing(subject.people, 1, None, b"", ())
    gone = Outgoing(subject.people, 1, b"demo/jane", None, (("empty", b""),))
    with closing(subject.log.writer()) as writer:
        answers = writer.append([whole, bare, gone])
    follow(jane, until=lambda: len(jane.read) == 3)
    assert answers == [Appended(0, None), Appended(1, None), Appended(2, None)]
    back = [Outgoing(one.topic, one.partition, one.key, one.value, one.headers) for one in jane.read]
    assert back == [whole, bare, gone]
    assert all(type(one) is Record for one in jane.read)
    assert all(one.timestamp > 1_600_000_000_000 for one in jane.read)


def test_records_of_a_partition_keep_their_order(subject: Subject, jane: Follower) -> None:
    """However many are appended at once, and to however many partitions."""
    values = [f"{number}".encode() for number in range(3000)]
    with closing(subject.log.writer()) as writer:
        answers = writer.append([outgoing(subject.at(int(value) % 3), value) for value in values])
    follow(jane, until=lambda: len(jane.read) == len(values))
    assert [answer.offset for answer in answers] == [number // 3 for number in range(3000)]
    for number in range(3):
        assert [one.value for one in jane.read if one.partition == number] == values[number::3]


def test_a_refused_record_does_not_stop_the_others(subject: Subject, jane: Follower) -> None:
    """Each record of a batch has its own answer."""
    answers = subject.append(b"before", b"x" * (LARGEST_REQUEST + 1), b"after")
    assert [answer.error is None for answer in answers] == [True, False, True]
    assert answers[1].offset is None
    follow(jane, until=lambda: len(jane.read) == 2)
    assert jane.values == [b"before", b"after"]


def test_few_records_may_be_kept_back_and_none_is_forgotten(subject: Subject) -> None:
    """A reader that nobody waits for is given them together, in order, also without any that follow."""
    patient = subject.follower(gather=0.05)
    follow(patient, until=lambda: patient.reader.assigned() == subject.everything() and not patient.turn())
    subject.append(b"one")
    subject.append(b"two")
    follow(patient, until=lambda: len(patient.read) == 2)
    patient.reader.close()
    assert patient.values == [b"one", b"two"]


def test_only_what_was_started_is_read(subject: Subject, jane: Follower) -> None:
    """A partition without a position rests, and starting nothing stops all."""
    subject.append(b"here", number=0)
    subject.append(b"there", number=1)
    follow(jane, until=lambda: jane.reader.assigned() == subject.everything())
    jane.reader.start({subject.at(1): 0})
    jane.generation = jane.reader.generation()
    jane.read.clear()
    follow(jane, until=lambda: bool(jane.read))
    assert jane.values == [b"there"]
    jane.reader.start({})
    subject.append(b"more", number=1)
    assert jane.reader.poll(0.5, 10) == [] or jane.reader.poll(0.5, 10) == ()


def test_a_reader_may_be_sent_back(subject: Subject, jane: Follower) -> None:
    """`start` reads again from the offset it is given."""
    subject.append(b"a", b"b", b"c")
    follow(jane, until=lambda: len(jane.read) == 3)
    jane.reader.start({subject.at(0): 1})
    follow(jane, until=lambda: len(jane.read) == 5)
    assert jane.values == [b"a", b"b", b"c", b"b", b"c"]


def test_a_poll_returns_no_more_than_asked(subject: Subject, jane: Follower) -> None:
    """The rest comes with the next polls."""
    subject.append(*(b"%d" % one for one in range(25)))
    sizes: list[int] = []
    while sum(sizes) < 25:
        sizes.append(len(jane.turn(timeout=0.5, at_most=10)))
    assert max(sizes) <= 10


def test_a_waiting_poll_returns_with_the_first_record(subject: Subject, jane: Follower) -> None:
    """It does not sit out its timeout."""
    follow(jane, until=lambda: jane.reader.assigned() == subject.everything() and not jane.turn())
    appending = threading.Thread(target=subject.append, args=(b"now",))
    appending.start()
    records = jane.turn(timeout=30)
    appending.join()
    assert [one.value for one in records] == [b"now"]


@pytest.mark.parametrize("position", [4, 40])
def test_a_position_beyond_the_end_is_named(subject: Subject, jane: Follower, position: int) -> None:
    """The reader does not wait for an offset that may come to mean another record."""
    subject.append(b"a", b"b", b"c")
    jane.positions[subject.at(0)] = position
    with pytest.raises(OutOfRangeError) as caught:
        follow(jane, until=lambda: False)
    assert caught.value.partitions == {subject.at(0)}


def test_a_position_before_the_beginning_is_named(subject: Subject, jane: Follower) -> None:
    """The reader does not leave out what is no longer there."""
    subject.append(b"a", b"b", b"c")
    subject.lose_head(subject.at(0), 2)
    with pytest.raises(OutOfRangeError) as caught:
        follow(jane, until=lambda: False)
    assert caught.value.partitions == {subject.at(0)}
    assert subject.log.beginnings([subject.at(0)]) == {subject.at(0): 2}


def test_the_end_itself_is_a_position(subject: Subject, jane: Follower) -> None:
    """It waits for the next record."""
    subject.append(b"a", b"b")
    jane.positions[subject.at(0)] = 2
    follow(jane, until=lambda: jane.reader.assigned() == subject.everything() and not jane.turn())
    subject.append(b"c")
    follow(jane, until=lambda: bool(jane.read))
    assert jane.values == [b"c"]


def test_a_scan_reads_between_two_offsets(subject: Subject) -> None:
    """Outside any group, and only what is there."""
    subject.append(*(b"%d" % one for one in range(20)))
    here = subject.at(0)

    def scanned(start: int, end: int) -> list[int]:
        return [one.offset for one in subject.log.scan(here, start, end)]

    assert scanned(5, 9) == [5, 6, 7, 8]
    assert scanned(18, 99) == [18, 19]
    assert scanned(7, 7) == scanned(30, 40) == []
    subject.lose_head(here, 10)
    assert scanned(0, 12) == [10, 11]
    assert list(subject.log.scan(subject.at(1), 0, 5)) == []


def test_the_offsets_of_partitions_can_be_asked(subject: Subject) -> None:
    """The end is the offset of the next record."""
    subject.append(b"a", b"b", b"c", number=2)
    everything = [subject.at(number) for number in range(PARTITIONS)]
    assert subject.log.partitions(subject.people) == PARTITIONS
    assert subject.log.ends(everything) == {one: 3 if one.number == 2 else 0 for one in everything}
    assert subject.log.beginnings(everything) == dict.fromkeys(everything, 0)
    assert subject.log.ends([]) == {}
