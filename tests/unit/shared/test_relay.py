import uuid

import pytest
import sqlalchemy as sa
from vocabulary.relays import Office, without_holes
from vocabulary.service import OUTBOX, Desk, event_id

from shared.database import transaction
from shared.errors import FencedError, OperatorNeededError, UnavailableError
from shared.log.protocol import Outgoing
from shared.relay.lane import LOOK_EVERY

PEOPLE = [str(uuid.UUID(int=number)) for number in range(1, 7)]


@pytest.fixture
def office(desk: Desk) -> Office:
    return Office(desk)


def said(office: Office, first: int, last: int) -> dict[str, list[str]]:
    """The people take turns; what a reader should take of each."""
    for number in range(first, last + 1):
        office.desk.say([number], PEOPLE[number % len(PEOPLE)])
    return expected(1, last)


def expected(first: int, last: int) -> dict[str, list[str]]:
    of = {f"demo/{person}": place for place, person in enumerate(PEOPLE)}
    found = {
        key: [event_id(n) for n in range(first, last + 1) if n % len(PEOPLE) == place]
        for key, place in of.items()
    }
    return {key: events for key, events in found.items() if events}


def test_sends_what_was_committed(office: Office) -> None:
    """All rows go out once, in order per person, under numbers without holes."""
    want = said(office, 1, 20)
    assert office.sent_by(office.relay()) == 20
    assert office.read() == want
    assert without_holes([[stamp.number for stamp in each] for each in office.stamps().values()])


@pytest.mark.parametrize("point", ["before-number", "numbered", "sent", "marked"])
def test_a_death_at_any_point_loses_nothing_and_doubles_nothing(office: Office, point: str) -> None:
    """The next relay sends the same rows under the same numbers, and a reader takes each once."""
    said(office, 1, 10)
    office.sent_by(relay := office.relay())
    del relay
    office.lease_runs_out()
    want = said(office, 11, 20)
    office.relay_that_dies(point)
    office.sent_by(office.relay())
    assert office.read() == want
    assert without_holes(office.numbered().values())


def test_what_was_sent_before_a_death_is_not_sent_again(office: Office) -> None:
    """The new leader finds its numbers at the end of the log, although they were never marked."""
    said(office, 1, 10)
    office.relay_that_dies("sent")
    assert office.sent_by(office.relay()) == 0


def test_a_refused_record_is_sent_again_with_all_that_follow_it(office: Office) -> None:
    """The log took later ones meanwhile; a reader still gets each once and in order."""
    want = said(office, 1, 20)
    office.log.refuse(lambda record: dict(record.headers)["ce_id"] == event_id(3).encode())
    relay = office.relay()
    relay.step()
    office.log.refuse(None)
    office.sent_by(relay)
    assert office.read() == want


def test_a_partition_that_refuses_does_not_hold_up_the_others(office: Office) -> None:
    """Rows of other partitions are numbered and sent on."""
    office.log.refuse(lambda record: record.partition == 0)
    relay = office.relay()
    said(office, 1, 20)
    office.sent_by(relay)
    want = said(office, 21, 40)
    office.sent_by(relay)
    taken = office.read()
    assert taken == {key: events for key, events in want.items() if key in taken}
    assert taken
    office.log.refuse(None)
    office.sent_by(relay)
    assert office.read() == want


def test_waits_while_the_log_is_away(office: Office) -> None:
    """Nothing is lost when the log does not answer, whether it took the records or not."""
    want = said(office, 1, 10)
    office.log.unavailable = True
    relay = office.relay()
    with pytest.raises(UnavailableError):
        relay.step()
    office.log.unavailable = False
    office.sent_by(relay)
    assert office.read() == want


def test_a_log_that_lost_its_tail_gets_it_again(office: Office) -> None:
    """A new leader finds the log behind and sends from the kept rows."""
    said(office, 1, 20)
    office.sent_by(office.relay())
    for place in office.partitions:
        office.log.lose_tail(place, 3)
    office.lease_runs_out()
    want = said(office, 21, 30)
    office.sent_by(office.relay())
    assert office.read() == want


def test_a_lost_tail_is_found_while_the_relay_goes_on(office: Office) -> None:
    """Others wrote over the lost tail, so offsets only ever grew; looking again tells."""
    said(office, 1, 20)
    relay = office.relay()
    office.sent_by(relay, rounds=1)
    for place, end in office.log.ends(office.partitions).items():
        office.log.lose_tail(place, 3)
        office.log.append([Outgoing(*place, b"demo/x", b"{}", (("ce_id", b"other"),))] * (end + 2))
    want = said(office, 21, 30)
    for _ in range(5):
        office.seconds += LOOK_EVERY / 2
        relay.step()
    taken = {place: [s.number for s in stamps] for place, stamps in office.stamps().items()}
    for place, numbers in office.numbered().items():
        assert set(numbers) == set(taken[place])
    assert sum(map(len, office.numbered().values())) == sum(map(len, want.values()))


def test_an_idle_relay_notices_that_the_log_has_shrunk(office: Office) -> None:
    """Nothing new needs to be sent for the lost tail to be sent again."""
    want = said(office, 1, 20)
    relay = office.relay()
    office.sent_by(relay)
    for place in office.partitions:
        office.log.lose_tail(place, 2)
    office.sent_by(relay, rounds=10)
    assert office.read() == want


def test_one_relay_works_at_a_time(office: Office) -> None:
    """The other one waits until the lease is over."""
    said(office, 1, 5)
    assert office.relay().step() == 5
    said(office, 6, 10)
    second = office.relay()
    assert second.step() == 0
    office.lease_runs_out()
    assert second.step() == 5


@pytest.mark.parametrize("point", ["before-number", "numbered", "sent"])
def test_a_relay_paused_past_its_lease_sends_nothing_under_wrong_numbers(office: Office, point: str) -> None:
    """While it sleeps another one takes over; what it still sends repeats numbers, and it marks nothing."""
    want = said(office, 1, 10)
    other = office.relay()

    def sleep(reached: str) -> None:
        if reached == point:
            office.lease_runs_out()
            want.update(said(office, 11, 20))
            office.sent_by(other)
            want.update(said(office, 21, 22))

    with pytest.raises(FencedError):
        office.relay(sleep).step()
    want.update(said(office, 23, 25))
    office.sent_by(other)
    assert office.read() == want
    assert without_holes(office.numbered().values())


def test_a_topic_keeps_its_number_of_partitions(office: Office) -> None:
    """A relay that finds another number stops and says so."""
    said(office, 1, 2)
    office.sent_by(office.relay())
    grown = Office(office.desk, partitions=3)
    office.lease_runs_out()
    with pytest.raises(OperatorNeededError, match="expected 2 partitions as ever, found 3"):
        grown.relay().step()


def test_rows_sent_long_ago_are_deleted(office: Office) -> None:
    """What the log has is kept for some days, what it has not for ever."""
    said(office, 1, 20)
    relay = office.relay()
    office.sent_by(relay)
    said(office, 21, 22)
    old = sa.update(OUTBOX.rows).values(created_at=sa.func.now() - sa.text("interval '4 days'"))
    with transaction(office.desk.engine) as connection:
        connection.execute(old)
    office.log.refuse(lambda _: True)
    office.seconds += 60
    relay.step()
    assert office.desk.waiting() == 2


def test_a_log_that_lost_more_than_is_kept_needs_an_operator(office: Office) -> None:
    """The relay does not leave a hole in silence."""
    said(office, 1, 20)
    office.sent_by(office.relay())
    with transaction(office.desk.engine) as connection:
        connection.execute(sa.delete(OUTBOX.rows).where(OUTBOX.rows.c.number < 3))
    for place in office.partitions:
        office.log.lose_tail(place, 0)
    office.lease_runs_out()
    with pytest.raises(OperatorNeededError, match="the log lacks number 1 of desk"):
        office.relay().step()
