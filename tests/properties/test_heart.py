"""What must hold of the plan for all histories."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from vocabulary.histories import ZONE, histories

from services.rules.cadence import Arrangement, arrange
from services.rules.cadence.asks import gives
from services.rules.heart import plan_of, replan
from services.rules.person import Person
from services.rules.person.fold import NOBODY, extend, fold, needs_history
from services.rules.plan import EMPTY, Change, Plan
from services.rules.playbook import STANDARD
from services.rules.wants import wants
from shared.envelope import Event
from shared.facts.tasks import TaskState


def arrive(events: list[Event], sizes: tuple[int, ...] = (1,)) -> tuple[Person, Plan, list[Change]]:
    """Take facts in batches, as the service does, planning after each; the person, plan and changes."""
    person, plan, wanted = NOBODY, EMPTY, None
    told: list[Change] = []
    stored: dict[str, Event] = {}
    while events:
        batch, events = events[: sizes[0]], events[sizes[0] :]
        sizes = (*sizes[1:], sizes[0])
        new = {event.id: event for event in batch if event.id not in stored}
        stored |= new
        again = any(needs_history(event) for event in new.values())
        person = fold(stored.values(), ZONE) if again else extend(person, new.values(), ZONE)
        earlier, wanted = wanted, wants(person, STANDARD, wanted)
        changes, plan = replan(person, plan, wanted, earlier=earlier)
        told += changes
    return person, plan, told


def standing(plan: Plan) -> dict[str, tuple[str | None, TaskState | None]]:
    """What a recruiter sees: the tasks that are planned or held back, whatever their revision."""
    return {
        task: (entry.because, entry.task)
        for task, entry in plan.entries.items()
        if entry.status in {"planned", "held_back"}
    }


@settings(deadline=None)
@given(histories())
def test_incremental_fold_equals_fold_from_scratch(events: list[Event]) -> None:
    """Whatever arrives late."""
    assert arrive(events)[0] == fold(events, ZONE)


@settings(deadline=None)
@given(histories(), st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_any_order_of_arrival_ends_in_the_same_open_plan(events: list[Event], sizes: list[int]) -> None:
    """In whatever batches, the plan is that of the facts alone.

    Only what somebody held when it stopped to apply stays with them, flagged, where it was planned before.
    """
    plan = arrive(events, tuple(sizes))[1]
    wanted = plan_of(events, STANDARD, ZONE)
    flagged = {task for task, entry in plan.entries.items() if entry.status == "flagged"}
    assert standing(plan) == {task: one for task, one in standing(wanted).items() if task not in flagged}
    assert all(wanted.entries[task].because for task in flagged & wanted.entries.keys())
    assert plan.review_on == wanted.review_on


@settings(deadline=None)
@given(histories(), st.data())
def test_replaying_any_prefix_twice_changes_nothing(events: list[Event], data: st.DataObject) -> None:
    """A fact counts once."""
    prefix = events[: data.draw(st.integers(0, len(events)))]
    assert arrive([*prefix, *events]) == arrive([*prefix, *events[len(prefix) :]])


@settings(deadline=None)
@given(histories("ann"), histories("ben"), st.randoms(use_true_random=False))
def test_interleaving_people_changes_nothing(ann: list[Event], ben: list[Event], random: Random) -> None:
    """Each person's plan follows from their own facts, in their own order."""
    left = {"ann": list(ann), "ben": list(ben)}
    mixed = []
    while any(left.values()):
        mixed.append(left[random.choice([name for name, events in left.items() if events])].pop(0))
    for name, alone in (("ann", ann), ("ben", ben)):
        assert arrive([event for event in mixed if event.subject == name]) == arrive(list(alone))


@settings(deadline=None)
@given(histories())
def test_planning_again_tells_nothing(events: list[Event]) -> None:
    """The plan that stands is the one that is wanted."""
    person, plan, _ = arrive(events)
    assert replan(person, plan, wants(person, STANDARD)) == ([], plan)


@settings(deadline=None)
@given(histories())
def test_revisions_of_a_task_have_no_holes(events: list[Event]) -> None:
    """From 1, one by one: so their computed ids never meet."""
    told: dict[str, list[int]] = {}
    for change in arrive(events)[2]:
        told.setdefault(getattr(change, "task", "review"), []).append(change.revision)
    assert all(revisions == list(range(1, len(revisions) + 1)) for revisions in told.values())


@settings(deadline=None)
@given(histories(), st.randoms(use_true_random=False))
def test_the_arrangement_keeps_every_promise(events: list[Event], random: Random) -> None:
    """Open windows only, spacing kept, nothing to the unwilling, whatever the order of the plays."""
    person = fold(events, ZONE)
    wanted = list(wants(person, STANDARD).tasks())
    wanted += [_as_give(task, number) for number, task in enumerate(wanted)]
    arrangement = arrange(wanted, person, STANDARD)
    _check(arrangement, person)
    assert arrange(random.sample(wanted, len(wanted)), person, STANDARD) == arrangement


@settings(deadline=None)
@given(histories(), st.integers(0, 30))
def test_a_less_important_proposal_displaces_nothing(events: list[Event], which: int) -> None:
    """What is more important stands where it would stand without it."""
    person = fold(events, ZONE)
    wanted = list(wants(person, STANDARD).tasks())
    if not wanted:
        return
    least = replace(wanted[which % len(wanted)], task="least", importance=9)
    without = {one.task.task: one for one in arrange(wanted, person, STANDARD).tasks}
    beside = {one.task.task: one for one in arrange([*wanted, least], person, STANDARD).tasks}
    beside.pop("least", None)
    assert beside == without


def _as_give(task: TaskState, number: int) -> TaskState:
    return TaskState(
        **{name: getattr(task, name) for name in task.__struct_fields__}
        | {"task": f"{task.task} {number}", "side": "give", "importance": 3}
    )


def _check(arrangement: Arrangement, person: Person) -> None:
    planned = [one.task for one in arrangement.tasks if one.because is None]
    willing = person.consent.given if person.consent else person.placed
    assert willing or not planned
    assert all(person.today <= task.closes_on and task.opens_on <= task.closes_on for task in planned)
    _check_days(planned, person)
    asks = [task for task in planned if task.side == "ask"]
    assert len(asks) <= 1
    assert not asks or gives(person) >= STANDARD.restraint.gives_before_an_ask


def _check_days(planned: list[TaskState], person: Person) -> None:
    rule = STANDARD.restraint
    messages = [task for task in planned if not STANDARD.exempts(task)]
    for task in messages:
        others = [_day(other, person) for other in planned if other.task != task.task]
        apart = [abs((task.opens_on - day).days) for day in others]
        assert all(days >= rule.spacing_days for days in apart)
        after = (_day(other, person) for other in messages if _day(other, person) >= _day(task, person))
        quarter = [day for day in after if (day - _day(task, person)).days < rule.quarter_days]
        assert len(quarter) <= rule.messages_a_quarter


def _day(task: TaskState, person: Person) -> date:
    dealing = person.dealings.get(task.task)
    return max(task.opens_on, dealing.snoozed_until) if dealing and dealing.snoozed_until else task.opens_on
