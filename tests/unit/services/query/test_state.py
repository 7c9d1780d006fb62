"""The state of a task, from both lanes and the calendar."""

from datetime import timedelta

import pytest
from vocabulary.installation import (
    ANN,
    TASK,
    TODAY,
    Installation,
    claimed,
    completed,
    days,
    extended,
    planned,
)

from shared.facts import Fact
from shared.facts.outreach import (
    OutreachDismissed,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
    OutreachUnsnoozed,
)
from shared.facts.tasks import TaskExpired, TaskFlagged, TaskHeldBack, TaskState, TaskWithdrawn


def because(kind: type[TaskState], revision: int = 2) -> Fact:
    body = planned(revision=revision)
    fields: dict[str, object] = {name: getattr(body, name) for name in body.__struct_fields__}
    return kind(**fields if kind is TaskExpired else fields | {"because": "spacing"})  # type: ignore[arg-type] # the fields of a body


DISMISSED = OutreachDismissed(task=TASK, version=2, by=ANN, play="check_in_on_settling_in", reason="moved")
SNOOZED = OutreachSnoozed(task=TASK, version=1, by=ANN, until=days(3))
UNSNOOZED = OutreachUnsnoozed(task=TASK, version=2, by=ANN)
REOPENED = OutreachReopened(task=TASK, version=3, by=ANN)
RELEASED = OutreachReleased(task=TASK, version=2, by=ANN)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([planned(opens_on=days(0))], "open"),
        ([planned(opens_on=days(1))], "planned"),
        ([planned(closes_on=days(0))], "open"),
        ([planned(closes_on=days(-1))], "expired"),
        ([planned(), claimed()], "claimed"),
        ([planned(), claimed(hours=-1)], "open"),
        ([planned(), claimed(), RELEASED], "open"),
        ([planned(), claimed(hours=-1), extended(hours=1)], "claimed"),
        ([planned(), claimed(hours=-2), extended(hours=-1)], "open"),
        ([planned(), SNOOZED], "snoozed"),
        ([planned(), SNOOZED, UNSNOOZED], "open"),
        ([planned(), completed()], "completed"),
        ([planned(), DISMISSED], "dismissed"),
        ([planned(), DISMISSED, REOPENED], "open"),
        ([planned(), completed(), REOPENED], "open"),
        ([planned(closes_on=days(-1)), completed(), REOPENED], "expired"),
        ([planned(), completed(), because(TaskWithdrawn), REOPENED], "withdrawn"),
        ([planned(), because(TaskWithdrawn)], "withdrawn"),
        ([planned(), because(TaskHeldBack)], "held_back"),
        ([planned(), because(TaskExpired)], "expired"),
        ([planned(), claimed(), because(TaskFlagged)], "claimed"),
        ([planned(), claimed(), because(TaskWithdrawn)], "claimed"),
        ([planned(), claimed(), because(TaskFlagged), RELEASED], "withdrawn"),
        ([planned(), because(TaskWithdrawn), completed()], "completed"),
        ([planned(), because(TaskWithdrawn), planned(revision=3)], "open"),
    ],
)
def test_the_state_of_a_task(here: Installation, facts: list[Fact], state: str) -> None:
    """What recruiters finished wins; a claim is not pulled away; else the plan and the calendar decide."""
    here.project(*facts)
    assert here.state() == state
    assert here.queue(state="any") == [TASK]
    assert here.queue(state=state) == [TASK]


def test_time_alone_opens_wakes_and_closes_a_task(here: Installation) -> None:
    """No event is needed for a window to open or close, for a snooze to end or a lease to run out."""
    here.project(planned(opens_on=days(1)), SNOOZED)
    seen = []
    for _ in range(12):
        seen.append(here.state())
        here.clock.advance(timedelta(days=1))
    assert seen == ["planned", "snoozed", "snoozed", *["open"] * 7, "expired", "expired"]


def test_a_lease_runs_out_by_itself(here: Installation) -> None:
    """The queue has the task again at that moment, though nothing was said yet; if extended, later."""
    here.project(planned(), claimed(hours=1), extended(hours=2))
    seen = []
    for _ in range(3):
        seen.append((here.state(), here.holder()))
        here.clock.advance(timedelta(hours=1))
    assert seen == [("claimed", ANN), ("claimed", ANN), ("open", None)]


def test_the_day_is_the_agencys(here: Installation) -> None:
    """At half past eleven in the evening in UTC it is tomorrow already in Berlin."""
    here.project(planned(opens_on=days(1)))
    here.clock.advance(timedelta(hours=11, minutes=30))
    assert here.state() == "planned"
    here.settings = here.settings.model_copy(update={"timezone": "Europe/Berlin"})
    here.store = here.seen_by("demo")
    assert here.store.today() == TODAY + timedelta(days=1)
    assert here.state() == "open"
