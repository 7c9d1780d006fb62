"""A recruiter's day: what they hold, what came back, and the best of what is new."""

from datetime import timedelta

from vocabulary.installation import (
    ANN,
    JANE,
    JOHN,
    TODAY,
    Installation,
    claimed,
    completed,
    days,
    ids,
    planned,
)

from services.query.day import Day, Days
from services.query.queue import Queue
from shared.facts.outreach import OutreachReassigned, OutreachReleased, OutreachReopened, OutreachSnoozed
from shared.facts.playbooks import PlaybookAdopted
from shared.facts.tasks import TaskHeldBack

BOB = "bob@agency.example"


def day(here: Installation, recruiter: str = ANN) -> Day:
    return Days(Queue(here.store)).of(recruiter)


def lists(found: Day) -> dict[str, list[str]]:
    """The tasks of each list."""
    parts = {"holding": found.holding, "returned": found.returned, "new": found.new}
    return {name: [task.row["task"] for task in tasks] for name, tasks in parts.items() if tasks}


def give(here: Installation, capacity: int, number: int = 1) -> None:
    """The agency adopts a playbook that gives so many new tasks a day."""
    here.project(PlaybookAdopted(playbook="a", number=number, tasks_a_day=capacity), person=JOHN)


def snoozed(task: str, until: int, by: str = ANN) -> OutreachSnoozed:
    return OutreachSnoozed(task=task, version=1, by=by, until=days(until))


def test_the_best_are_new_and_the_others_wait(here: Installation) -> None:
    """Importance, then the last day of the window; as many as the playbook says."""
    give(here, 3)
    late, soon, best, next_, last = ids(range(1, 6))
    here.project(planned(late, closes_on=days(20)), planned(soon, closes_on=days(1)), planned(last))
    here.project(planned(best, importance=1, closes_on=days(20)), planned(next_, closes_on=days(2)))
    found = day(here)
    assert lists(found) == {"new": [best, soon, next_]}
    assert (found.capacity, found.done_today, found.waiting) == (3, 0, 2)
    assert found.day == TODAY


def test_without_a_playbook_of_its_own_it_is_twelve(here: Installation) -> None:
    """What Afterhire's own playbook says."""
    here.project(*map(planned, ids(range(1, 15))))
    found = day(here)
    assert (len(found.new), found.capacity, found.waiting) == (12, 12, 2)


def test_only_what_is_open_and_theirs_is_new(here: Installation) -> None:
    """Not what is ahead, over, held back, somebody else's, nobody's, or done."""
    mine, ahead, over, bobs, pool, done = ids(range(1, 7))
    here.project(planned(ahead, opens_on=days(1)), planned(over, closes_on=days(-1)), planned(mine))
    here.project(planned(bobs, recruiter=BOB), planned(pool, recruiter=None), planned(done))
    here.project(completed(task=done))
    told = planned(ids([7])[0])
    state = {name: getattr(told, name) for name in told.__struct_fields__}
    here.project(TaskHeldBack(**state, because="spacing"))
    found = day(here)
    assert (lists(found), found.waiting) == ({"new": [mine]}, 0)
    assert lists(day(here, BOB)) == {"new": [bobs]}
    assert lists(day(here, "carl@agency.example")) == {}


def test_what_is_done_today_leaves_room_for_less(here: Installation) -> None:
    """However quick a recruiter is, the day is full at some time; the next day has room again."""
    give(here, 2)
    first, second, third, fourth = ids(range(1, 5))
    here.project(*map(planned, (first, second, third, fourth)), completed(task=first))
    found = day(here)
    assert (lists(found), found.done_today, found.waiting) == ({"new": [second]}, 1, 2)
    here.project(completed(task=second), completed(task=third))
    found = day(here)
    assert (lists(found), found.done_today, found.waiting) == ({}, 3, 1)
    here.clock.advance(timedelta(days=1))
    found = day(here)
    assert (lists(found), found.done_today) == ({"new": [fourth]}, 0)


def test_what_was_not_done_after_all_takes_no_room(here: Installation) -> None:
    """It can be done today like any other."""
    one, two = ids(range(1, 3))
    give(here, 1)
    here.project(planned(one), planned(two), completed(task=one))
    assert lists(day(here)) == {}
    here.project(OutreachReopened(task=one, version=2, by=ANN))
    assert (lists(day(here)), day(here).done_today) == ({"new": [one]}, 0)


def test_taking_one_brings_up_no_other(here: Installation) -> None:
    """A claimed task keeps its place; given back, or when the lease is over, it is as good as new."""
    give(here, 2)
    first, second, third = ids(range(1, 4))
    here.project(*map(planned, (first, second, third)), claimed(task=first))
    assert lists(day(here)) == {"holding": [first], "new": [second]}
    here.clock.advance(timedelta(hours=2))
    assert lists(day(here)) == {"new": [first, second]}
    here.project(OutreachReleased(task=first, version=2, by=ANN, expired=True))
    assert lists(day(here)) == {"new": [first, second]}


def test_who_holds_a_task_has_it_in_their_day(here: Installation) -> None:
    """Whoever should have done it; and who should have done it has it no longer."""
    bobs, pool = ids([1, 2])
    here.project(planned(bobs, recruiter=BOB), planned(pool, recruiter=None))
    here.project(claimed(task=bobs), claimed(task=pool))
    assert lists(day(here)) == {"holding": [bobs, pool]}
    assert lists(day(here, BOB)) == {}


def test_what_was_put_off_comes_back_beside_the_new(here: Installation) -> None:
    """It was given on another day already, so it takes no place; until its day it hides."""
    give(here, 1)
    mine, pool, bobs, new = ids(range(1, 5))
    here.project(planned(mine), planned(pool, recruiter=None), planned(bobs, recruiter=BOB), planned(new))
    here.project(snoozed(mine, 1), snoozed(pool, 2), snoozed(bobs, 1))
    assert lists(day(here)) == {"new": [new]}
    here.clock.advance(timedelta(days=1))
    assert lists(day(here)) == {"returned": [mine], "new": [new]}
    assert lists(day(here, BOB)) == {"returned": [bobs]}
    here.clock.advance(timedelta(days=1))
    assert lists(day(here)) == {"returned": [mine, pool], "new": [new]}


def test_what_was_given_to_somebody_else_is_in_their_day(here: Installation) -> None:
    """And no longer in that of whom the rules name."""
    one, two = ids(range(1, 3))
    here.project(planned(one), planned(two), OutreachReassigned(task=one, version=1, by=ANN, to=BOB))
    assert lists(day(here)) == {"new": [two]}
    assert lists(day(here, BOB)) == {"new": [one]}


def test_a_playbook_with_no_new_tasks_gives_none(here: Installation) -> None:
    """Nought is a number like any other: all of it waits."""
    give(here, 0)
    here.project(planned())
    found = day(here)
    assert (lists(found), found.capacity, found.waiting) == ({}, 0, 1)


def test_the_day_is_the_agencys(here: Installation) -> None:
    """Late in the evening in UTC it is tomorrow already in Berlin, and nothing was done there yet."""
    first, second = ids([1, 2])
    here.project(planned(first), planned(second, opens_on=days(1)), completed(task=first))
    here.clock.advance(timedelta(hours=11, minutes=30))
    found = day(here)
    assert (lists(found), found.day, found.done_today) == ({}, TODAY, 1)
    here.settings = here.settings.model_copy(update={"timezone": "Europe/Berlin"})
    here.store = here.seen_by("demo")
    found = day(here)
    assert (lists(found), found.day, found.done_today) == ({"new": [second]}, days(1), 0)


def test_another_agency_has_its_own_day(here: Installation) -> None:
    """Neither tasks nor the playbook nor what was done reach another tenant."""
    give(here, 3)
    here.project(planned(ids([1])[0]), planned(), completed())
    here.store = here.seen_by("other")
    found = day(here)
    assert (lists(found), found.capacity, found.done_today, found.waiting) == ({}, 12, 0, 0)


def test_tasks_of_one_day_come_from_several_people(here: Installation) -> None:
    """It is the recruiter's day, not a person's."""
    one, other = ids([1, 2])
    here.project(planned(one), person=JANE)
    here.project(planned(other), person=JOHN)
    assert lists(day(here)) == {"new": [one, other]}
