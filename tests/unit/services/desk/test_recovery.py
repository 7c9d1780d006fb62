"""The desk's database is put back to before words that stand on the log: what was promised stays."""

from collections.abc import Iterator
from datetime import date

import pytest
from vocabulary.backup import Backup
from vocabulary.handled import Clocked, fact, give, parts_of, said

from services.desk.commands import Claim, Command, Complete, Reopen
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.recovery import Recovery
from services.desk.tables import common, metadata
from shared.database import transaction
from shared.delivery import decode
from shared.envelope import Event, computed_id
from shared.errors import ConflictError, OperatorNeededError
from shared.facts.outreach import OutreachClaimed, OutreachCompleted
from shared.facts.tasks import TaskPlanned
from shared.forms import Given
from shared.log.memory import MemoryLog
from shared.log.protocol import Partition
from shared.relay import Relay

TASK = computed_id("task", 1)
PLANNED = TaskPlanned(
    task=TASK,
    revision=1,
    play="check_in_on_settling_in",
    about="placement",
    occurrence="day 7",
    opens_on=date(2026, 3, 1),
    closes_on=date(2026, 3, 10),
    side="care",
    importance=2,
)
HERE = Partition("afterhire.people", 0)


class PutBack:
    """A desk that said something, sent it, and forgot it."""

    def __init__(self, parts: Clocked) -> None:
        self.parts, self.log = parts, MemoryLog(1)
        self.desk = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
        give(parts, DeskHandler(self.desk), fact(PLANNED))

    def forget(self, *commands: Command) -> None:
        """These were carried out and sent before the database was put back."""
        backup = Backup(self.parts.log_engine, metadata)
        for command in commands:
            self.desk.do(TASK, command)
        self.relay().step()
        backup.put_back()

    def relay(self) -> Relay:
        """A relay of its own process."""
        parts = self.parts
        return Relay("desk", parts.log_engine, parts.tables.outbox, self.log, parts.settings)

    def recover(self) -> None:
        """The relay stops; the operator opens a new epoch; what waits is sent."""
        with pytest.raises(OperatorNeededError):
            self.relay().step()
        self.relay().open_epoch(Recovery(self.parts).adopt)
        self.relay().step()

    def read(self) -> list[Event]:
        """What stands on the log, which the desk then has read."""
        records = list(self.log.scan(HERE, 0, self.log.ends([HERE])[HERE]))
        with transaction(self.parts.engine) as connection:
            found = decode(connection, self.parts.vault, records, opens=True).deliveries
            DeskHandler(self.desk).handle(connection, found)
        return [one.event for one in found if one.event is not None]


@pytest.fixture
def office(database_url: str) -> Iterator[PutBack]:
    with parts_of(database_url, "desk", metadata, common) as parts:
        yield PutBack(parts)


def test_what_was_done_is_said_again_as_the_newest_word(office: PutBack) -> None:
    """Bob was answered that it is done; the log has a claim he could not know of."""
    office.forget(Claim("ann"))
    answer = office.desk.do(TASK, Complete("bob", "replied", note="Glad to hear from us."))
    office.recover()
    claimed, done = office.read()
    assert isinstance(claimed.body, OutreachClaimed)
    assert isinstance(done.body, OutreachCompleted)
    assert (done.body.version, done.body.by, done.body.note) == (2, "bob", "Glad to hear from us.")
    assert answer.version == f"{done.subject}:{done.id}"
    with pytest.raises(ConflictError, match="already completed, by bob"):
        office.desk.do(TASK, Claim("cat"))


def test_what_was_heard_is_sent_once_with_its_completion(office: PutBack) -> None:
    """The completion is counted anew; what was heard carries no count and goes out as it was said."""
    office.forget(Claim("ann"))
    answers: dict[str, Given] = {"going": "well", "looking": False}
    answer = office.desk.do(TASK, Complete("bob", "replied", answers=answers))
    promised = {event.id for event in said(office.parts)}
    office.recover()
    _, *heard = office.read()
    assert {event.id for event in heard} == promised
    assert sorted(event.type for event in heard) == ["answers.given", "outreach.completed", "search.stated"]
    assert answer.version.partition(":")[2] in promised
    assert [event.body.version for event in heard if isinstance(event.body, OutreachCompleted)] == [2]
    assert office.desk.task(TASK).state == "completed"


def test_a_claim_of_what_was_done_is_void(office: PutBack) -> None:
    """The log knows that the task is over; nobody works on it twice."""
    office.forget(Complete("ann", "replied"))
    office.desk.do(TASK, Claim("bob"))
    office.recover()
    assert [event.body.by for event in office.read() if isinstance(event.body, OutreachCompleted)] == ["ann"]
    assert said(office.parts) == []
    with pytest.raises(ConflictError, match="already completed, by ann"):
        office.desk.do(TASK, Claim("cat"))


def test_a_task_that_was_reopened_and_done_anew_is_not_reopened_again(office: PutBack) -> None:
    """Who reopened it once more, not knowing that, meant what is corrected already."""
    office.desk.do(TASK, Complete("ann", "replied"))
    office.forget(Reopen("ann"), Complete("ann", "no_answer"))
    office.desk.do(TASK, Reopen("bob"))
    office.recover()
    done = [event.body.outcome for event in office.read() if isinstance(event.body, OutreachCompleted)]
    assert done[-1] == "no_answer"
    assert office.desk.task(TASK).state == "completed"


def test_a_version_given_twice_is_never_the_same_event(office: PutBack) -> None:
    """Two words of two recruiters have two ids, so that no reader takes one for the other."""
    office.forget(Claim("ann"))
    office.desk.do(TASK, Claim("bob"))
    assert said(office.parts)[0].id not in {event.id for event in office.read()}
