"""A person's plan as it stood at the end of a day, from what was recorded by then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from services.query.state import State, state_of
from services.query.store import Store
from shared.envelope import Event
from shared.facts.outreach import Outreach
from shared.facts.playbooks import PlaybookAdopted
from shared.facts.tasks import PlanReviewWanted, TaskState

TYPES = r"^(task|outreach)\.|^plan\.review_wanted$|^playbook\.adopted$"
"""What is recorded of a plan."""
ORDER = tuple(State)
"""What is ahead and open comes first, what is over last."""


class PlannedTask(NamedTuple):
    """A task of the plan: what the rules told of it last, and what recruiters did with it last."""

    told: TaskState
    dealing: Outreach | None
    state: State


class Plan(NamedTuple):
    """All tasks that were ever planned by that day, what is ahead or open first."""

    day: date
    tasks: list[PlannedTask]
    review_on: date | None
    playbook: PlaybookAdopted | None
    """The one that held for the person; `None` while the agency had adopted none."""


@dataclass(frozen=True)
class Plans:
    """One agency's plans."""

    store: Store

    def of(self, person: str, day: date | None) -> Plan:
        """The plan of a person at the end of a day, or now; empty when nothing was planned by then."""
        told = self.store.tables.timeline
        query = self.store.rows(told).where(told.c.person == person, told.c.type.regexp_match(TYPES))
        end = None if day is None else self.store.ends(day)
        if end is not None:
            query = query.where(told.c.recorded_at < end)
        with self.store.reading() as connection:
            rows = connection.execute(query).mappings().all()
            events = [event for event in self.store.open(connection, rows) if event is not None]
        return plan_of(events, day or self.store.today(), end or self.store.now())


def plan_of(events: Iterable[Event], day: date, at: datetime) -> Plan:
    """The plan that these events tell; leases as they ran at a moment."""
    tasks: dict[str, TaskState] = {}
    dealings: dict[str, Outreach] = {}
    review = PlanReviewWanted(revision=0)
    playbook: PlaybookAdopted | None = None
    for body in (event.body for event in events):
        match body:
            case TaskState() if body.task not in tasks or body.revision > tasks[body.task].revision:
                tasks[body.task] = body
            case PlanReviewWanted() if body.revision > review.revision:
                review = body
            case PlaybookAdopted() if playbook is None or body.number > playbook.number:
                playbook = body
            case _ if isinstance(body, Outreach):
                known = dealings.get(body.task)
                if known is None or body.version > known.version:
                    dealings[body.task] = body
    found = [_task(told, dealings.get(task), day, at) for task, told in tasks.items()]
    return Plan(day, sorted(found, key=_place), review.on, playbook)


def _task(told: TaskState, dealing: Outreach | None, day: date, at: datetime) -> PlannedTask:
    return PlannedTask(told, dealing, state_of(told, dealing, day, at))


def _place(task: PlannedTask) -> tuple[int, date, str]:
    return ORDER.index(task.state), task.told.opens_on, task.told.task
