"""What recruiters may do with a task."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from vocabulary.desk import NOW, OPEN, after, at

from services.desk.commands import (
    Claim,
    Command,
    Complete,
    Dismiss,
    Extend,
    Reassign,
    Release,
    Snooze,
    Unsnooze,
)
from services.desk.deciding import decide
from services.desk.task import State, evolve
from shared.errors import ConflictError, UnreadableError
from shared.facts.outreach import OutreachCompleted


def test_a_nap_can_be_cut_short() -> None:
    """Anybody may; what does not hide cannot be shown again."""
    snoozed = after(OPEN, Snooze("ann", date(2026, 3, 5)))
    awake = after(snoozed, Unsnooze("bob"))
    assert (awake.state, awake.snoozed_until, awake.version) == (State.OPEN, None, 2)
    for task, now in ((OPEN, NOW), (awake, NOW), (snoozed, NOW + timedelta(days=3))):
        with pytest.raises(ConflictError, match="not snoozed"):
            after(task, Unsnooze("bob"), now=now)


def test_another_recruiter_can_be_given_a_task() -> None:
    """Nobody is at it then; a task that was put off stays so, and whoever claims it changes nothing of it."""
    theirs = replace(OPEN, recruiter="ann")
    given = after(theirs, Claim("ann"), Reassign("ann", "bob"))
    assert (given.state, given.holder, given.assignee) == (State.OPEN, None, "bob")
    assert after(given, Claim("cat"), Release("cat")).assignee == "bob"
    asleep = after(theirs, Snooze("ann", date(2026, 3, 5)), Reassign("boss", "bob"))
    assert (asleep.assignee, asleep.snoozed_until) == ("bob", date(2026, 3, 5))


def test_a_task_can_be_given_to_the_pool() -> None:
    """Nobody in particular is to do it, though the rules still say who."""
    given = after(replace(OPEN, recruiter="ann"), Reassign("ann", None))
    assert (given.recruiter, given.assignee) == ("ann", None)
    with pytest.raises(ConflictError, match="nobody's to do already"):
        after(given, Reassign("ann", None))


def test_what_is_over_stays_over() -> None:
    """A completed task answers every further verb with who completed it."""
    done = after(OPEN, Complete("ann", "replied", note="glad", satisfaction=9))
    assert done.state is State.COMPLETED
    for command in (Claim("bob"), Extend("ann"), Complete("ann", "sent"), Dismiss("ann", "no")):
        with pytest.raises(ConflictError, match="already completed, by ann"):
            after(done, command)


def test_a_completion_says_what_it_was_about() -> None:
    """So that the fact stands on its own as a touch."""
    said = decide(replace(OPEN, about="placement"), Complete("ann", "met", channel="call"), at(NOW))
    assert said == OutreachCompleted(
        task="task",
        version=1,
        by="ann",
        play="check_in",
        outcome="met",
        on=date(2026, 3, 2),
        about="placement",
        channel="call",
    )


def test_a_withdrawn_task_can_be_completed_but_not_claimed() -> None:
    """A completion wins over a withdrawal that crossed it; nobody starts on what no longer applies."""
    withdrawn = replace(OPEN, planned=False, why_not="the placement was cancelled")
    assert after(withdrawn, Complete("ann", "sent")).state is State.COMPLETED
    with pytest.raises(ConflictError, match="the placement was cancelled"):
        after(withdrawn, Claim("ann"))


def test_a_window_that_closed_is_not_claimed() -> None:
    """After its last day a task is nobody's to start."""
    with pytest.raises(ConflictError, match="closed on 2026-03-10"):
        after(OPEN, Claim("ann"), now=datetime(2026, 3, 11, 9, tzinfo=UTC))


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2026, 3, 11)])
def test_a_nap_ends_inside_the_window(until: date) -> None:
    """Snoozing to today or past the window is told what is allowed."""
    with pytest.raises(UnreadableError, match="a day after 2026-03-02 and not after 2026-03-10"):
        after(OPEN, Snooze("ann", until))
    assert after(OPEN, Snooze("ann", date(2026, 3, 10))).snoozed_until == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (Complete("ann", "whatever"), "outcome"),
        (Complete("ann", "sent", satisfaction=11), "satisfaction"),
        (Complete("ann", "sent", channel="pigeon"), "channel"),
        (Complete("ann", "sent", answers={"rating": 4}), "rating"),
        (Complete("ann", "sent", note="once", answers={"note": "twice"}), "note"),
        (Dismiss("ann", "  "), "reason"),
        (Claim(" "), "by"),
    ],
)
def test_values_that_make_no_sense_are_named(command: Command, field: str) -> None:
    """The error names the field."""
    with pytest.raises(UnreadableError) as wrong:
        after(OPEN, command)
    assert wrong.value.field == field


def test_what_was_said_before_changes_nothing() -> None:
    """The desk's own words come back from the log; known ones are skipped."""
    said = decide(OPEN, Claim("ann"), at(NOW))
    claimed = evolve(OPEN, said, "word")
    assert evolve(claimed, said, "word") == claimed
