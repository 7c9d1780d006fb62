"""A task as the desk sees it, and what may be done with it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from services.desk.answers import Answers, answers_of
from shared.errors import ConflictError, UnreadableError
from shared.facts.outreach import (
    OUTCOMES,
    Outreach,
    OutreachClaimed,
    OutreachCompleted,
    OutreachDismissed,
    OutreachReleased,
    OutreachSnoozed,
)
from shared.forms import Given

LEASE = timedelta(hours=1)
"""How long a claim lasts."""

Said = Outreach


class State(StrEnum):
    """What recruiters made of a task; a snoozed one is open with a date."""

    OPEN = "open"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    DISMISSED = "dismissed"


OVER = (State.COMPLETED, State.DISMISSED)


@dataclass(frozen=True)
class Task:
    """Two lanes: what rules planned, counted by `revision`, and what recruiters did, by `version`."""

    agency: str
    person: str
    task: str
    play: str = ""
    about: str = ""
    """The id of what it is about."""
    revision: int = 0
    planned: bool = False
    """Whether rules still want it; a flagged one they do not, but it stays with its holder."""
    why_not: str | None = None
    closes_on: date | None = None
    version: int = 0
    state: State = State.OPEN
    holder: str | None = None
    lease_until: datetime | None = None
    snoozed_until: date | None = None

    def held_by(self, now: datetime) -> str | None:
        """Who holds it at this moment: the last one to claim it, while the lease lasts."""
        leased = self.state is State.CLAIMED and self.lease_until is not None and self.lease_until > now
        return self.holder if leased else None


@dataclass(frozen=True)
class Claim:
    """Take the task, so that nobody else works on it."""

    by: str


@dataclass(frozen=True)
class Release:
    """Give the task back to the queue."""

    by: str


@dataclass(frozen=True)
class Complete:
    """The task is done, with what came of it."""

    by: str
    outcome: str
    note: str | None = None
    satisfaction: int | None = None
    channel: str | None = None
    answers: Mapping[str, Given] = field(default_factory=dict)
    """By the name of the question, as the play's form has it; these three may also stand here."""

    def read(self, play: str) -> Answers:
        """What was filled in. Raises `UnreadableError` that names the question."""
        beside = {"note": self.note, "satisfaction": self.satisfaction, "channel": self.channel}
        return answers_of(
            play, {name: said for name, said in beside.items() if said is not None}, self.answers
        )


@dataclass(frozen=True)
class Dismiss:
    """The task will not be done."""

    by: str
    reason: str


@dataclass(frozen=True)
class Snooze:
    """Hide the task until a day inside its window."""

    by: str
    until: date


Command = Claim | Release | Complete | Dismiss | Snooze


def decide(task: Task, command: Command, now: datetime, today: date) -> Said:
    """What happens when a recruiter gives this command.

    Raises `ConflictError` when somebody else holds the task or it is over, `UnreadableError` for values
    that make no sense.
    """
    _check_open(task)
    _check_holder(task, command.by, now)
    match command:
        case Claim():
            _check_wanted(task, today)
            return OutreachClaimed(task=task.task, version=task.version + 1, by=command.by, until=now + LEASE)
        case Release():
            return _release(task, command, now)
        case Complete():
            return _complete(task, command, today)
        case Dismiss():
            return _dismiss(task, command)
        case Snooze():
            _check_wanted(task, today)
            return _snooze(task, command, today)
    assert_never(command)


def expire(task: Task, now: datetime) -> OutreachReleased | None:
    """Give back a claimed task whose lease ran out; nothing when it did not."""
    if task.state is not State.CLAIMED or task.holder is None or task.held_by(now):
        return None
    return OutreachReleased(task=task.task, version=task.version + 1, by=task.holder, expired=True)


def evolve(task: Task, said: Said) -> Task:
    """The task after this; what was said before, or is over, changes nothing."""
    if said.version <= task.version:
        return task
    free = replace(task, version=said.version, holder=None, lease_until=None, snoozed_until=None)
    match said:
        case OutreachClaimed():
            return replace(free, state=State.CLAIMED, holder=said.by, lease_until=said.until)
        case OutreachReleased():
            return replace(free, state=State.OPEN)
        case OutreachCompleted():
            return replace(free, state=State.COMPLETED, holder=said.by, play=said.play)
        case OutreachDismissed():
            return replace(free, state=State.DISMISSED, holder=said.by, play=said.play)
        case OutreachSnoozed():
            return replace(free, state=State.OPEN, snoozed_until=said.until)
    assert_never(said)


def _check_open(task: Task) -> None:
    if task.state in OVER:
        raise ConflictError(f"The task is already {task.state}, by {task.holder}.", holder=task.holder)


def _check_holder(task: Task, by: str, now: datetime) -> None:
    if not by.strip():
        raise UnreadableError("expected who does this, found nothing", field="by")
    holder = task.held_by(now)
    if holder is not None and holder != by and task.lease_until is not None:
        until = task.lease_until.isoformat()
        raise ConflictError(f"{holder} holds the task until {until}.", holder=holder, until=until)


def _check_wanted(task: Task, today: date) -> None:
    if not task.planned:
        raise ConflictError(f"The task does not apply any more: {task.why_not or 'it was withdrawn'}.")
    if task.closes_on is not None and task.closes_on < today:
        raise ConflictError(f"The task's window closed on {task.closes_on}.")


def _release(task: Task, command: Release, now: datetime) -> OutreachReleased:
    if task.held_by(now) is None:
        raise ConflictError("Nobody holds the task: there is nothing to release.")
    return OutreachReleased(task=task.task, version=task.version + 1, by=command.by)


def _complete(task: Task, command: Complete, today: date) -> OutreachCompleted:
    """Also a task that no longer applies: a completion wins over a withdrawal that crossed it."""
    if command.outcome not in OUTCOMES:
        expected = ", ".join(OUTCOMES)
        raise UnreadableError(f"expected one of {expected}; found {command.outcome!r}", field="outcome")
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


def _snooze(task: Task, command: Snooze, today: date) -> OutreachSnoozed:
    last = task.closes_on or date.max
    if not today < command.until <= last:
        allowed = f"a day after {today} and not after {last}, when the task's window closes"
        raise UnreadableError(f"expected {allowed}; found {command.until}", field="until")
    return OutreachSnoozed(task=task.task, version=task.version + 1, by=command.by, until=command.until)
