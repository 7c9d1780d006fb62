"""What is kept of a plan outside its person's seal: enough to withdraw it, and nothing personal."""

from datetime import date

from msgspec import Struct

from services.rules.plan import Entry, Plan
from shared.facts.tasks import TaskState


class Bare(Struct, frozen=True, array_like=True):
    """A live task without a word about the person."""

    task: str
    revision: int
    play: str
    about: str
    occurrence: str
    opens_on: date
    closes_on: date
    side: str
    importance: int
    recruiter: str | None
    playbook: str


class Outline(Struct, frozen=True, array_like=True):
    """The live part of a plan."""

    tasks: tuple[Bare, ...] = ()
    review_on: date | None = None
    review_revision: int = 0


_FIELDS = Bare.__struct_fields__


def outlined(plan: Plan) -> Outline:
    """The outline of a plan."""
    live = ((entry.revision, entry.task) for entry in plan.entries.values() if entry.live)
    tasks = tuple(_bare(revision, task) for revision, task in live if task is not None)
    return Outline(tasks, plan.review_on, plan.review_revision)


def _bare(revision: int, task: TaskState) -> Bare:
    return Bare(
        task.task,
        revision,
        task.play,
        task.about,
        task.occurrence,
        task.opens_on,
        task.closes_on,
        task.side,
        task.importance,
        task.recruiter,
        task.playbook,
    )


def restored(outline: Outline) -> Plan:
    """A plan of what an outline holds, to be withdrawn."""
    entries = {
        bare.task: Entry(
            bare.revision, "planned", None, TaskState(**{name: getattr(bare, name) for name in _FIELDS})
        )
        for bare in outline.tasks
    }
    return Plan(entries, outline.review_on, outline.review_revision)
