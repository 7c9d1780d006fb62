from datetime import UTC, date, datetime

from services.rules.plan import Entry, Plan
from services.rules.plan.outline import outlined, restored
from shared.facts.tasks import Reason, TaskState

TASK = TaskState(
    task="t",
    revision=0,
    play="stand_by_in_a_setback",
    about="p",
    occurrence="ended early",
    opens_on=date(2026, 3, 2),
    closes_on=date(2026, 3, 16),
    side="care",
    importance=1,
    headline="Stand by Ann",
    person_name="Ann",
    reasons=(Reason(text="The placement ended early"),),
    brings={"what_happened": "it ended"},
)


def test_an_outline_holds_what_is_needed_to_withdraw_a_plan() -> None:
    """Live tasks with their revisions and the wanted review, without a word about the person."""
    entries = {"t": Entry(3, "flagged", "consent", TASK), "gone": Entry(2, "withdrawn")}
    plan = restored(outlined(Plan(entries, datetime(2026, 3, 17, tzinfo=UTC).date(), 4)))
    assert (list(plan.entries), plan.review_on, plan.review_revision) == (["t"], date(2026, 3, 17), 4)
    entry = plan.entries["t"]
    assert entry.task is not None
    assert (entry.revision, entry.live, entry.task.play) == (3, True, "stand_by_in_a_setback")
    assert (entry.task.headline, entry.task.person_name, entry.task.reasons, entry.task.brings) == (
        None,
        None,
        (),
        {},
    )
