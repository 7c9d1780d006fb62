"""What is missing on a log that was read before, and what has only aged out."""

import pytest

from shared.errors import UnavailableError
from shared.log.protocol import Partition, Record
from shared.numbers import Last, Sequence, Stamp
from shared.reach import Scanned, require_length

HERE = Partition("afterhire.people", 0)
INGEST = Sequence(*HERE, "ingest", 1)


def scanned(*numbers: int, first: int = 0) -> Scanned:
    """After records with these numbers, the first one at an offset."""
    found = Scanned()
    records = [
        Record(*HERE, first + place, 0, None, None, Stamp("ingest", 1, number).headers())
        for place, number in enumerate(numbers)
    ]
    assert list(found.through(records)) == records
    return found


def test_a_number_that_was_taken_must_be_there() -> None:
    """Wherever the relay has sent it again; a higher one will do."""
    scanned(4, 5, 6).require({INGEST: Last(number=5, offset=1)})
    with pytest.raises(UnavailableError, match="expected number 7 of ingest"):
        scanned(4, 5, 6).require({INGEST: Last(number=7, offset=2)})


def test_what_has_aged_out_is_not_missed() -> None:
    """Taken before the first record the log still has: no relay would send it again."""
    other = Sequence(*HERE, "calendar", 1)
    scanned(8, 9, first=100).require({INGEST: Last(9, 101), other: Last(number=3, offset=40)})


def test_a_log_may_be_longer_than_what_was_read_and_not_shorter() -> None:
    """A partition the broker does not know has nothing."""
    require_length({HERE: 3}, {HERE: 5})
    for ends in ({HERE: 2}, {}):
        with pytest.raises(UnavailableError, match="expected the log to reach offset 3"):
            require_length({HERE: 3}, ends)
