"""How each person's plan changed. Every event carries the task's whole state at its revision."""

from datetime import date

import msgspec

from shared.facts.registry import Fact, event


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One sentence of why a task is there, and the fact it rests on."""

    text: str
    fact: str | None = None
    on: date | None = None
    feed: str | None = None


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """Something to send along or to have at hand; found when it is asked for, not when it was planned."""

    kind: str
    """`job`, `resource`, `benchmark`, `trends`, `calendar_hold`, `review_links` …"""
    ref: str = ""
    """Which one: the id of a job or a resource, the name of a field of work."""


PERSONAL = ("headline", "reasons", "brings", "person_name", "materials")


class TaskState(Fact, frozen=True, kw_only=True):
    """A task as a whole. Its window is `opens_on` to `closes_on`, both inclusive."""

    task: str
    revision: int
    """From 1; each event of the task has the next."""
    play: str
    about: str
    """The id of what it is about: a placement, a role."""
    occurrence: str
    """Which of the play's occurrences about that: `year 3`, `day 30`."""
    opens_on: date
    closes_on: date
    side: str
    """`care`, `give` or `ask`."""
    importance: int
    """1 is highest."""
    recruiter: str | None = None
    """Who should do it; `None` is the agency's pool."""
    playbook: str = ""
    """The hash of the playbook that was in force."""
    headline: str | None = None
    """One line for a queue."""
    person_name: str | None = None
    reasons: tuple[Reason, ...] = ()
    brings: dict[str, str] = msgspec.field(default_factory=dict)
    """What the task brings along, by a short name."""
    materials: tuple[Material, ...] = ()


@event("task.planned", personal=PERSONAL)
class TaskPlanned(TaskState, frozen=True, kw_only=True):
    """The task stands in the plan: for the first time, or again after it was withdrawn or held back."""


@event("task.moved", personal=PERSONAL)
class TaskMoved(TaskState, frozen=True, kw_only=True):
    """The task's window changed."""


@event("task.revised", personal=PERSONAL)
class TaskRevised(TaskState, frozen=True, kw_only=True):
    """Something else of the task changed: who should do it, its reasons, what it brings along."""


@event("task.held_back", personal=PERSONAL)
class TaskHeldBack(TaskState, frozen=True, kw_only=True):
    """A play wanted this task; it is not in the queue, because of `because`."""

    because: str
    """`spacing`, `consent`, `parked record` …"""


@event("task.withdrawn", personal=PERSONAL)
class TaskWithdrawn(TaskState, frozen=True, kw_only=True):
    """What the task rested on no longer holds."""

    because: str


@event("task.flagged", personal=PERSONAL)
class TaskFlagged(TaskState, frozen=True, kw_only=True):
    """A claimed task no longer applies; it stays with its holder, who is told why."""

    because: str


@event("task.expired", personal=PERSONAL)
class TaskExpired(TaskState, frozen=True, kw_only=True):
    """The window closed before anybody did the task."""


@event("plan.review_wanted")
class PlanReviewWanted(Fact, frozen=True, kw_only=True):
    """On which day the person's plan wants to be looked at again; `None`: not any more."""

    on: date | None = None
    revision: int
    """From 1; the highest one holds."""
