"""What every log promises the members of a group."""

from vocabulary.log import PARTITIONS, Follower, Subject, follow, share_everything

from shared.log.protocol import Record


def test_two_readers_share_the_partitions(subject: Subject, jane: Follower, joe: Follower) -> None:
    """Each partition has one owner, and a number of all topics the same."""
    follow(jane, joe, until=lambda: share_everything(subject, jane, joe))
    mine, yours = jane.reader.assigned(), joe.reader.assigned()
    assert mine | yours == subject.everything()
    assert {one.number for one in mine}.isdisjoint({one.number for one in yours})


def test_every_record_is_read_by_one_of_two_readers(subject: Subject, jane: Follower, joe: Follower) -> None:
    """Also when the second one comes while the first one reads."""
    for number in range(PARTITIONS):
        subject.append(*(b"%d" % one for one in range(50)), number=number)
    follow(jane, until=lambda: len(jane.read) >= 60)
    follow(jane, joe, until=lambda: share_everything(subject, jane, joe))
    for number in range(PARTITIONS):
        subject.append(*(b"%d" % one for one in range(50, 80)), number=number)
    follow(jane, joe, until=lambda: len(jane.read) + len(joe.read) >= 80 * PARTITIONS)
    read = [(one.partition, one.value) for one in jane.read + joe.read]
    assert sorted(read) == sorted((part, b"%d" % one) for part in range(PARTITIONS) for one in range(80))
    assert joe.read


def test_who_stays_takes_over_from_who_leaves(subject: Subject, jane: Follower, joe: Follower) -> None:
    """A reader that closes leaves its partitions to the others at once, where it stopped."""
    follow(jane, joe, until=lambda: share_everything(subject, jane, joe))
    subject.append(b"one", number=0)
    follow(jane, joe, until=lambda: len(jane.read) + len(joe.read) == 1)
    joe.reader.close()
    subject.append(b"two", number=0)
    subject.append(b"three", number=3)
    follow(jane, until=lambda: len(jane.read) + len(joe.read) == 3)
    assert jane.reader.assigned() == subject.everything()
    assert sorted(jane.values + joe.values, key=str) == [b"one", b"three", b"two"]


def test_a_change_of_assignment_stops_everything_until_start(subject: Subject, jane: Follower) -> None:
    """Nothing is handed out on the strength of an assignment that is over."""
    follow(jane, until=lambda: jane.reader.assigned() == subject.everything() and not jane.turn())
    before = jane.reader.generation()
    joe = subject.follower(jane)
    follow(joe, until=lambda: bool(jane.reader.poll(0.05, 10)) or jane.reader.generation() != before)
    subject.append(*(b"%d" % one for one in range(100)))
    read: list[Record] = []

    def joined() -> bool:
        read.extend(jane.reader.poll(0.05, 10))
        return bool(joe.reader.assigned())

    follow(joe, until=joined)
    read += jane.reader.poll(0.5, 10)
    joe.reader.close()
    assert read == []
    follow(jane, until=lambda: len(jane.read) + len(joe.read) == 100)
