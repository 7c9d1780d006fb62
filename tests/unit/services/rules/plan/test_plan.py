from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Protocol

from services.rules.plan import Entry
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import (
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
)
from shared.facts.people import ConsentWithdrawn, PersonAbsorbed, PersonErased, PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementEnded, PlacementRescheduled, PlacementStarted
from shared.facts.spans import exactly
from shared.facts.tasks import PlanReviewWanted, TaskState

Given = Callable[..., Any]


class Told(Protocol):
    """A story, as far as these tests ask it."""

    told: list[TaskState | PlanReviewWanted]

    def entries(self, status: str) -> list[Entry]:
        """The tasks of a status."""


PLAY = "stand_by_in_a_setback"
STARTED = PlacementStarted(feed="f", placement="p", starts=exactly(date(2025, 3, 2)), client="Acme")
ENDED = PlacementEnded(feed="f", placement="p", ended_on=date(2026, 3, 2), early=True)
PLACED = (("2026-01-02", STARTED), ("2026-03-02", ENDED))
CANCELLED = ("2026-03-04", PlacementCancelled(feed="f", placement="p"))
NO = ("2026-03-04", ConsentWithdrawn(feed="f"))
TASK = f"{PLAY}, ended early: 2026-03-02 to 2026-03-16"


def ids(story: Told) -> str:
    task = story.entries("planned")[0].task
    assert task
    return task.task


def claimed(story: Told, version: int = 1) -> OutreachClaimed:
    until = datetime(2026, 3, 3, 18, tzinfo=UTC)
    return OutreachClaimed(task=ids(story), version=version, by="rae", until=until)


def completed(story: Told, version: int = 2) -> OutreachCompleted:
    return OutreachCompleted(
        task=ids(story), version=version, by="rae", play=PLAY, outcome="sent", on=date(2026, 3, 3)
    )


def reviews(story: Told) -> list[tuple[int, date | None]]:
    return [(one.revision, one.on) for one in story.told if isinstance(one, PlanReviewWanted)]


def test_planning_again_tells_nothing(given: Given) -> None:
    """The plan is what the facts ask for, so asking again changes nothing."""
    story = given(*PLACED)
    told, plan = len(story.told), story.plan
    story.replan()
    assert (len(story.told), story.plan) == (told, plan)


def test_each_change_is_the_next_revision(given: Given) -> None:
    """Planned, held back for consent, withdrawn."""
    story = given(*PLACED, NO, CANCELLED).expect_told("TaskPlanned", "TaskHeldBack", "TaskWithdrawn")
    assert [one.revision for one in story.told if isinstance(one, TaskState)] == [1, 2, 3]


def test_the_task_event_names_the_playbook(given: Given) -> None:
    """By the hash of its content."""
    story = given(*PLACED)
    assert story.told[0].playbook == story.playbook.version


def test_a_claimed_task_that_no_longer_applies_is_flagged_to_its_holder(given: Given) -> None:
    """It is withdrawn only when they let go of it."""
    story = given(*PLACED)
    release = OutreachReleased(task=ids(story), version=2, by="rae")
    story.tell(("2026-03-03", claimed(story)), CANCELLED).expect_told("TaskPlanned", "TaskFlagged")
    assert story.told[-2].because == "the placement was cancelled"
    story.tell(("2026-03-05", release)).expect_told("TaskPlanned", "TaskFlagged", "TaskWithdrawn")


def test_a_claimed_task_is_flagged_for_consent_and_for_a_closed_window(given: Given) -> None:
    """Whatever the reason, nothing is pulled away in silence; told once."""
    story = given(*PLACED)
    story.tell(("2026-03-03", claimed(story)), NO).expect_told("TaskPlanned", "TaskFlagged")
    assert story.told[-1].because == "consent"
    story.by("2026-03-17").by("2026-03-18").expect_told("TaskPlanned", "TaskFlagged", "TaskFlagged")
    release = OutreachReleased(task=story.entries("flagged")[0].task.task, version=2, by="rae", expired=True)
    story.tell(("2026-03-18", release)).expect_told(
        "TaskPlanned", "TaskFlagged", "TaskFlagged", "TaskExpired"
    )


def test_a_flag_is_taken_back_when_the_task_applies_again(given: Given) -> None:
    """Planned again, at the next revision."""
    story = given(*PLACED)
    story.tell(("2026-03-03", claimed(story)), CANCELLED)
    story.tell(("2026-03-05", FactRetracted(fact=story.fact(3), reason="mistaken")))
    story.expect(TASK).expect_told("TaskPlanned", "TaskFlagged", "TaskPlanned")


def test_what_is_completed_is_never_rewritten(given: Given) -> None:
    """Neither a cancellation nor the end of the window says anything more of it."""
    story = given(*PLACED)
    story.tell(("2026-03-03", completed(story)), CANCELLED).by("2026-04-01")
    story.expect().expect_told("TaskPlanned")


def test_a_completion_wins_over_a_withdrawal_that_crossed_it(given: Given) -> None:
    """It was withdrawn, was done all the same, and is not asked for again."""
    story = given(*PLACED)
    done = completed(story)
    story.tell(CANCELLED, ("2026-03-04", done))
    story.tell(("2026-03-05", FactRetracted(fact=story.fact(2), reason="mistaken")))
    story.expect().expect_told("TaskPlanned", "TaskWithdrawn")


def test_what_is_dismissed_stays_so(given: Given) -> None:
    """Nobody is asked again, though another feed tells of the same end."""
    story = given(*PLACED)
    story.tell(("2026-03-03", OutreachDismissed(task=ids(story), version=1, by="rae", play=PLAY)))
    again = ("2026-03-04", PlacementEnded(feed="other", placement="p", ended_on=date(2026, 3, 2), early=True))
    story.tell(again).expect().expect_told("TaskPlanned")


def test_a_reopened_task_is_asked_for_again(given: Given) -> None:
    """As its next revision; what its completion told does not hold."""
    story = given(*PLACED)
    done = completed(story, 1)
    story.tell(("2026-03-03", done))
    reopened = OutreachReopened(task=done.task, version=2, by="rae")
    story.tell(("2026-03-04", FactRetracted(fact=story.fact(2), reason="reopened")), ("2026-03-04", reopened))
    story.expect(TASK).expect_told("TaskPlanned", "TaskPlanned")


def test_a_snoozed_task_stays_in_the_plan(given: Given) -> None:
    """Its window does not change."""
    story = given(*PLACED)
    story.tell(("2026-03-03", OutreachSnoozed(task=ids(story), version=1, by="rae", until=date(2026, 3, 9))))
    story.expect(TASK).expect_told("TaskPlanned")


def test_a_task_given_to_somebody_else_stays_theirs(given: Given) -> None:
    """The plan says so as its next revision, and whoever looks after the person changes nothing of it."""
    story = given(*PLACED)
    to_omar = OutreachReassigned(task=ids(story), version=1, by="rae", to="omar")
    story.tell(("2026-03-03", to_omar)).expect(TASK).expect_told("TaskPlanned", "TaskRevised")
    assert story.told[-1].recruiter == "omar"
    story.tell(("2026-03-04", PersonProfiled(feed="f", recruiter="sue"))).expect_told(
        "TaskPlanned", "TaskRevised"
    )
    to_nobody = OutreachReassigned(task=ids(story), version=2, by="rae", to=None)
    story.tell(("2026-03-05", to_nobody), ("2026-03-05", to_omar))
    assert story.told[-1].recruiter is None


def test_an_expired_task_stays_so_unless_its_window_lies_ahead_again(given: Given) -> None:
    """A start that is put off has its first week still to come."""
    start = PlacementStarted(feed="f", placement="p", starts=exactly(date(2026, 3, 2)), client="Acme")
    story = given(("2026-03-02", start)).by("2026-03-20")
    assert len(story.entries("expired")) == 1
    story.tell(("2026-03-21", ConsentWithdrawn(feed="f")))
    assert len(story.entries("expired")) == 1
    later = PlacementRescheduled(feed="f", placement="p", starts=exactly(date(2026, 4, 1)))
    story.tell(("2026-03-22", later))
    assert story.task("day 7").opens_on == date(2026, 4, 8)


def test_a_review_is_asked_for_only_when_its_day_changes(given: Given) -> None:
    """The day after the next window closes; none when nothing is left."""
    story = given(*PLACED).by("2026-03-05").by("2026-03-17")
    assert reviews(story) == [(1, date(2026, 3, 17)), (2, None)]


def test_a_merged_person_keeps_no_tasks_not_even_claimed_ones(given: Given) -> None:
    """They live on with the survivor, to whom the claim is forwarded too; undoing brings them back."""
    story = given(*PLACED)
    story.tell(("2026-03-03", claimed(story)), ("2026-03-04", PersonAbsorbed(into="other", merge="m")))
    story.expect_told("TaskPlanned", "TaskWithdrawn")
    assert story.told[-2].because == "merged"
    story.tell(("2026-03-05", FactRetracted(fact=story.fact(3), reason="unmerged"))).expect(TASK)


def test_an_erased_person_keeps_no_tasks_and_nothing_personal_is_told(given: Given) -> None:
    """What is withdrawn names only ids and dates."""
    story = given(*PLACED, ("2026-03-03", PersonErased(reason="asked")))
    last = story.expect().expect_told("TaskPlanned", "TaskWithdrawn").told[-2]
    assert (last.because, last.headline, last.person_name) == ("erased", None, None)
    assert (last.reasons, last.brings) == ((), {})


def test_a_parked_record_holds_the_plan_until_it_is_read(given: Given) -> None:
    """All tasks are held back, and return."""
    story = given(*PLACED)
    story.parked = True
    story.replan()
    story.expect().expect_held_back("parked record", TASK)
    story.parked = False
    story.replan()
    story.expect(TASK)
