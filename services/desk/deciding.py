"""What happens to a task when a recruiter asks for something, or when a lease runs out. Pure."""

from datetime import date, datetime, timedelta
from typing import NamedTuple, assert_never

from services.desk.commands import (
    Claim,
    Command,
    Complete,
    Dismiss,
    Extend,
    Reassign,
    Release,
    Reopen,
    Snooze,
    Unsnooze,
)
from services.desk.task import OVER, Said, State, Task
from shared.errors import ConflictError, UnknownOutcomeError, UnreadableError
from shared.facts.outreach import (
    ON_REPLY,
    OUTCOMES,
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachExtended,
    OutreachReassigned,
    OutreachReleased,
    OutreachReopened,
    OutreachSnoozed,
    OutreachUnsnoozed,
)


class When(NamedTuple):
    """The moment at which a command is carried out."""

    now: datetime
    today: date
    """The agency's calendar day."""
    lease: timedelta
    """How long a claim lasts from now."""

    @property
    def until(self) -> datetime:
        """When a claim of now runs out."""
        return self.now + self.lease


def decide(task: Task, command: Command, when: When) -> Said:  # noqa: PLR0911 - a line for each verb
    """What happens when a recruiter gives this command.

    Raises `ConflictError` when somebody else holds the task or it is over, `UnreadableError` for values
    that make no sense.
    """
    _check_by(command.by)
    if isinstance(command, Reopen):
        return _reopen(task, command)
    _check_open(task)
    _check_holder(task, command.by, when.now)
    match command:
        case Claim():
            _check_wanted(task, when.today)
            return OutreachClaimed(task=task.task, version=task.version + 1, by=command.by, until=when.until)
        case Extend():
            return _extend(task, command, when)
        case Release():
            return _release(task, command, when.now)
        case Complete():
            return _complete(task, command, when.today)
        case Dismiss():
            return _dismiss(task, command)
        case Snooze():
            _check_wanted(task, when.today)
            return _snooze(task, command, when)
        case Unsnooze():
            return _unsnooze(task, command, when.today)
        case Reassign():
            _check_wanted(task, when.today)
            return _reassign(task, command, when.today)
    assert_never(command)


def expire(task: Task, now: datetime) -> OutreachReleased | None:
    """Give back a claimed task whose lease ran out; nothing when it did not."""
    if task.state is not State.CLAIMED or task.holder is None or task.held_by(now):
        return None
    return OutreachReleased(task=task.task, version=task.version + 1, by=task.holder, expired=True)


def _check_open(task: Task) -> None:
    if task.state in OVER:
        raise ConflictError(f"The task is already {task.state}, by {task.holder}.", holder=task.holder)


def _check_by(by: str) -> None:
    if not by.strip():
        raise UnreadableError("expected who does this, found nothing", field="by")


def _check_holder(task: Task, by: str, now: datetime) -> None:
    holder = task.held_by(now)
    if holder is not None and holder != by and task.lease_until is not None:
        until = task.lease_until.isoformat()
        raise ConflictError(f"{holder} holds the task until {until}.", holder=holder, until=until)


def _check_wanted(task: Task, today: date) -> None:
    if not task.planned:
        raise ConflictError(f"The task does not apply any more: {task.why_not or 'it was withdrawn'}.")
    if task.closes_on is not None and task.closes_on < today:
        raise ConflictError(f"The task's window closed on {task.closes_on}.")


def _extend(task: Task, command: Extend, when: When) -> OutreachExtended:
    """Also a task that no longer applies: its holder may finish it. Never shortens a claim."""
    if task.held_by(when.now) is None or task.lease_until is None:
        raise ConflictError("Nobody holds the task: claim it again.")
    until = max(task.lease_until, when.until)
    return OutreachExtended(task=task.task, version=task.version + 1, by=command.by, until=until)


def _release(task: Task, command: Release, now: datetime) -> OutreachReleased:
    if task.held_by(now) is None:
        raise ConflictError("Nobody holds the task: there is nothing to release.")
    return OutreachReleased(task=task.task, version=task.version + 1, by=command.by)


def _complete(task: Task, command: Complete, today: date) -> OutreachCompleted:
    """Also a task that no longer applies: a completion wins over a withdrawal that crossed it."""
    if command.outcome not in OUTCOMES:
        expected = ", ".join(OUTCOMES)
        raise UnknownOutcomeError(f"expected one of {expected}; found {command.outcome!r}", field="outcome")
    told = command.read(task.play).told
    return OutreachCompleted(
        task=task.task,
        version=task.version + 1,
        by=command.by,
        play=task.play,
        outcome=command.outcome,
        on=today,
        about=task.about,
        channel=told.channel,
        note=told.note,
        satisfaction=told.satisfaction,
    )


def _dismiss(task: Task, command: Dismiss) -> OutreachDismissed:
    if not command.reason.strip():
        raise UnreadableError("expected why the task is not done, found nothing", field="reason")
    version = task.version + 1
    return OutreachDismissed(
        task=task.task, version=version, by=command.by, play=task.play, reason=command.reason
    )


def _snooze(task: Task, command: Snooze, when: When) -> OutreachSnoozed:
    last = task.closes_on or date.max
    if not when.today < command.until <= last:
        allowed = f"a day after {when.today} and not after {last}, when the task's window closes"
        raise UnreadableError(f"expected {allowed}; found {command.until}", field="until")
    if command.on_reply not in {None, *ON_REPLY}:
        expected = ", ".join(ON_REPLY)
        raise UnreadableError(f"expected one of {expected}; found {command.on_reply!r}", field="on_reply")
    return OutreachSnoozed(
        task=task.task,
        version=task.version + 1,
        by=command.by,
        until=command.until,
        on_reply=command.on_reply,
        since=when.now if command.on_reply else None,
    )


def _unsnooze(task: Task, command: Unsnooze, today: date) -> OutreachUnsnoozed:
    if task.snoozed_until is None or task.snoozed_until <= today:
        raise ConflictError("The task is not snoozed.")
    return OutreachUnsnoozed(task=task.task, version=task.version + 1, by=command.by)


def _reassign(task: Task, command: Reassign, today: date) -> OutreachReassigned:
    """Ends the claim of a holder who does it themselves; what was put off stays so."""
    if command.to is not None and not command.to.strip():
        raise UnreadableError("expected who is to do the task, or null for the agency's pool", field="to")
    if command.to == task.assignee:
        raise ConflictError(f"The task is {command.to or 'nobody'}'s to do already.")
    asleep = task.snoozed_until is not None and task.snoozed_until > today
    return OutreachReassigned(
        task=task.task,
        version=task.version + 1,
        by=command.by,
        to=command.to,
        snoozed_until=task.snoozed_until if asleep else None,
        on_reply=task.on_reply if asleep else None,
    )


def _reopen(task: Task, command: Reopen) -> OutreachReopened:
    """Also when its window has closed, or it no longer applies: what was told may be wrong all the same."""
    if task.state not in OVER:
        raise ConflictError(f"The task is {task.state}: there is nothing to reopen.")
    if task.state is State.COMPLETED and not task.told:
        raise ConflictError(
            "The task was completed under an older version of the program, and it is not known which facts "
            "came of it: it stays completed. Tell what is right as facts about the person."
        )
    return OutreachReopened(
        task=task.task, version=task.version + 1, by=command.by, reason=command.reason or None
    )
