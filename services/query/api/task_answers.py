"""A task as the API tells it."""

from collections.abc import Callable
from datetime import date, datetime

from pydantic import BaseModel, Field

from services.query.api.fields import Sparse
from services.query.queue import Columns, Task
from services.query.state import State
from shared.facts.tasks import Material as MaterialOfTask


class TaskSummary(BaseModel):
    """A task as it stands in a queue."""

    task: str = Field(examples=["1d2f0c8e-13a7-5a3c-9c41-3f1f6f5a7d11"])
    person: str = Field(description="GET /v1/people/{person} says who that is.")
    person_name: str | None = Field(examples=["Jane Doe"])
    play: str = Field(examples=["congratulate_on_anniversary"])
    headline: str | None = Field(examples=["Congratulate Jane on 3 years at Acme"])
    state: State
    side: str = Field(description="`care`, `give` or `ask`.")
    importance: int = Field(description="1 is highest.")
    recruiter: str | None = Field(description="Who should do it; nobody: the agency's pool.")
    holder: str | None = Field(description="Who has claimed it.")
    lease_until: datetime | None = Field(description="Until when the claim lasts.")
    opens_on: date
    closes_on: date = Field(description="The last day of its window.")
    snoozed_until: date | None
    on_reply: str | None = Field(
        description="What the person's answer does to a snoozed task: `return` or `close`, if anything."
    )
    because: str | None = Field(description="Why it was held back, withdrawn or flagged.")
    outcome: str | None = Field(description="How it ended, when it was done.", examples=["replied"])
    done_on: date | None
    version: str = Field(description="Give it as `min_version` to see at least this state elsewhere.")
    etag: str = Field(
        description="Give it in quotes as `If-Match` to change no other state than this.", examples=["3.1"]
    )


SEALED = frozenset({"person_name", "headline"})
"""Fields for which a seal is opened."""


class Reason(BaseModel):
    """One sentence of why a task is there."""

    text: str = Field(examples=["Jane started at Acme as an engineer on 2023-03-01."])
    fact: str | None = Field(description="The fact it rests on; an entry of the person's timeline.")
    on: date | None
    feed: str | None = Field(examples=["greenhouse"])


class Material(BaseModel):
    """Something to send along or to have at hand."""

    kind: str = Field(examples=["job"])
    ref: str = Field(description="Which one: the id of a job or a resource, the name of a field of work.")
    says: str | None = Field(
        description="Of `benchmark` and `trends` what is known today, in words that may be sent along; empty "
        "where too few are known to tell, and of other kinds.",
        examples=[
            "software: half of 12 jobs pay between 52,000 and 68,000 EUR a year, the middle one 60,000."
        ],
    )


class RulesLane(BaseModel):
    """What the rules planned."""

    revision: int
    status: str = Field(description="`planned`, `held_back`, `flagged`, `withdrawn` or `expired`.")
    event: str
    at: datetime


class DeskLane(BaseModel):
    """What recruiters did last."""

    version: int
    state: str = Field(description="`open`, `claimed`, `completed` or `dismissed`.")
    by: str
    event: str
    at: datetime


class Lanes(BaseModel):
    """The two sides a task's state is made of."""

    rules: RulesLane
    desk: DeskLane | None


class TaskWhole(TaskSummary):
    """A task with everything that is known of it."""

    about: str = Field(description="The id of what it is about: a placement, a role.")
    occurrence: str = Field(examples=["year 3"])
    reasons: list[Reason] = Field(description="Why it is there; empty once the person was erased.")
    brings: dict[str, str] = Field(description="What it brings along, by a short name.")
    materials: list[Material] = Field(description="What can be sent along or had at hand.")
    playbook: str | None = Field(description="The hash of the playbook under which it was planned.")
    lanes: Lanes


class TaskPage(BaseModel):
    """Some tasks, in the order that was asked for."""

    tasks: list[TaskSummary]
    next: str | None = Field(description="The cursor of the next page; nothing when this is the last.")
    position: str = Field(
        description="Give it as `since` to the stream to hear of all that changes after this."
    )


class SparseTaskPage(BaseModel):
    """The same with the `fields` only that were asked for."""

    tasks: list[Sparse]
    next: str | None
    position: str


def summary(task: Task) -> TaskSummary:
    """The row of a queue."""
    return TaskSummary.model_validate(_summed_up(task))


def unsaid(_material: MaterialOfTask) -> None:
    """Leaves out what is about no person."""


def whole(task: Task, says: Callable[[MaterialOfTask], str | None] = unsaid) -> TaskWhole:
    """The task with its reasons; `says`: what a material says in words."""
    row, opened = task
    materials = opened.materials if opened else ()
    reasons = opened.reasons if opened else ()
    return TaskWhole.model_validate(
        {
            **_summed_up(task),
            "about": row["about"],
            "occurrence": row["occurrence"],
            "reasons": [{name: getattr(one, name) for name in Reason.model_fields} for one in reasons],
            "brings": opened.brings if opened else {},
            "materials": [{"kind": one.kind, "ref": one.ref, "says": says(one)} for one in materials],
            "playbook": opened.playbook if opened else None,
            "lanes": {"rules": _rules(row), "desk": _desk(row)},
        }
    )


def _summed_up(task: Task) -> dict[str, object]:
    row, opened = task
    own = {name: row[name] for name in TaskSummary.model_fields if name in row}
    claimed = row["state"] == State.CLAIMED
    return own | {
        "recruiter": row["assignee"],
        "person_name": opened.person_name if opened else None,
        "headline": opened.headline if opened else None,
        "lease_until": row["lease_until"] if claimed else None,
        "version": f"{row['person']}:{_newest_event(row)}",
        "etag": f"{row['revision']}.{row['desk_version'] or 0}",
    }


def _newest_event(row: Columns) -> object:
    dealt = row["decided_at"] is not None and row["decided_at"] >= row["planned_at"]
    return row["decided_by"] if dealt else row["planned_by"]


def _rules(row: Columns) -> dict[str, object]:
    return {
        "revision": row["revision"],
        "status": row["status"],
        "event": row["planned_by"],
        "at": row["planned_at"],
    }


def _desk(row: Columns) -> dict[str, object] | None:
    if row["desk_version"] is None:
        return None
    return {
        "version": row["desk_version"],
        "state": row["dealt"],
        "by": row["dealt_by"],
        "event": row["decided_by"],
        "at": row["decided_at"],
    }
