"""What recruiters may do with a task."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

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
from services.desk.deciding import When, decide, expire
from services.desk.task import State, Task, evolve
from shared.errors import ConflictError, UnreadableError
from shared.facts.outreach import OutreachCompleted, OutreachReleased

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEASE = timedelta(hours=1)
OPEN = Task("demo", "person", "task", play="check_in", revision=1, planned=True, closes_on=date(2026, 3, 10))


def at(now: datetime) -> When:
    return When(now, now.date(), LEASE)


def after(task: Task, *commands: Command, now: datetime = NOW) -> Task:
    for command in commands:
        task = evolve(task, decide(task, command, at(now)))
    return task


def test_a_claim_lasts_as_long_as_its_lease() -> None:
    """The holder is named until the lease runs out; then the next one may claim."""
    claimed = after(OPEN, Claim("ann"))
    assert (claimed.state, claimed.held_by(NOW), claimed.version) == (State.CLAIMED, "ann", 1)
    with pytest.raises(ConflictError, match="ann holds the task") as lost:
        after(claimed, Claim("bob"))
    assert (lost.value.holder, lost.value.until) == ("ann", (NOW + LEASE).isoformat())
    assert after(claimed, Claim("bob"), now=NOW + LEASE).holder == "bob"


@pytest.mark.parametrize(
    "command",
    [
        Extend("bob"),
        Release("bob"),
        Complete("bob", "sent"),
        Dismiss("bob", "no"),
        Snooze("bob", date(2026, 3, 5)),
        Unsnooze("bob"),
    ],
)
def test_nobody_else_touches_a_claimed_task(command: Command) -> None:
    """Every verb of another recruiter is refused while the lease lasts."""
    with pytest.raises(ConflictError, match="ann holds"):
        after(OPEN, Claim("ann"), command)


def test_a_release_gives_it_back() -> None:
    """A released task is open; releasing what nobody holds is told so."""
    assert after(OPEN, Claim("ann"), Release("ann")).state is State.OPEN
    with pytest.raises(ConflictError, match="nothing to release"):
        after(OPEN, Release("ann"))


def test_a_lease_that_ran_out_gives_the_task_back() -> None:
    """Not a moment before."""
    claimed = after(OPEN, Claim("ann"))
    assert expire(claimed, NOW + LEASE - timedelta(seconds=1)) is None
    assert expire(claimed, NOW + LEASE) == OutreachReleased(task="task", version=2, by="ann", expired=True)


def test_an_extension_lasts_from_now_on() -> None:
    """The holder goes on; once the lease ran out there is nothing to extend."""
    claimed = after(OPEN, Claim("ann"))
    later = NOW + timedelta(minutes=40)
    extended = after(claimed, Extend("ann"), now=later)
    assert (extended.held_by(NOW + LEASE), extended.lease_until) == ("ann", later + LEASE)
    with pytest.raises(ConflictError, match="claim it again"):
        after(claimed, Extend("ann"), now=NOW + LEASE)


def test_an_extension_never_shortens_a_claim() -> None:
    """Also when claims were given more time when it was made."""
    claimed = after(OPEN, Claim("ann"))
    shorter = When(NOW, NOW.date(), timedelta(minutes=5))
    assert evolve(claimed, decide(claimed, Extend("ann"), shorter)).lease_until == NOW + LEASE


def test_the_holder_of_what_no_longer_applies_may_go_on() -> None:
    """Nothing is pulled away from them."""
    flagged = replace(after(OPEN, Claim("ann")), planned=False, why_not="the placement was cancelled")
    assert after(flagged, Extend("ann")).held_by(NOW) == "ann"


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


def test_what_somebody_is_at_is_not_given_away() -> None:
    """Only they themselves may."""
    with pytest.raises(ConflictError, match="ann holds") as lost:
        after(OPEN, Claim("ann"), Reassign("boss", "bob"))
    assert lost.value.holder == "ann"
    with pytest.raises(UnreadableError) as wrong:
        after(OPEN, Reassign("boss", " "))
    assert wrong.value.field == "to"


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
    claimed = evolve(OPEN, said)
    assert evolve(claimed, said) == claimed
