"""A reply closes or un-snoozes what waited for it."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from vocabulary.backup import Backup
from vocabulary.desk import OPEN, after
from vocabulary.handled import ANN, NOW, Clocked, fact, give, parts_of, said

from services.desk.commands import Claim, Complete, Reassign, Reopen, Snooze, Unsnooze
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.tables import common, metadata
from shared.envelope import Event, computed_id
from shared.errors import UnreadableError
from shared.facts.contacts import ContactLogged
from shared.facts.outreach import OutreachCompleted, OutreachUnsnoozed
from shared.facts.people import PersonErased
from shared.facts.tasks import TaskPlanned

TODAY = NOW.date()
UNTIL = TODAY + timedelta(days=5)
TASK, OTHER = computed_id("task", 1), computed_id("task", 2)


def planned(task: str) -> Event:
    body = TaskPlanned(
        task=task,
        revision=1,
        play="share_a_resource",
        about="resource",
        occurrence="once",
        opens_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 10),
        side="give",
        importance=3,
    )
    return fact(body)


def reply(*, on: date = TODAY, answered: bool = True, after: float = 60, person: str = ANN) -> Event:
    body = ContactLogged(
        feed="greenhouse", contact="c", on=on, channel="call", answered=answered, words="Thanks!"
    )
    return fact(body, after=after, person=person)


class Office:
    """A desk with two tasks of one person."""

    def __init__(self, parts: Clocked) -> None:
        self.parts = parts
        self.desk = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
        self.hear(planned(TASK), planned(OTHER))

    def hear(self, *events: Event) -> None:
        """What stands on the log comes in."""
        give(self.parts, DeskHandler(self.desk), *events)

    def wait(self, on_reply: str | None, task: str = TASK) -> None:
        """Ann has written, and waits."""
        self.desk.do(task, Snooze("ann", UNTIL, on_reply))

    def state(self, task: str = TASK) -> tuple[str, date | None]:
        """Where a task stands, and until when it hides."""
        found = self.desk.task(task)
        return found.state, found.snoozed_until


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with parts_of(database_url, "desk", metadata, common) as parts:
        yield Office(parts)


def test_a_reply_brings_back_what_waited_for_it(office: Office) -> None:
    """In the name of who waited, with the fact that tells of it."""
    office.wait("return")
    answer = reply()
    office.hear(answer)
    assert office.state() == ("open", None)
    assert said(office.parts)[-1].body == OutreachUnsnoozed(task=TASK, version=2, by="ann", reply=answer.id)


def test_a_reply_closes_what_waited_for_it(office: Office) -> None:
    """Completed as replied, on the day and by the channel of the reply; by mistake, it can be reopened."""
    office.wait("close")
    office.hear(reply(on=TODAY + timedelta(days=1)))
    done = said(office.parts)[-1].body
    assert isinstance(done, OutreachCompleted)
    assert (done.by, done.outcome, done.on) == ("ann", "replied", TODAY + timedelta(days=1))
    assert (done.channel, done.play, done.about) == ("call", "share_a_resource", "resource")
    assert office.desk.do(TASK, Reopen("ann")).state == "open"


@pytest.mark.parametrize(
    "heard",
    [
        reply(answered=False),
        reply(on=TODAY - timedelta(days=1)),
        reply(after=-1),
        reply(person=computed_id("person", "bob")),
    ],
    ids=["no answer", "of an earlier day", "told before", "somebody else"],
)
def test_what_is_no_reply_changes_nothing(office: Office, heard: Event) -> None:
    """An old message that a feed tells of only now is none."""
    office.wait("close")
    office.hear(heard)
    assert office.state() == ("open", UNTIL)


def test_what_waits_for_no_reply_stays_hidden(office: Office) -> None:
    """A task is put off for many reasons."""
    office.wait(None)
    office.hear(reply())
    assert office.state() == ("open", UNTIL)


def test_what_waits_no_more_is_left_alone(office: Office) -> None:
    """Taken up again by somebody, or back on its day."""
    office.wait("close")
    office.desk.do(TASK, Unsnooze("bob"))
    office.desk.do(TASK, Claim("bob"))
    office.hear(reply())
    assert office.state() == ("claimed", None)
    office.wait("close", OTHER)
    office.parts.clock.advance(timedelta(days=5))
    office.hear(reply(on=UNTIL, after=5 * 86_400))
    assert office.state(OTHER) == ("open", UNTIL)


def test_an_answer_to_another_task_is_a_reply_too(office: Office) -> None:
    """But not the completion that closed a task to that task itself."""
    office.wait("return")
    office.parts.clock.advance(timedelta(hours=1))
    office.desk.do(OTHER, Complete("bob", "met"))
    office.hear(*said(office.parts))
    assert office.state() == ("open", None)


def test_one_reply_is_heard_once(office: Office) -> None:
    """It comes twice, and once more after the task waits again: that one waits for another."""
    office.wait("return")
    office.hear(reply(), reply())
    office.parts.clock.advance(timedelta(hours=1))
    office.wait("return")
    office.hear(reply())
    assert office.state() == ("open", UNTIL)
    assert len(said(office.parts)) == 3


def test_a_desk_that_forgot_says_the_same_again(office: Office) -> None:
    """Put back to before the reply, it reads of it again: one event, whoever reads it."""
    office.wait("close")
    backup = Backup(office.parts.log_engine, metadata)
    office.hear(reply())
    before = said(office.parts)[-1]
    backup.put_back()
    office.parts.clock.advance(timedelta(hours=1))
    office.hear(reply())
    assert said(office.parts)[-1].id == before.id


def test_a_task_given_to_somebody_else_goes_on_waiting() -> None:
    """As long as it hides."""
    waiting = after(OPEN, Snooze("ann", date(2026, 3, 5), "return"), Reassign("boss", "bob"))
    assert (waiting.on_reply, waiting.waits_by, waiting.waits_since) == ("return", "ann", NOW)
    assert after(waiting, Unsnooze("bob")).on_reply is None


def test_an_erased_person_answers_nothing(office: Office) -> None:
    """What came in one batch with the erasure is left."""
    office.wait("close")
    office.hear(reply(), fact(PersonErased(reason="asked"), after=61))
    assert len(said(office.parts)) == 1


def test_what_a_reply_does_is_one_of_two() -> None:
    """Anything else is named with its field."""
    with pytest.raises(UnreadableError) as wrong:
        after(OPEN, Snooze("ann", date(2026, 3, 5), "celebrate"))
    assert wrong.value.field == "on_reply"
