"""What must hold of the plan for all histories."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from services.rules.cadence import Arrangement, arrange
from services.rules.heart import plan_of, proposals, replan
from services.rules.person import Person
from services.rules.person.fold import NOBODY, extend, fold, needs_history
from services.rules.plan import EMPTY, Change, Plan
from services.rules.playbook import STANDARD
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.facts.dates import AnniversaryDue, ReviewDue
from shared.facts.outreach import OutreachClaimed, OutreachCompleted, OutreachReleased, OutreachSnoozed
from shared.facts.people import (
    ConsentGiven,
    ConsentWithdrawn,
    PersonAbsorbed,
    PersonErased,
    PersonProfiled,
)
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span, exactly
from shared.facts.tasks import TaskState

ZONE = ZoneInfo("Europe/London")
FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 200).map(lambda days: FIRST + timedelta(days=days))
SPANS = st.one_of(
    DAYS.map(exactly),
    st.just(Span()),
    st.tuples(DAYS, DAYS).map(lambda two: Span(earliest=min(two), latest=max(two))),
)
FEEDS = st.sampled_from(["greenhouse", "linkedin"])
PLACEMENTS = st.sampled_from(["p", "q"])
ROLES = st.sampled_from(["r", "s"])
NAMES = st.sampled_from([None, "Acme", "Globex Ltd"])
FACTS = [f"fact {number}" for number in range(12)]


def _likely_tasks() -> list[str]:
    plays = [("check_in_on_settling_in", f"day {day}") for day in (7, 30)]
    plays += [("congratulate_on_anniversary", "year 1"), ("stand_by_in_a_setback", "ended early")]
    return [computed_id("task", play, "p", occurrence, fact) for play, occurrence in plays for fact in FACTS]


TASKS = st.sampled_from(_likely_tasks())
VERSIONS = st.integers(1, 4)
BODIES = st.one_of(
    st.builds(PersonProfiled, feed=FEEDS, name=st.sampled_from([None, "Ann"]), recruiter=NAMES),
    st.builds(ConsentGiven, feed=FEEDS),
    st.builds(ConsentWithdrawn, feed=FEEDS),
    st.builds(PlacementStarted, feed=FEEDS, placement=PLACEMENTS, starts=SPANS, client=NAMES, title=NAMES),
    st.builds(PlacementStarted, feed=FEEDS, placement=st.just("p"), starts=DAYS.map(exactly), client=NAMES),
    st.builds(PlacementRescheduled, feed=FEEDS, placement=PLACEMENTS, starts=SPANS, ends=st.none() | DAYS),
    st.builds(PlacementCancelled, feed=FEEDS, placement=PLACEMENTS),
    st.builds(PlacementEnded, feed=FEEDS, placement=PLACEMENTS, ended_on=DAYS, early=st.booleans()),
    st.builds(AnniversaryDue, placement=PLACEMENTS, occurs_on=DAYS, years=st.integers(1, 2)),
    st.builds(RoleObserved, feed=FEEDS, role=ROLES, as_of=DAYS, employer=NAMES, title=NAMES),
    st.builds(RoleChanged, feed=FEEDS, role=ROLES, since=SPANS, move=st.booleans(), employer=NAMES),
    st.builds(RoleEnded, feed=FEEDS, role=ROLES, until=SPANS, employer=NAMES),
    st.builds(ReviewDue, on=DAYS),
    st.builds(
        OutreachClaimed,
        task=TASKS,
        version=VERSIONS,
        by=st.just("rae"),
        until=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    ),
    st.builds(OutreachReleased, task=TASKS, version=VERSIONS, by=st.just("rae")),
    st.builds(OutreachSnoozed, task=TASKS, version=VERSIONS, by=st.just("rae"), until=DAYS),
    st.builds(
        OutreachCompleted,
        task=TASKS,
        version=VERSIONS,
        by=st.just("rae"),
        play=st.just("check_in_on_settling_in"),
        outcome=st.just("sent"),
        on=DAYS,
        satisfaction=st.none() | st.integers(0, 10),
    ),
    st.builds(FactRetracted, fact=st.sampled_from(FACTS), reason=st.just("mistaken")),
    st.builds(PersonAbsorbed, into=st.just("other"), merge=st.just("m")),
    st.builds(PersonErased, reason=st.just("asked")),
)


@st.composite
def histories(draw: st.DrawFn, person: str = "person") -> list[Event]:
    """Facts of one person, in an order of arrival."""
    bodies = draw(st.lists(BODIES, min_size=1, max_size=len(FACTS)))
    events = []
    for number, body in enumerate(bodies):
        recorded = datetime.combine(draw(DAYS), datetime.min.time(), UTC) + timedelta(
            hours=draw(st.integers(0, 23))
        )
        happened = draw(st.one_of(st.just(recorded), DAYS))
        events.append(_event(FACTS[number], person, body, happened, recorded))
    return draw(st.permutations(events))


def _event(id_: str, person: str, body: Fact, happened: date, recorded: datetime) -> Event:
    return Event(
        id=id_,
        agency="agency",
        subject=person,
        source="test",
        occurred=moment(happened),
        recorded_at=recorded,
        body=body,
    )


def arrive(events: list[Event], sizes: tuple[int, ...] = (1,)) -> tuple[Person, Plan, list[Change]]:
    """Take facts in batches, as the service does, planning after each; the person, plan and changes."""
    person, plan = NOBODY, EMPTY
    told: list[Change] = []
    stored: dict[str, Event] = {}
    while events:
        batch, events = events[: sizes[0]], events[sizes[0] :]
        sizes = (*sizes[1:], sizes[0])
        new = {event.id: event for event in batch if event.id not in stored}
        stored |= new
        again = any(needs_history(event) for event in new.values())
        person = fold(stored.values(), ZONE) if again else extend(person, new.values(), ZONE)
        changes, plan = replan(person, plan, STANDARD)
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
    assert replan(person, plan, STANDARD) == ([], plan)


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
    wanted = proposals(person, STANDARD)
    wanted += [_as_give(task, number) for number, task in enumerate(wanted)]
    arrangement = arrange(wanted, person, STANDARD)
    _check(arrangement, person)
    assert arrange(random.sample(wanted, len(wanted)), person, STANDARD) == arrangement


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
    for task in (task for task in planned if not STANDARD.exempts(task)):
        others = [_day(other, person) for other in planned if other.task != task.task]
        apart = [abs((task.opens_on - day).days) for day in others]
        assert all(days >= STANDARD.restraint.spacing_days for days in apart)


def _day(task: TaskState, person: Person) -> date:
    dealing = person.dealings.get(task.task)
    return max(task.opens_on, dealing.snoozed_until) if dealing and dealing.snoozed_until else task.opens_on
