from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from vocabulary.installation import JANE, NOW, TASK, Installation, claimed, completed, extended, planned

from shared.facts import Fact
from shared.facts.outreach import (
    OutreachDismissed,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
    OutreachUnsnoozed,
)
from shared.facts.people import PersonErased, PersonRegistered
from shared.facts.playbooks import PlaybookAdopted
from shared.facts.tasks import (
    PlanReviewWanted,
    TaskExpired,
    TaskFlagged,
    TaskHeldBack,
    TaskPlanned,
    TaskState,
    TaskWithdrawn,
)

TODAY = NOW.date()
OTHER = "00000000-0000-0000-0000-000000000077"


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    with Installation(database_url) as made:
        yield made


def turned(kind: type[TaskState], **changes: object) -> Fact:
    """The task at its second revision, as another kind of event."""
    told = planned(revision=2)
    state = {name: getattr(told, name) for name in TaskPlanned.__struct_fields__}
    because = {"because": "spacing"} if "because" in kind.__struct_fields__ else {}
    return kind(**state | because | changes)


def plan(here: Installation, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = here.client().get(f"/v1/people/{JANE}/plan", params=asked).json()
    return found


SNOOZED = OutreachSnoozed(task=TASK, version=1, by="ann", until=TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [turned(TaskHeldBack)],
        [turned(TaskWithdrawn)],
        [turned(TaskExpired)],
        [turned(TaskPlanned, opens_on=TODAY + timedelta(days=2))],
        [turned(TaskPlanned, closes_on=TODAY - timedelta(days=1))],
        [claimed()],
        [claimed(hours=-1)],
        [claimed(), turned(TaskFlagged)],
        [claimed(hours=-1), turned(TaskFlagged)],
        [claimed(), OutreachReleased(task=TASK, version=2, by="ann")],
        [claimed(hours=-1), extended()],
        [SNOOZED],
        [SNOOZED, OutreachReassigned(task=TASK, version=2, by="ann", to="bob", snoozed_until=SNOOZED.until)],
        [SNOOZED, OutreachReassigned(task=TASK, version=2, by="ann", to="bob")],
        [SNOOZED, OutreachUnsnoozed(task=TASK, version=2, by="ann")],
        [completed()],
        [completed(), OutreachReopened(task=TASK, version=2, by="ann")],
        [completed(), turned(TaskWithdrawn)],
        [OutreachDismissed(task=TASK, version=1, by="ann", play="p")],
    ],
    ids=lambda facts: "-".join(type(one).__name__ for one in facts) or "planned",
)
def test_the_plan_tells_the_same_state_as_the_task(here: Installation, facts: list[Fact]) -> None:
    """One is worked out from rows, the other from events."""
    here.project(planned(), *facts)
    (task,) = plan(here)["tasks"]
    assert task["state"] == here.state()


def test_a_plan_as_of_a_day_knows_what_was_recorded_by_then(here: Installation) -> None:
    """Not what came later, in whatever order it lies there."""
    here.project(planned(), PlanReviewWanted(on=date(2026, 4, 1), revision=1))
    later = NOW + timedelta(days=3)
    here.take([here.record(here.event(turned(TaskHeldBack), recorded_at=later))])
    here.take([here.record(here.event(PlanReviewWanted(revision=2), recorded_at=later))])
    now, before = plan(here), plan(here, as_of=str(TODAY))
    assert [task["because"] for task in now["tasks"]] == ["spacing"]
    assert [task["because"] for task in before["tasks"]] == [None]
    assert (now["review_on"], before["review_on"]) == (None, "2026-04-01")
    assert plan(here, as_of="2020-01-01")["tasks"] == []


@pytest.mark.parametrize(("day", "tasks"), [("0001-01-01", 0), ("9999-12-30", 1), ("9999-12-31", 1)])
def test_any_day_may_be_asked_for(here: Installation, day: str, tasks: int) -> None:
    """Also the first and the last there are."""
    here.project(planned())
    assert len(plan(here, as_of=day)["tasks"]) == tasks


def test_a_plan_names_the_playbook_with_the_highest_number(here: Installation) -> None:
    """As the rules do."""
    here.project(
        PlaybookAdopted(playbook="b", number=2, tasks_a_day=12),
        PlaybookAdopted(playbook="a", number=1, tasks_a_day=12),
    )
    assert (plan(here)["playbook"], plan(here)["playbook_number"]) == ("b", 2)


def test_each_task_says_in_a_sentence_where_it_stands(here: Installation) -> None:
    """With its reasons beside it."""
    here.project(turned(TaskHeldBack))
    (task,) = plan(here)["tasks"]
    assert task["text"].startswith("Held back (spacing): ")
    assert task["reasons"][0]["text"]


def test_there_is_no_plan_of_somebody_unknown_or_forgotten(here: Installation) -> None:
    """Each has its own problem."""
    assert here.client().get(f"/v1/people/{OTHER}/plan").status_code == 404
    here.project(PersonRegistered(feed="f"), PersonErased(reason="asked"))
    assert here.client().get(f"/v1/people/{JANE}/plan").status_code == 410
