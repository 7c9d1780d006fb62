import threading
import uuid

import pytest
from structlog.testing import capture_logs
from vocabulary.relays import Office, without_holes
from vocabulary.service import Desk, event_id

from services.local.processes import wait_until
from shared.errors import FencedError, OperatorNeededError

PEOPLE = [str(uuid.UUID(int=number)) for number in range(1, 4)]


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


def said(office: Office, first: int, last: int) -> None:
    for number in range(first, last + 1):
        office.desk.say([number], PEOPLE[number % len(PEOPLE)])


def ids(first: int, last: int) -> list[str]:
    return [event_id(number) for number in range(first, last + 1)]


def taken(office: Office) -> list[str]:
    return sorted(event for events in office.read().values() for event in events)


def put_back_too_far(office: Office) -> None:
    """A database from before events 11 to 20 were sent; 9 and 10 were written, and not yet numbered."""
    said(office, 1, 8)
    office.sent_by(office.relay())
    said(office, 9, 10)
    backup = office.snapshot()
    said(office, 11, 20)
    office.lease_runs_out()
    office.sent_by(office.relay())
    office.put_back(backup)
    office.lease_runs_out()


def test_a_log_ahead_of_the_database_needs_an_operator(office: Office) -> None:
    """The relay sends nothing and says what to run."""
    put_back_too_far(office)
    with pytest.raises(OperatorNeededError, match="run `afterhire recover desk`"):
        office.relay().step()
    assert taken(office) == ids(1, 20)


def test_a_relay_that_leads_notices_that_its_database_was_put_back(office: Office) -> None:
    """Its lease has been over for long there, so it compares before it sends anything more."""
    said(office, 1, 8)
    office.sent_by(leading := office.relay())
    backup = office.snapshot()
    said(office, 9, 12)
    office.sent_by(leading)
    office.put_back(backup)
    office.lease_runs_out()
    said(office, 13, 14)
    with pytest.raises(FencedError):
        leading.step()
    with pytest.raises(OperatorNeededError):
        leading.step()


def test_a_relay_waits_for_the_operator_and_goes_on(office: Office) -> None:
    """It says what to run, again and again, and ends neither itself nor what runs beside it."""
    put_back_too_far(office)
    stop = threading.Event()
    working = threading.Thread(target=office.relay().run, args=[stop])
    with capture_logs() as lines:
        working.start()
        assert wait_until(
            lambda: any("afterhire recover desk" in line.get("reason", "") for line in lines), 10
        )
        office.relay().open_epoch()
        said(office, 21, 22)
        assert wait_until(lambda: taken(office) == ids(1, 22), 10)
    stop.set()
    working.join(10)
    assert not working.is_alive()


def test_a_new_epoch_goes_on_without_loss_or_doubles(office: Office) -> None:
    """Rows the log has already are recognised; what comes is numbered from 1 under the new epoch."""
    put_back_too_far(office)
    opened = office.relay().open_epoch()
    said(office, 21, 25)
    assert office.sent_by(office.relay()) == 5
    assert taken(office) == ids(1, 25)
    assert (opened.epoch, opened.again) == (2, 0)
    assert without_holes(
        [stamp.number for stamp in stamps if stamp.epoch == 2] for stamps in office.stamps().values()
    )


def test_a_new_epoch_names_what_the_database_does_not_know_of(office: Office) -> None:
    """The caller gets the records themselves, to adopt what they say."""
    put_back_too_far(office)
    beyond = office.relay().open_epoch().beyond
    assert sorted(dict(record.headers)["ce_id"].decode() for record in beyond) == ids(9, 20)


def test_a_new_epoch_sends_again_what_the_log_has_lost(office: Office) -> None:
    """Both were put back to different moments: kept rows the log lacks go out under the new epoch."""
    said(office, 1, 20)
    office.sent_by(office.relay())
    for place in office.partitions:
        office.log.lose_tail(place, 2)
    office.lease_runs_out()
    opened = office.relay().open_epoch()
    assert opened.again == 20 - len(taken(office))
    office.sent_by(office.relay())
    assert taken(office) == ids(1, 20)


def test_a_row_numbered_but_never_sent_goes_out_under_the_new_epoch(office: Office) -> None:
    """It loses its number, which the log has never seen."""
    said(office, 1, 4)
    office.sent_by(office.relay())
    said(office, 5, 9)
    office.lease_runs_out()
    office.relay_that_dies("numbered")
    assert office.relay().open_epoch().again == 5
    assert office.sent_by(office.relay()) == 5
    assert taken(office) == ids(1, 9)


def test_an_empty_database_on_an_old_log_begins_a_new_epoch(office: Office) -> None:
    """Numbers from 1 again would look like repeats, so an operator has to say that it is meant."""
    empty = office.snapshot()
    said(office, 1, 6)
    office.sent_by(office.relay())
    office.put_back(empty)
    said(office, 7, 8)
    with pytest.raises(OperatorNeededError):
        office.relay().step()
    assert office.relay().open_epoch().epoch == 2
    office.sent_by(office.relay())
    assert taken(office) == ids(1, 8)


def test_opening_an_epoch_stops_the_relay_that_leads(office: Office) -> None:
    """It finds its lease taken the next time it numbers."""
    said(office, 1, 2)
    leading = office.relay()
    leading.step()
    office.relay().open_epoch()
    said(office, 3, 4)
    with pytest.raises(FencedError):
        leading.step()
    office.sent_by(leading)
    assert taken(office) == ids(1, 4)
