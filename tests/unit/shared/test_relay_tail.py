from shared.log.memory import MemoryLog
from shared.log.protocol import Outgoing, Partition
from shared.numbers import Stamp
from shared.relay.lane import Point
from shared.relay.ledger import Checkpoint
from shared.relay.tail import Tail, Tails, bounds

HERE = Partition("people", 0)


def log_of(*numbers: int | None, epoch: int = 1) -> MemoryLog:
    """A partition with our numbers, and records of others where there is None."""
    log = MemoryLog(1)
    for number in numbers:
        stamp = Stamp("desk", epoch, number) if number else Stamp("ingest", 9, 1)
        log.append([Outgoing(*HERE, b"key", b"value", stamp.headers())])
    return log


def tail(log: MemoryLog, *checkpoints: Checkpoint) -> Tail:
    read = Tails(log, "desk", lambda: None)
    return read.tail(HERE, 1, checkpoints, bounds(log, [HERE])[HERE])


def test_an_empty_log_has_nothing() -> None:
    """All rows are to be sent."""
    assert tail(log_of()) == Tail(Checkpoint(0, None, 0), 0, 1)


def test_finds_the_last_number_among_those_of_others() -> None:
    """Their numbers are none of ours."""
    assert tail(log_of(1, None, 2, 3, None)).seen == Checkpoint(3, 3, 5)


def test_a_hole_ends_it() -> None:
    """What stands behind the hole has to be sent again, and is known to be there."""
    found = tail(log_of(1, 2, 4, 5))
    assert (found.seen.number, found.highest) == (2, 5)


def test_what_was_sent_again_closes_the_hole() -> None:
    """As for a reader, who steps past 4 and takes it the second time."""
    assert tail(log_of(1, 2, 4, 3, 4, 5)).seen.number == 5


def test_reads_from_the_last_checkpoint_that_holds() -> None:
    """What stands before it is not read again: here it would contradict it."""
    log = log_of(7, 1, 2, 3)
    assert tail(log, Checkpoint(2, 2, 3)).seen == Checkpoint(3, 3, 4)


def test_a_checkpoint_the_log_does_not_bear_out_is_passed_over() -> None:
    """Its record is gone, or another one stands there."""
    log = log_of(1, 2, None, 3)
    assert tail(log, Checkpoint(9, 8, 9), Checkpoint(4, 2, 3), Checkpoint(1, 0, 1)).seen == Checkpoint(
        3, 3, 4
    )


def test_what_age_has_taken_was_there() -> None:
    """A topic that is not kept for ever loses its beginning."""
    log = log_of(1, 2, 3, 4)
    log.lose_head(HERE, 3)
    assert tail(log, Checkpoint(2, 1, 2)).seen.number == 2
    assert tail(log, Checkpoint(3, 2, 3)).seen.number == 4
    assert tail(log).seen.number == 4


def test_a_newer_epoch_is_noticed() -> None:
    """Somebody recovered this service on another database."""
    assert tail(log_of(1, epoch=3)).epoch == 3


def test_points_stand_when_each_is_where_it_was_acknowledged() -> None:
    """Near ones are read together, far ones one by one."""
    log = log_of(1, *[None] * 3_000, 2, 3)
    read = Tails(log, "desk", lambda: None)
    assert read.stand(HERE, 1, [Point(1, 0), Point(2, 3_001), Point(3, 3_002)], 3_003)
    assert not read.stand(HERE, 1, [Point(1, 0), Point(2, 3_000)], 3_003)
    assert not read.stand(HERE, 1, [Point(3, 3_002)], 3_002)
    assert not read.stand(HERE, 1, [Point(3, 3_002), Point(2, 3_001)], 3_003)
