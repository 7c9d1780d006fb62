"""GET /v1/tasks/{task}?as_of=: a task as it stood at the end of a day."""

from datetime import timedelta
from typing import Any

import pytest
from vocabulary.installation import (
    JOHN,
    NOW,
    TASK,
    TODAY,
    Installation,
    claimed,
    completed,
    ids,
    planned,
)

from shared.facts import Fact
from shared.facts.outreach import (
    OutreachDismissed,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
)
from shared.facts.people import PersonErased
from shared.facts.tasks import TaskHeldBack, TaskPlanned, TaskWithdrawn

NIGHT = NOW.replace(hour=23, minute=59, second=59)
SNOOZED = OutreachSnoozed(task=TASK, version=1, by="ann", until=TODAY + timedelta(days=2), on_reply="close")


def held_back(revision: int = 2) -> TaskHeldBack:
    told = planned(revision=revision)
    return TaskHeldBack(
        **{name: getattr(told, name) for name in TaskPlanned.__struct_fields__}, because="spacing"
    )


def withdrawn() -> TaskWithdrawn:
    told = planned(revision=3)
    return TaskWithdrawn(
        **{name: getattr(told, name) for name in TaskPlanned.__struct_fields__}, because="it was taken back"
    )


def task(here: Installation, **asked: str) -> dict[str, Any]:
    answer = here.client().get(f"/v1/tasks/{TASK}", params=asked)
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize(
    "facts",
    [
        [],
        [held_back()],
        [claimed(hours=20)],
        [claimed(hours=1)],
        [SNOOZED],
        [SNOOZED, OutreachReassigned(task=TASK, version=2, by="ann", to="bob", snoozed_until=SNOOZED.until)],
        [OutreachReassigned(task=TASK, version=1, by="ann"), claimed(2, by="ben")],
        [claimed(), completed(2)],
        [completed(), OutreachReopened(task=TASK, version=2, by="ann")],
        [OutreachDismissed(task=TASK, version=1, by="ann", play="p")],
        [held_back(), withdrawn(), OutreachReleased(task=TASK, version=3, by="ann"), claimed(2)],
    ],
    ids=lambda facts: "-".join(type(one).__name__ for one in facts) or "planned",
)
def test_at_the_end_of_today_it_is_what_it_is_then(here: Installation, facts: list[Fact]) -> None:
    """Every field, though one comes from the projection's row and the other from the recorded events."""
    here.project(planned(), *facts)
    here.clock.moment = NIGHT
    assert task(here, as_of=str(TODAY)) == task(here)


def test_what_was_recorded_later_was_not_known(here: Installation) -> None:
    """Neither what the rules told nor what recruiters did, also where it lies before it."""
    here.take([here.record(here.event(completed(3), recorded_at=NOW + timedelta(days=2)))])
    here.take([here.record(here.event(held_back(), recorded_at=NOW + timedelta(days=1)))])
    here.project(planned(), claimed(1, hours=14))
    here.project(planned(ids([7])[0]))
    here.clock.moment = NOW + timedelta(days=3)
    days = [str(TODAY + timedelta(days=number)) for number in range(3)]
    states = [(found["state"], found["because"]) for found in (task(here, as_of=day) for day in days)]
    assert states == [("claimed", None), ("held_back", "spacing"), ("completed", "spacing")]
    assert [task(here, as_of=day)["holder"] for day in days] == ["ann@agency.example", None, None]
    assert task(here, as_of=days[0])["etag"] == "1.1"
    assert "etag" not in here.client().get(f"/v1/tasks/{TASK}", params={"as_of": days[0]}).headers


def test_before_it_was_planned_there_was_none(here: Installation) -> None:
    """Nor is there one of whom nothing is kept."""
    here.project(planned())
    answer = here.client().get(f"/v1/tasks/{TASK}", params={"as_of": "2026-03-09"})
    assert (answer.status_code, answer.json()["type"]) == (404, "/v1/problems/not-found")
    assert "2026-03-09" in answer.json()["detail"]
    assert task(here, as_of="9999-12-31")["state"] == "expired"
    here.project(PersonErased(reason="asked for it"))
    assert here.client().get(f"/v1/tasks/{TASK}", params={"as_of": str(TODAY)}).status_code == 404


def test_of_a_task_of_two_people_the_newer_plan_counts(here: Installation) -> None:
    """As it does for the present."""
    here.project(planned())
    here.project(planned(headline="Ask John"), person=JOHN)
    assert (task(here)["person"], task(here, as_of=str(TODAY))["person"]) == (JOHN, JOHN)
