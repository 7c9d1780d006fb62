"""While a relay waits for an operator its service says nothing more."""

import uuid

import pytest
from vocabulary.relays import Office
from vocabulary.service import Desk

from shared.errors import OperatorNeededError, UnavailableError

JANE = str(uuid.UUID(int=1))


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


def put_back(office: Office) -> None:
    """The log has events 2 and 3, of which the database knows nothing any more."""
    office.desk.say([1], JANE)
    office.sent_by(office.relay())
    backup = office.snapshot()
    office.desk.say([2, 3], JANE)
    office.lease_runs_out()
    office.sent_by(office.relay())
    office.put_back(backup)
    office.lease_runs_out()


def test_nothing_is_taken_while_the_relay_waits_for_an_operator(office: Office) -> None:
    """What follows from a database that forgot something is refused, until a new epoch is open."""
    put_back(office)
    with pytest.raises(OperatorNeededError):
        office.relay().step()
    with pytest.raises(UnavailableError, match="run `afterhire recover desk`"):
        office.desk.say([4], JANE)
    assert office.desk.waiting() == 1
    office.relay().open_epoch()
    office.desk.say([4], JANE)
    assert office.sent_by(office.relay()) == 1


def test_a_relay_that_finds_nothing_wrong_lets_events_in_again(office: Office) -> None:
    """What stopped it was mended in another way than by a new epoch."""
    office.relay().stop("the topic has other partitions than ever")
    with pytest.raises(UnavailableError, match="the topic has other partitions than ever"):
        office.desk.say([1], JANE)
    office.relay().step()
    office.desk.say([1], JANE)
    assert office.desk.waiting() == 1
