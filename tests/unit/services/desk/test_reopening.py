"""A task that was completed or dismissed by mistake is to be done, and nothing of the mistake is left."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from vocabulary.backup import Backup
from vocabulary.desk import NOW, OPEN, after
from vocabulary.handled import ANN, Clocked, fact, give, parts_of, said

from services.desk.commands import Claim, Complete, Dismiss, Reassign, Release, Reopen
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.desk.tables import common, metadata
from services.desk.task import State
from services.rules.person.fold import fold
from shared.envelope import computed_id
from shared.errors import ConflictError
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted, OutreachReopened
from shared.facts.tasks import TaskPlanned
from shared.forms import Given

TASK = computed_id("task", 1)
PLANNED = TaskPlanned(
    task=TASK,
    revision=1,
    play="get_to_know_them",
    about="placement",
    occurrence="once",
    opens_on=date(2026, 3, 1),
    closes_on=date(2026, 3, 10),
    side="care",
    importance=2,
)
ANSWERS: dict[str, Given] = {"goal": "lead a team", "interests": ["Rust", "Go"]}
DONE = Complete("ann", "replied", note="Glad.", satisfaction=9, answers=ANSWERS)


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with parts_of(database_url, "desk", metadata, common) as made:
        yield made


@pytest.fixture
def desk(parts: Clocked) -> Desk:
    made = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
    give(parts, DeskHandler(made), fact(PLANNED))
    return made


def test_what_is_over_can_be_taken_up_again() -> None:
    """Completed or dismissed, by anybody; who should do it stays."""
    for over in (Complete("ann", "sent"), Dismiss("ann", "no")):
        again = after(OPEN, Reassign("ann", "bob"), over, Reopen("cat"))
        assert (again.state, again.holder, again.assignee, again.version) == (State.OPEN, None, "bob", 3)
        assert after(again, Claim("dan")).holder == "dan"


def test_what_is_not_over_cannot(desk: Desk) -> None:
    """It says where the task stands."""
    with pytest.raises(ConflictError, match="The task is open"):
        desk.do(TASK, Reopen("ann"))
    desk.do(TASK, Claim("ann"))
    with pytest.raises(ConflictError, match="The task is claimed"):
        desk.do(TASK, Reopen("ann"))


def test_a_task_whose_window_has_closed_can_be_completed_anew() -> None:
    """What was told is put right, though nobody can start on it any more."""
    late = NOW + timedelta(days=30)
    again = after(OPEN, Complete("ann", "sent"), Reopen("ann"), now=late)
    with pytest.raises(ConflictError, match="window closed"):
        after(again, Claim("ann"), now=late)
    assert after(again, Complete("ann", "met"), now=late).state is State.COMPLETED


def test_all_that_was_told_is_taken_back(parts: Clocked, desk: Desk) -> None:
    """The completion and each fact heard with it, before the task is asked for again, in one transaction."""
    desk.do(TASK, DONE)
    told = [event.id for event in said(parts)]
    answer = desk.do(TASK, Reopen("bob", "It was another Jane."))
    *retracted, reopened = said(parts)[len(told) :]
    assert reopened.body == OutreachReopened(task=TASK, version=2, by="bob", reason="It was another Jane.")
    assert [event.body for event in retracted] == [
        FactRetracted(fact=fact_, reason="the task was reopened") for fact_ in told
    ]
    assert answer.version == f"{ANN}:{reopened.id}"
    assert (answer.state, answer.revision) == ("open", 2)


def test_nothing_of_the_mistake_is_left_in_what_the_rules_know(parts: Clocked, desk: Desk) -> None:
    """Neither a contact nor what they are said to have said; what was done rightly afterwards counts."""
    desk.do(TASK, DONE)
    desk.do(TASK, Reopen("ann"))
    person = fold(said(parts), ZoneInfo("Europe/London"))
    assert (person.touches, person.ratings, person.goals, person.interests) == ({}, {}, {}, {})
    assert person.dealings[TASK].state == "open"
    desk.do(TASK, Complete("ann", "no_answer"))
    person = fold(said(parts), ZoneInfo("Europe/London"))
    assert [touch.outcome for touch in person.contacts] == ["no_answer"]
    assert person.dealings[TASK].over


def test_a_dismissal_told_nothing_that_could_be_wrong(parts: Clocked, desk: Desk) -> None:
    """So only the task changes."""
    desk.do(TASK, Dismiss("ann", "Left the country."))
    desk.do(TASK, Reopen("ann"))
    assert [event.type for event in said(parts)] == ["outreach.dismissed", "outreach.reopened"]


def test_what_an_older_program_completed_stays_so(parts: Clocked, desk: Desk) -> None:
    """It kept no account of what was heard with it, and half a correction would be a mistake of its own."""
    done = OutreachCompleted(
        task=TASK, version=1, by="ann", play="get_to_know_them", outcome="sent", on=NOW.date()
    )
    give(parts, DeskHandler(desk), fact(done))
    with pytest.raises(ConflictError, match="older version"):
        desk.do(TASK, Reopen("ann"))


def test_the_log_knows_what_is_to_be_taken_back(parts: Clocked, desk: Desk) -> None:
    """The desk was put back to before the completion, and reads of it again."""
    backup = Backup(parts.log_engine, metadata)
    desk.do(TASK, DONE)
    before, told = desk.task(TASK), said(parts)
    backup.put_back()
    give(parts, DeskHandler(desk), *told)
    assert desk.task(TASK) == replace(before, version=1)
    desk.do(TASK, Reopen("ann"))
    retracted = [event.body.fact for event in said(parts) if isinstance(event.body, FactRetracted)]
    assert retracted == [event.id for event in told]


def test_what_comes_back_from_the_log_reopens_nothing_twice(parts: Clocked, desk: Desk) -> None:
    """A reopened task that was claimed since keeps its holder."""
    desk.do(TASK, DONE)
    desk.do(TASK, Reopen("ann"))
    desk.do(TASK, Claim("bob"))
    give(parts, DeskHandler(desk), *said(parts))
    assert desk.task(TASK).holder == "bob"
    assert desk.do(TASK, Release("bob")).state == "open"
