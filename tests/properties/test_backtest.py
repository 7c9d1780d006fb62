"""What must hold of a backtest for all histories."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from vocabulary.histories import ZONE, histories

from services.rules.backtest.counts import Span
from services.rules.backtest.simulation import played, simulate
from services.rules.heart import plan_of
from services.rules.person.fold import fold
from services.rules.plan import Plan
from services.rules.playbook import STANDARD, Restraint
from shared.clock import day_of
from shared.envelope import Event
from shared.facts.tasks import TaskState

SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))
STRICTER = replace(STANDARD, restraint=Restraint(spacing_days=60, exempt_importance=1))


@settings(deadline=None)
@given(histories())
def test_the_same_playbook_twice_differs_in_nothing(events: list[Event]) -> None:
    """And what a playbook does depends on no other that is played beside it."""
    both = simulate(events, [STANDARD, STRICTER, STANDARD], ZONE, SPAN).counts
    assert both[0] == both[2]
    assert (both[1],) == simulate(events, [STRICTER], ZONE, SPAN).counts


@settings(deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_read_changes_nothing(events: list[Event], random: Random) -> None:
    """They are played as they were recorded."""
    assert simulate(random.sample(events, len(events)), [STANDARD], ZONE, SPAN) == simulate(
        events, [STANDARD], ZONE, SPAN
    )


@settings(deadline=None, max_examples=300)
@given(histories())
def test_a_history_that_reaches_the_last_day_ends_in_the_plan_of_its_facts(events: list[Event]) -> None:
    """Skipping what changes nothing skips nothing else.

    What somebody held when it stopped to apply stays with them, flagged, as it does in a live plan.
    """
    last = max(day_of(event.recorded_at, ZONE) for event in events)
    person, (track,), taken = played(events, [STANDARD], ZONE, last)
    wanted = standing(plan_of(events, STANDARD, ZONE))
    flagged = {task for task, entry in track.plan.entries.items() if entry.status == "flagged"}
    assert taken == len(events)
    assert person == fold(events, ZONE)
    assert standing(track.plan) == {task: one for task, one in wanted.items() if task not in flagged}


def standing(plan: Plan) -> dict[str, tuple[str | None, TaskState | None]]:
    return {
        task: (entry.because, entry.task)
        for task, entry in plan.entries.items()
        if entry.status in {"planned", "held_back"}
    }
