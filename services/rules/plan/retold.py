"""A plan as its own events tell it."""

from services.rules.plan import Change, Entry, Plan, Status
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


def retold(plan: Plan, change: Change) -> Plan:
    """The plan after one more of its events; of two about the same, the higher revision holds."""
    if isinstance(change, PlanReviewWanted):
        newer = change.revision > plan.review_revision
        return Plan(plan.entries, change.on, change.revision) if newer else plan
    known = plan.entries.get(change.task)
    if known is not None and known.revision >= change.revision:
        return plan
    return Plan(plan.entries | {change.task: _entry(change)}, plan.review_on, plan.review_revision)


def _entry(change: TaskState) -> Entry:
    status, because = _status(change)
    told = Entry(change.revision, status, because, _state(change))
    return told if told.live else Entry(change.revision, status)


def _status(change: TaskState) -> tuple[Status, str | None]:
    match change:
        case TaskPlanned() | TaskMoved() | TaskRevised():
            return "planned", None
        case TaskHeldBack():
            return "held_back", change.because
        case TaskFlagged():
            return "flagged", change.because
        case TaskWithdrawn():
            return "withdrawn", change.because
        case TaskExpired():
            return "expired", None
        case _:
            raise TypeError(f"expected an event about a task, found {type(change).__name__}")


def _state(change: TaskState) -> TaskState:
    """What was told of the task, as plays propose it: at revision 0."""
    fields = {name: getattr(change, name) for name in TaskState.__struct_fields__}
    return TaskState(**fields | {"revision": 0})
