from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from services.rules.playbook import Playbook
from services.rules.plays.offer_a_career_review import Settings, months_after
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import GoalStated, MotivationStated
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly, month

Given = Callable[..., Any]

PLAY = "offer_a_career_review"
START = exactly(date(2026, 3, 2))
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=START, recruiter="rae", client="Acme", title="Developer"
)
PLACED = ("2026-03-02", STARTED)
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
IN_THE_JOB = f"{PLAY}, time in the job: 2027-02-02 to 2027-03-04"
BEFORE_GOAL = f"{PLAY}, goal: 2026-08-01 to 2026-08-31"


def rescheduled(starts: Span, ends: date | None = None) -> tuple[str, Fact]:
    return "2026-03-03", PlacementRescheduled(feed="greenhouse", placement="p", starts=starts, ends=ends)


def goal(
    target: date | None = date(2026, 8, 31), *, day: str = "2026-03-10", reached: bool = False
) -> tuple[str, Fact]:
    words = "lead a team"
    return day, GoalStated(feed="desk", goal="g", target=target, reached=reached, words=words)


def test_eleven_months_into_a_job_a_review_is_offered(given: Given) -> None:
    """For 30 days, with their goals, and what their field pays and where it hires."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    drive = ("2026-03-10", MotivationStated(feed="desk", words="learning"))
    story = given(profile, PLACED, goal(None), drive).expect(IN_THE_JOB)
    task = story.task("time in the job")
    assert (task.headline, task.recruiter, task.side) == (
        "Offer Ann Lee a career review: 11 months in the job",
        "rae",
        "give",
    )
    assert (task.reasons[0].text, task.reasons[0].fact) == (
        "Ann Lee started as Developer at Acme 2026-03-02; we offer a career review after 11 months",
        story.fact(1),
    )
    assert task.brings == {
        "employer": "Acme",
        "goals": "lead a team",
        "motivations": "learning",
        "months": "11",
    }
    assert [(one.kind, one.ref) for one in task.materials] == [
        ("benchmark", "software"),
        ("trends", "software"),
    ]


def test_thirty_days_before_the_date_of_a_goal_a_review_is_offered(given: Given) -> None:
    """Until that date, whether they have a job or not."""
    story = given(YES, goal()).expect(BEFORE_GOAL)
    task = story.task("goal")
    assert task.headline == "Offer this person a career review: a goal's date comes near"
    assert (task.reasons[0].text, task.reasons[0].fact) == (
        "this person wants to reach a goal by 2026-08-31; we offer a career review before that",
        story.fact(1),
    )
    assert task.brings == {"goals": "lead a team", "goal": "lead a team", "goal_date": "2026-08-31"}
    assert task.materials == ()
    given(PLACED, goal()).expect(IN_THE_JOB, BEFORE_GOAL)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 3, 2), 11, date(2027, 2, 2)),
        (date(2026, 3, 31), 11, date(2027, 2, 28)),
        (date(2027, 3, 31), 11, date(2028, 2, 29)),
        (date(2026, 1, 31), 11, date(2026, 12, 31)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(9999, 11, 30), 11, date.max),
    ],
)
def test_a_month_is_a_calendar_month(day: date, months: int, expected: date) -> None:
    """Of a shorter month the last day counts."""
    assert months_after(day, months) == expected


def test_each_closes_after_its_last_day_and_none_is_stale(given: Given) -> None:
    """On the 30th day still, the day after no more; years later never."""
    story = given(PLACED, goal()).by("2026-08-31").expect(IN_THE_JOB, BEFORE_GOAL)
    story.by("2026-09-01").expect(IN_THE_JOB)
    story.by("2027-03-04").expect(IN_THE_JOB).by("2027-03-05").expect()
    given(("2029-03-02", STARTED), goal(day="2029-03-02")).expect()


def test_another_date_of_a_goal_moves_it_and_a_goal_that_was_reached_withdraws_it(given: Given) -> None:
    """The same task: a goal stays the same one. Told late, the earlier word changes nothing."""
    story = given(YES, goal())
    before = story.task("goal").task
    story.tell(goal(date(2026, 12, 31), day="2026-04-01"))
    story.expect(f"{PLAY}, goal: 2026-12-01 to 2026-12-31")
    assert story.task("goal").task == before
    story.expect_told("TaskPlanned", "TaskMoved")
    story.tell(goal(day="2026-03-20")).expect(f"{PLAY}, goal: 2026-12-01 to 2026-12-31")
    story.tell(goal(reached=True, day="2026-04-02")).expect()
    given(YES, goal(None)).expect()


def test_a_corrected_start_moves_it_and_an_uncertain_one_counts_from_its_latest_day(given: Given) -> None:
    """From one that is known less well than to a month no months are counted."""
    story = given(PLACED)
    before = story.task("time in the job").task
    story.tell(rescheduled(month(2026, 3))).expect(f"{PLAY}, time in the job: 2027-02-28 to 2027-03-30")
    assert story.task("time in the job").task == before
    given(PLACED, rescheduled(Span(latest=date(2026, 3, 2)))).expect()


def test_the_job_they_have_counts_whoever_found_it(given: Given) -> None:
    """That they were seen in a job says nothing of how long they have had it."""
    moved = RoleChanged(feed="linkedin", role="r", since=START, move=True, employer="Globex")
    given(YES, ("2026-03-05", moved)).expect(IN_THE_JOB)
    given(YES, ("2026-03-05", RoleObserved(feed="linkedin", role="r", as_of=date(2026, 3, 2)))).expect()


def test_it_ends_with_the_job(given: Given) -> None:
    """On its agreed last day; once the job is over, was cancelled or retracted, nothing is offered."""
    given(PLACED, rescheduled(START, date(2027, 2, 10))).expect(
        f"{PLAY}, time in the job: 2027-02-02 to 2027-02-10"
    )
    given(PLACED, rescheduled(START, date(2027, 2, 1))).expect()
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 12, 31), early=True)
    given(PLACED, ("2026-12-31", ended)).expect()
    given(PLACED, ("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()
    story = given(PLACED, goal())
    for number in (0, 1):
        story.tell(("2026-03-11", FactRetracted(fact=story.fact(number), reason="wrong person")))
    story.expect()


def test_it_is_offered_once_in_a_job(given: Given) -> None:
    """What was done is done, also when the start is corrected; what is told twice is one task."""
    story = given(PLACED, PLACED).expect(IN_THE_JOB)
    task = story.task("time in the job").task
    done = OutreachCompleted(task=task, version=1, by="rae", play=PLAY, outcome="met", on=date(2027, 2, 3))
    story.tell(("2027-02-03", done)).expect().tell(rescheduled(exactly(date(2026, 3, 9)))).expect()


def test_another_contact_moves_it_and_a_no_holds_it_back(given: Given) -> None:
    """A give keeps 14 days from the last contact; the off-limits time of their client does not concern it."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2027, 1, 30), channel="call")
    given(PLACED, ("2027-01-30", call)).expect(f"{PLAY}, time in the job: 2027-02-13 to 2027-03-04")
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", IN_THE_JOB)


def test_a_goal_at_the_beginning_of_the_calendar_breaks_nothing(given: Given) -> None:
    """A date noted by mistake is a date that has passed."""
    given(YES, goal(date(1, 1, 3))).expect()


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    settings = Settings(importance=3, months=6, days_before_goal=60, open_days=7)
    given(PLACED, goal(), playbook=Playbook(plays={PLAY: settings})).expect(
        f"{PLAY}, time in the job: 2026-09-02 to 2026-09-09", f"{PLAY}, goal: 2026-07-02 to 2026-07-09"
    )
    given(PLACED, goal(), playbook=Playbook(plays={PLAY: Settings(importance=3, on=False)})).expect()
