"""One person's plan under one playbook, as the days go by, and what is to be counted of it."""

from collections import Counter
from datetime import date
from typing import NamedTuple

from services.rules.backtest.counts import Counts, Happening, RecruiterDay, Span, What
from services.rules.heart import replan
from services.rules.person import Person
from services.rules.plan import EMPTY, Change
from services.rules.playbook import Playbook
from services.rules.wants import Alike, Wants, set_alike, wants
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


class Coming(NamedTuple):
    """When a task comes into whose queue."""

    on: date
    play: str
    recruiter: str


class Track:
    """A plan that follows a person through the days."""

    def __init__(self, playbook: Playbook, beside: "Track | None" = None) -> None:
        self.plan = EMPTY
        self.wanted: Wants | None = None
        self.playbook = playbook
        self._beside = beside
        """Another one that looks at the person first, and spares this one what both playbooks say alike."""
        self._alike = set_alike(beside.playbook, playbook) if beside else frozenset()
        self._coming: dict[str, Coming] = {}
        self._told: dict[tuple[str, What, str], Coming] = {}
        """What happened to each task, the first time."""

    @property
    def review_on(self) -> date:
        """The day on which the plan wants to be looked at again, if nothing comes before."""
        return self.plan.review_on or date.max

    def look(self, person: Person) -> None:
        """Plan what is known of the person on this day."""
        beside = self._beside.wanted if self._beside else None
        alike = Alike(beside, self._alike) if beside else None
        earlier, self.wanted = self.wanted, wants(person, self.playbook, self.wanted, alike)
        changes, self.plan = replan(person, self.plan, self.wanted, earlier=earlier)
        for change in changes:
            self._tell(change, person.today)

    def counts(self, span: Span) -> Counts:
        """What happened within the span, once no day is left to come."""
        raised = [task for task in self._coming.values() if _within(task.on, span)]
        happened = Counter(Happening(task.play, task.on.replace(day=1), "raised") for task in raised)
        happened.update(
            Happening(told.play, told.on.replace(day=1), what, because)
            for (_, what, because), told in self._told.items()
            if _within(told.on, span)
        )
        load = Counter(RecruiterDay(task.recruiter, task.on) for task in raised)
        return Counts(happened, load, untouched=0 if raised else 1)

    def _tell(self, change: Change, today: date) -> None:
        match change:
            case PlanReviewWanted() | TaskFlagged():
                return
            case TaskPlanned() | TaskRevised():
                self._stands(change, today)
            case TaskMoved():
                self._stands(change, today)
                self._happened(change, "moved", today)
            case TaskHeldBack():
                self._stands_no_more(change, today)
                self._happened(change, "held_back", today, change.because)
            case TaskWithdrawn():
                self._stands_no_more(change, today)
                self._happened(change, "withdrawn", today)
            case TaskExpired():
                if change.task in self._coming:
                    self._happened(change, "expired", today)
            case _:
                raise TypeError(f"expected an event about a task, found {type(change).__name__}")

    def _stands(self, task: TaskState, today: date) -> None:
        known = self._coming.get(task.task)
        if known is None or known.on > today:
            on = max(task.opens_on, today)
            self._coming[task.task] = Coming(on, task.play, task.recruiter or "")

    def _stands_no_more(self, task: TaskState, today: date) -> None:
        known = self._coming.get(task.task)
        if known is not None and known.on > today:
            del self._coming[task.task]

    def _happened(self, task: TaskState, what: What, today: date, because: str = "") -> None:
        self._told.setdefault((task.task, what, because), Coming(today, task.play, task.recruiter or ""))


def _within(day: date, span: Span) -> bool:
    return span.first <= day <= span.last
