"""A recruiter left, or is on leave: what is theirs to do becomes another's, now and to come."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from vocabulary.handled import NOW, Clocked, fact, give, parts_of, said

from services.desk.commands import Claim, Reassign
from services.desk.desk import AT_ONCE, Desk
from services.desk.handler import DeskHandler
from services.desk.handovers import Handover, Handovers
from services.desk.tables import common, metadata
from shared.database import transaction
from shared.envelope import Event, computed_id
from shared.errors import ConflictError, NotFoundError, UnreadableError
from shared.facts.outreach import OutreachReassigned, OutreachReleased
from shared.facts.tasks import TaskHeldBack, TaskPlanned, TaskState

TODAY = NOW.date()
TO_BOB = Handover("ann", "bob", by="boss")


def planned(name: str, recruiter: str = "ann", revision: int = 1) -> Event:
    """A task of a person of the same name, planned for a later day."""
    body = TaskPlanned(
        task=task(name),
        revision=revision,
        play="check_in_on_settling_in",
        about="placement",
        occurrence="day 7",
        opens_on=TODAY + timedelta(days=3),
        closes_on=TODAY + timedelta(days=9),
        side="care",
        importance=2,
        recruiter=recruiter,
    )
    return fact(body, person=computed_id("person", name), after=revision)


def held_back(name: str) -> Event:
    """The same one, not in the queue."""
    event = planned(name)
    fields = {field: getattr(event.body, field) for field in TaskState.__struct_fields__}
    return fact(TaskHeldBack(**fields, because="spacing"), person=event.subject)


def task(name: str) -> str:
    return computed_id("task", name)


class Office:
    """A desk with one recruiter who leaves."""

    def __init__(self, parts: Clocked) -> None:
        self.parts = parts
        self.desk = Desk(parts.settings, parts.engine, parts.outbox, parts.clock)
        self.handovers = Handovers(self.desk)

    def plan(self, *events: Event) -> None:
        """What the rules plan comes in."""
        give(self.parts, DeskHandler(self.desk), *events)

    def tick(self) -> None:
        """What the worker does once a second."""
        with transaction(self.parts.engine) as connection:
            DeskHandler(self.desk).tick(connection)

    def assignee(self, name: str) -> str | None:
        """Who should do a task by now."""
        return self.desk.task(task(name)).assignee


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    with parts_of(database_url, "desk", metadata, common) as parts:
        yield Office(parts)


def test_all_of_one_recruiters_tasks_move(office: Office) -> None:
    """Each with a version of its own; nobody else's does."""
    office.plan(planned("one"), planned("two"), planned("other", "cat"))
    moved = office.handovers.begin(TO_BOB)
    assert {(each.task, each.recruiter, each.revision) for each in moved} == {
        (task("one"), "bob", 1),
        (task("two"), "bob", 1),
    }
    assert [event.body for event in said(office.parts) if event.subject == computed_id("person", "one")] == [
        OutreachReassigned(task=task("one"), version=1, by="boss", to="bob")
    ]
    assert office.assignee("other") == "cat"


def test_many_tasks_move_in_portions(office: Office) -> None:
    """The first with the answer, the others right after it."""
    office.plan(*(planned(str(number)) for number in range(AT_ONCE + 5)))
    assert len(office.handovers.begin(TO_BOB)) == AT_ONCE
    office.tick()
    assert len(said(office.parts)) == AT_ONCE + 5


def test_what_comes_later_moves_too(office: Office) -> None:
    """Tasks planned or let go of after it, once each."""
    office.plan(held_back("held back"))
    assert office.handovers.begin(TO_BOB) == []
    office.plan(planned("held back", revision=2), planned("new"))
    office.tick()
    office.tick()
    assert (office.assignee("held back"), office.assignee("new")) == ("bob", "bob")
    assert len(said(office.parts)) == 2


def test_what_somebody_holds_moves_when_they_let_go(office: Office) -> None:
    """Nothing is pulled away from its holder."""
    opened = planned("one")
    office.plan(opened)
    office.parts.clock.advance(timedelta(days=3))
    office.desk.do(task("one"), Claim("ann"))
    assert office.handovers.begin(TO_BOB) == []
    office.tick()
    assert office.assignee("one") == "ann"
    office.parts.clock.advance(timedelta(hours=1))
    office.tick()
    assert office.assignee("one") == "bob"
    kinds = [type(event.body) for event in said(office.parts)]
    assert kinds[-2:] == [OutreachReleased, OutreachReassigned]


def test_a_leave_ends_by_itself(office: Office) -> None:
    """From the day after its last one tasks stay with whom the rules name."""
    office.handovers.begin(Handover("ann", "bob", by="boss", until=TODAY))
    office.parts.clock.advance(timedelta(days=1))
    office.plan(planned("one"))
    office.tick()
    assert office.assignee("one") == "ann"
    with pytest.raises(NotFoundError):
        office.handovers.of("ann")


def test_a_recruiter_comes_back(office: Office) -> None:
    """What has moved stays where it is."""
    office.plan(planned("one"))
    office.handovers.begin(TO_BOB)
    assert office.handovers.of("ann") == TO_BOB
    office.handovers.end("ann")
    office.plan(planned("two"))
    office.tick()
    assert (office.assignee("one"), office.assignee("two")) == ("bob", "ann")
    with pytest.raises(NotFoundError):
        office.handovers.end("ann")


def test_saying_it_again_changes_nothing(office: Office) -> None:
    """And saying something else takes its place."""
    office.plan(planned("one"))
    office.handovers.begin(TO_BOB)
    assert office.handovers.begin(TO_BOB) == []
    office.handovers.begin(Handover("ann", None, by="boss"))
    office.plan(planned("two"))
    office.tick()
    assert (office.assignee("one"), office.assignee("two")) == ("bob", None)


def test_nobody_hands_over_to_somebody_who_has(office: Office) -> None:
    """So that no task goes round in circles; who got tasks may leave as well."""
    office.plan(planned("one"))
    office.handovers.begin(TO_BOB)
    with pytest.raises(ConflictError, match="What is ann's to do goes to bob"):
        office.handovers.begin(Handover("bob", "ann", by="boss"))
    office.handovers.begin(Handover("bob", "cat", by="boss"))
    assert office.assignee("one") == "cat"


def test_what_was_given_back_to_them_moves_again(office: Office) -> None:
    """While they are away, nothing stays with them."""
    office.plan(planned("one"))
    office.handovers.begin(TO_BOB)
    office.desk.do(task("one"), Reassign("bob", "ann"))
    office.tick()
    assert office.assignee("one") == "bob"


@pytest.mark.parametrize(
    ("handover", "field"),
    [
        (Handover("ann", "ann", by="boss"), "to"),
        (Handover("ann", " ", by="boss"), "to"),
        (Handover("ann", "bob", by=" "), "by"),
        (Handover(" ", "bob", by="boss"), "recruiter"),
        (Handover("ann", "bob", by="boss", until=TODAY - timedelta(days=1)), "until"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, handover: Handover, field: str) -> None:
    """With the field it is about; and it is not kept."""
    with pytest.raises(UnreadableError) as wrong:
        office.handovers.begin(handover)
    assert wrong.value.field == field
    with pytest.raises(NotFoundError):
        office.handovers.of(handover.recruiter)
