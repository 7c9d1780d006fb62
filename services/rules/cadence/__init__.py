"""Arranges what the plays would like, so that nobody is written to too often or against their will."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from services.rules.cadence import asks, news, off_limits, willing
from services.rules.cadence.bounds import Held
from services.rules.cadence.days import Days
from services.rules.person import Person
from services.rules.playbook import Playbook
from services.rules.wording import with_reason
from shared.facts.tasks import Reason, TaskState

Rank = tuple[bool, int, date, bool, str]


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
    open_ = [task for task in proposals if task.closes_on >= person.today]
    tasks = _placed(_each_once(open_, person), person, playbook, parked=parked)
    return Arrangement(tuple(tasks), _review_on(open_))


def _review_on(proposals: Iterable[TaskState]) -> date | None:
    """The day after the next window closes: of what is over as well, for in a series another one follows."""
    closing = min([task.closes_on for task in proposals], default=date.max)
    return closing + timedelta(days=1) if closing < date.max else None


def _each_once(proposals: Iterable[TaskState], person: Person) -> list[TaskState]:
    """What is not over, the more important first; what somebody is at comes before all.

    An ask that was earned comes before a give of the same importance: gives come again, and earn the next.
    """
    ranked = []
    for task in proposals:
        dealing = person.dealings.get(task.task)
        if dealing is None or not dealing.over:
            free = dealing is None or not dealing.claimed
            rank = (free, task.importance, task.opens_on, task.side != "ask", task.task)
            ranked.append((rank, task))
    ranked.sort(key=_rank)
    return list({task.task: task for _, task in reversed(ranked)}.values())[::-1]


def _rank(ranked: tuple[Rank, TaskState]) -> Rank:
    return ranked[0]


def _placed(ahead: list[TaskState], person: Person, playbook: Playbook, *, parked: bool) -> list[Arranged]:
    held = willing.refusal(person, playbook, parked=parked)
    return [_held(task, held) for task in ahead] if held else _spaced(ahead, person, playbook)


def _spaced(ahead: list[TaskState], person: Person, playbook: Playbook) -> list[Arranged]:
    """Exempt tasks keep their day; every other finds the first one that asks nothing too much of them.

    What comes earlier in the order is placed without a look at what comes later.
    """
    exempt = {task.task: task for task in ahead if playbook.exempts(task)}
    first = min((task.opens_on for task in ahead), default=person.today)
    days = Days.of(person, playbook, first, exempt.values())
    known, favours = news.Known(person), asks.Favours(person, playbook)
    arranged = []
    for task in ahead:
        held = known.heard(task) or favours.refuses(task)
        if held is None and task.task not in exempt:
            placed = _fitted(task, days, person, playbook, favours)
        else:
            placed = _held(task, held) if held else Arranged(task)
        if placed.because is None:
            known.tell(task)
            favours.plan(task)
        arranged.append(placed)
    return arranged


def _fitted(
    task: TaskState, days: Days, person: Person, playbook: Playbook, favours: asks.Favours
) -> Arranged:
    bounds = (favours.not_before(task), off_limits.not_before(task, person, playbook))
    found = days.place(task, filter(None, bounds))
    if isinstance(found, Held):
        return _held(task, found)
    if found.why is None:
        return Arranged(task)
    reasons = (*task.reasons, Reason(text=found.why))
    return Arranged(replace(task, reasons=reasons, opens_on=found.day))


def _held(task: TaskState, held: Held) -> Arranged:
    return Arranged(with_reason(task, held.why), held.because)
