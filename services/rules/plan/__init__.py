"""The plan that stands, and how it changes."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import asdict, replace

from services.rules.cadence import Arranged, Arrangement
from services.rules.person import Person
from services.rules.person.contacts import Dealing
from shared.facts.tasks import (
    PlanReviewWanted,
    TaskExpired,
    TaskFlagged,
    TaskHeldBack,
    TaskMoved,
    TaskPlanned,
    TaskRevised,
    TaskState,
    TaskWithdrawn,
)

Status = Literal["planned", "held_back", "flagged", "withdrawn", "expired", "over"]
LIVE = frozenset({"planned", "held_back", "flagged"})


class Entry(Struct, frozen=True, array_like=True):
    """One task of the plan, by its last event."""

    revision: int
    status: Status
    because: str | None = None
    task: TaskState | None = None
    """As the last event told it; forgotten once nothing can be said of it any more."""

    @property
    def live(self) -> bool:
        """Whether somebody may still see it in a queue, or look for it there."""
        return self.status in LIVE


class Plan(Struct, frozen=True, array_like=True):
    """All that was ever planned for a person, by task."""

    entries: dict[str, Entry] = {}
    review_on: date | None = None
    review_revision: int = 0


EMPTY = Plan()
NOTHING_PERSONAL: dict[str, object] = {
    "headline": None,
    "person_name": None,
    "reasons": (),
    "brings": {},
    "materials": (),
}
Change = TaskState | PlanReviewWanted


def reconcile(previous: Plan, arrangement: Arrangement, person: Person) -> tuple[list[Change], Plan]:
    """What has to be told so that the plan becomes the arrangement, and the plan that then stands.

    What is over is never rewritten: completed and dismissed tasks, and expired ones as long as their window
    stays closed. Reconciling the result again with the same arrangement tells nothing.
    """
    entries = dict(previous.entries)
    changes: list[Change] = []
    for task, entry in _next_entries(previous, arrangement, person):
        known = previous.entries.get(task)
        entries[task] = entry
        if entry.task is not None and (known is None or entry.revision > known.revision):
            changes.append(_told(entry, entry.task, known, person))
        if not entry.live:
            entries[task] = Entry(entry.revision, entry.status)
    return _with_review(previous, entries, arrangement.review_on, changes)


def _with_review(
    previous: Plan, entries: dict[str, Entry], review_on: date | None, changes: list[Change]
) -> tuple[list[Change], Plan]:
    revision = previous.review_revision
    if review_on != previous.review_on:
        revision += 1
        changes.append(PlanReviewWanted(on=review_on, revision=revision))
    if not changes and entries == previous.entries:
        return changes, previous
    return changes, Plan(entries, review_on, revision)


def _next_entries(previous: Plan, arrangement: Arrangement, person: Person) -> Iterator[tuple[str, Entry]]:
    wanted = set()
    for arranged in arrangement.tasks:
        task = arranged.task.task
        wanted.add(task)
        yield task, _applying(previous.entries.get(task), arranged, person.dealings.get(task))
    live = [task for task, entry in previous.entries.items() if entry.task is not None]
    for task in sorted(set(live) - wanted):
        entry = previous.entries[task]
        if entry.live and entry.task is not None:
            yield task, _vanished(entry, entry.task, person)


def _applying(known: Entry | None, arranged: Arranged, dealing: Dealing | None) -> Entry:
    """The entry of a task that is wanted."""
    status: Status = "planned" if arranged.because is None else "held_back"
    if arranged.because is not None and known and known.live and dealing and dealing.claimed:
        status = "flagged"
    if known is None:
        return Entry(1, status, arranged.because, arranged.task)
    same = known.status == status and known.because == arranged.because and _same(known.task, arranged.task)
    return known if same else Entry(known.revision + 1, status, arranged.because, arranged.task)


def _same(known: TaskState | None, task: TaskState) -> bool:
    """Whether two states tell the same; under which playbook is no news by itself."""
    if known is task:
        return True
    if known is None or known.playbook == task.playbook:
        return known == task
    return replace(known, playbook=task.playbook) == task


def _vanished(entry: Entry, task: TaskState, person: Person) -> Entry:
    """The entry of a live task that is no longer wanted."""
    dealing = person.dealings.get(task.task)
    if dealing and dealing.over:
        return Entry(entry.revision, "over")
    closed = task.closes_on < person.today
    because = "its window has closed" if closed else _why_gone(task, person)
    status: Status = "expired" if closed else "withdrawn"
    if dealing and dealing.claimed and not (person.erased or person.absorbed):
        status = "flagged"
    if (entry.status, entry.because) == (status, because):
        return entry
    return Entry(entry.revision + 1, status, because, task)


def _why_gone(task: TaskState, person: Person) -> str:
    """In words that name nobody: they are not sealed."""
    if person.erased:
        return "erased"
    if person.absorbed:
        return "merged"
    if any(why.fact in person.retracted for why in task.reasons):
        return "a fact it rests on was retracted"
    placement = person.placements.get(task.about)
    if placement and placement.cancelled:
        return "the placement was cancelled"
    if placement and placement.ended:
        return "the placement has ended"
    return "it no longer applies"


def _told(entry: Entry, task: TaskState, known: Entry | None, person: Person) -> TaskState:
    state: dict[str, Any] = asdict(task)
    state["revision"] = entry.revision
    if person.erased:
        state |= NOTHING_PERSONAL
    because = entry.because or ""
    match entry.status:
        case "planned" if known is not None and known.status == "planned" and known.task is not None:
            moved = (known.task.opens_on, known.task.closes_on) != (task.opens_on, task.closes_on)
            return TaskMoved(**state) if moved else TaskRevised(**state)
        case "planned":
            return TaskPlanned(**state)
        case "held_back":
            return TaskHeldBack(**state, because=because)
        case "flagged":
            return TaskFlagged(**state, because=because)
        case "expired":
            return TaskExpired(**state)
        case "withdrawn":
            return TaskWithdrawn(**state, because=because)
        case "over":
            raise ValueError(f"task {task.task} is over; nothing can be told of it")
