"""A task as the desk sees it, and how it changes. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from shared.facts.outreach import (
    Outreach,
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

Said = Outreach


class State(StrEnum):
    """What recruiters made of a task; a snoozed one is open with a date."""

    OPEN = "open"
    CLAIMED = "claimed"
    COMPLETED = "completed"
    DISMISSED = "dismissed"


POOL = ""
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
    opens_on: date | None = None
    closes_on: date | None = None
    importance: int | None = None
    """1 is highest."""
    recruiter: str | None = None
    """Who should do it, by the rules; `None` is the agency's pool."""
    assigned_to: str | None = None
    """Who should do it, by a recruiter's word: `POOL` for nobody, `None` where nobody said anything."""
    version: int = 0
    state: State = State.OPEN
    holder: str | None = None
    lease_until: datetime | None = None
    snoozed_until: date | None = None
    on_reply: str | None = None
    """What the person's answer does to a snoozed task, one of `ON_REPLY`."""
    waits_since: datetime | None = None
    waits_by: str | None = None
    """Who waits for that answer."""
    told: tuple[str, ...] = ()
    """The facts that stand or fall with its completion, that of the completion first."""

    @property
    def assignee(self) -> str | None:
        """Who should do it; `None` is the agency's pool."""
        return (self.recruiter if self.assigned_to is None else self.assigned_to) or None

    @property
    def tag(self) -> str:
        """What both lanes have come to: another one after each change."""
        return f"{self.revision}.{self.version}"

    def held_by(self, now: datetime) -> str | None:
        """Who holds it at this moment: the last one to claim it, while the lease lasts."""
        leased = self.state is State.CLAIMED and self.lease_until is not None and self.lease_until > now
        return self.holder if leased else None


def evolve(task: Task, said: Said, word: str) -> Task:  # noqa: PLR0911 - a line for each word
    """The task after this, said by the event `word`; what was said before changes nothing."""
    if said.version <= task.version:
        return task
    free = _free(task, said.version)
    match said:
        case OutreachClaimed() | OutreachExtended():
            return replace(free, state=State.CLAIMED, holder=said.by, lease_until=said.until)
        case OutreachReleased() | OutreachUnsnoozed() | OutreachReopened():
            return replace(free, state=State.OPEN)
        case OutreachCompleted(by=by, play=play, heard=heard):
            told = () if heard is None else (word, *heard)
            return replace(free, state=State.COMPLETED, holder=by, play=play, told=told)
        case OutreachDismissed():
            return replace(free, state=State.DISMISSED, holder=said.by, play=said.play)
        case OutreachReassigned(to=to, snoozed_until=until):
            given = replace(free, state=State.OPEN, assigned_to=to or POOL)
            waits = (task.on_reply, task.waits_since, task.waits_by)
            return given if until is None else _hidden(given, until, *waits)
        case OutreachSnoozed(until=until, on_reply=on_reply, since=since):
            waits_by = said.by if on_reply else None
            return _hidden(replace(free, state=State.OPEN), until, on_reply, since, waits_by)
    assert_never(said)


def _free(task: Task, version: int) -> Task:
    """Nobody's, nothing told of it, and shown."""
    free = replace(task, version=version, holder=None, lease_until=None, told=())
    return _hidden(free, None, None, None, None)


def _hidden(
    task: Task, until: date | None, on_reply: str | None, since: datetime | None, by: str | None
) -> Task:
    return replace(task, snoozed_until=until, on_reply=on_reply, waits_since=since, waits_by=by)
