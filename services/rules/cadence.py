"""Arranges what the plays would like, so that nobody is written to too often or against their will."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from services.rules.person import Person
from services.rules.playbook import Playbook
from services.rules.proposal import reason, with_reason
from shared.facts.tasks import Reason, TaskState

CONSENT = "consent"
SPACING = "spacing"
PARKED = "parked record"


class Arranged(Struct, frozen=True, array_like=True):
    """A task in its place, or held back for a reason."""

    task: TaskState
    because: str | None = None
    """Why it is held back; `None` when it stands in the plan."""


class Arrangement(Struct, frozen=True, array_like=True):
    """The plan as it should be."""

    tasks: tuple[Arranged, ...]
    review_on: date | None
    """The first day on which time alone would change it: the day after the next window closes."""


def arrange(
    proposals: Iterable[TaskState], person: Person, playbook: Playbook, *, parked: bool = False
) -> Arrangement:
    """The proposals in their places: a function of these values, whatever the order of the proposals.

    `parked`: a record of the person could not be read, so nothing may be planned.
    """
    if person.erased or person.absorbed:
        return Arrangement((), None)
    ahead = _each_once(proposals, person)
    tasks = _placed(ahead, person, playbook, parked=parked)
    closing = min((one.task.closes_on for one in tasks), default=None)
    return Arrangement(tuple(tasks), closing + timedelta(days=1) if closing else None)


def _each_once(proposals: Iterable[TaskState], person: Person) -> list[TaskState]:
    """What is neither closed nor over, the more important first; what somebody is at comes before all."""

    def rank(task: TaskState) -> tuple[bool, int, date, str]:
        dealing = person.dealings.get(task.task)
        claimed = dealing is not None and dealing.claimed
        return (not claimed, task.importance, task.opens_on, task.task)

    over = {task for task, dealing in person.dealings.items() if dealing.over}
    ahead = [task for task in proposals if task.closes_on >= person.today and task.task not in over]
    ranked = sorted(ahead, key=rank)
    return ranked if len(ranked) < 2 else list({task.task: task for task in reversed(ranked)}.values())[::-1]  # noqa: PLR2004


def _placed(ahead: list[TaskState], person: Person, playbook: Playbook, *, parked: bool) -> list[Arranged]:
    if parked:
        why = Reason(text="A record about this person could not be read; until then the plan waits")
        return [Arranged(with_reason(task, why), PARKED) for task in ahead]
    if (no := _refusal(person, playbook)) is not None:
        return [Arranged(with_reason(task, no), CONSENT) for task in ahead]
    return _spaced(ahead, person, playbook)


def _refusal(person: Person, playbook: Playbook) -> Reason | None:
    """Why nobody may write to the person; `None` when somebody may."""
    consent = person.consent
    if consent is not None:
        return None if consent.given else reason("They said no to being written to", consent.said)
    placed = person.placed
    allowed = playbook.silence_is_consent_when_placed if placed else playbook.silence_is_consent_otherwise
    if allowed:
        return None
    who = "" if placed else " and were not placed by us"
    return Reason(text=f"They have not agreed to being written to{who}")


def _spaced(ahead: list[TaskState], person: Person, playbook: Playbook) -> list[Arranged]:
    """Exempt tasks keep their day; every other finds the first one far enough from all before it."""
    taken = [_day(task, person) for task in ahead if playbook.exempts(task)]
    arranged = []
    for task in ahead:
        if playbook.exempts(task):
            arranged.append(Arranged(task))
            continue
        placed = _fitted(task, taken, person, playbook)
        if placed.because is None:
            taken.append(_day(placed.task, person))
        arranged.append(placed)
    return arranged


def _day(task: TaskState, person: Person) -> date:
    """The day a task counts for: when it opens, or when its snooze ends."""
    dealing = person.dealings.get(task.task)
    snoozed = dealing.snoozed_until if dealing else None
    return max(task.opens_on, snoozed) if snoozed else task.opens_on


def _fitted(task: TaskState, taken: list[date], person: Person, playbook: Playbook) -> Arranged:
    gap = timedelta(days=playbook.spacing_days)
    last = person.touched_on
    earliest = max(task.opens_on, last + gap) if last else task.opens_on
    day = earliest
    for other in sorted(taken):
        if abs(other - day) < gap:
            day = other + gap
    if day == task.opens_on:
        return Arranged(task)
    rests = f"{playbook.spacing_days} days lie between two messages"
    since = f", and the last contact was on {last}" if last and last + gap == day else ""
    if day > task.closes_on:
        why = Reason(text=f"Held back: {rests}{since}, and the next free day, {day}, is too late")
        return Arranged(with_reason(task, why), SPACING)
    moved = with_reason(task, Reason(text=f"Moved from {task.opens_on}: {rests}{since}"))
    return Arranged(replace(moved, opens_on=day))
