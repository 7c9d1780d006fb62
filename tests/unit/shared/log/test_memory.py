import threading

import pytest
from vocabulary.log import Follower, outgoing

from shared.errors import UnavailableError
from shared.log.memory import MemoryLog
from shared.log.protocol import OutOfRangeError, Partition

HERE = Partition("t.people", 0)


def appended(log: MemoryLog, *values: bytes) -> list[int | None]:
    return [one.offset for one in log.writer().append([outgoing(HERE, value) for value in values])]


def test_refused_records_are_not_stored_until_the_fault_is_over() -> None:
    """The predicate chooses; `None` ends it."""
    log = MemoryLog()
    log.refuse(lambda record: record.value == b"b")
    assert appended(log, b"a", b"b", b"c") == [0, None, 1]
    log.refuse(None)
    assert appended(log, b"b") == [2]


def test_a_lost_tail_gives_its_offsets_to_other_records() -> None:
    """As after a power cut: the log ends earlier, and goes on from there."""
    log = MemoryLog()
    appended(log, b"a", b"b", b"c")
    log.lose_tail(HERE, 1)
    assert log.ends([HERE]) == {HERE: 1}
    assert appended(log, b"d") == [1]
    assert [one.value for one in log.scan(HERE, 0, 9)] == [b"a", b"d"]


def test_a_reader_behind_the_lost_tail_is_out_of_range() -> None:
    """Also one that is waiting for records there."""
    log = MemoryLog()
    follower = Follower(log.reader("g", [HERE.topic]))
    appended(log, b"a", b"b", b"c")
    follower.turn()
    losing = threading.Thread(target=log.lose_tail, args=(HERE, 1))
    losing.start()
    with pytest.raises(OutOfRangeError):
        follower.turn(timeout=30)
    losing.join()


def test_a_log_that_is_away_says_so_to_everybody() -> None:
    """Readers stay members and go on when it is back."""
    log = MemoryLog()
    follower = Follower(log.reader("g", [HERE.topic]))
    appended(log, b"a")
    follower.turn()
    log.unavailable = True
    for attempt in (
        lambda: log.ends([HERE]),
        lambda: log.partitions(HERE.topic),
        lambda: appended(log, b"b"),
        follower.turn,
        lambda: list(log.scan(HERE, 0, 1)),
    ):
        with pytest.raises(UnavailableError):
            attempt()
    log.unavailable = False
    appended(log, b"b")
    follower.turn()
    assert follower.values == [b"a", b"b"]


def test_a_third_reader_gets_its_share() -> None:
    """Ranges differ by one partition at most."""
    log = MemoryLog(partitions=8)
    readers = [log.reader("g", [HERE.topic]) for _ in range(3)]
    assert sorted(len(reader.assigned()) for reader in readers) == [2, 3, 3]
    readers[0].close()
    assert [len(reader.assigned()) for reader in readers] == [0, 4, 4]


def test_groups_do_not_share() -> None:
    """Each group reads everything."""
    log = MemoryLog()
    followers = [Follower(log.reader(group, [HERE.topic])) for group in ("a", "b")]
    appended(log, b"x")
    assert [follower.turn()[0].value for follower in followers] == [b"x", b"x"]
