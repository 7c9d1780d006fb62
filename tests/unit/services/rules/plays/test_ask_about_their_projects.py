from collections.abc import Callable
from datetime import date
from typing import Any

from services.rules.playbook import Playbook
from services.rules.plays.ask_about_their_projects import Settings
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import AnswersGiven
from shared.facts.outreach import OutreachCompleted, OutreachDismissed
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

PLAY = "ask_about_their_projects"
START = exactly(date(2026, 3, 2))
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=START, recruiter="rae", client="Acme", title="Developer"
)
PLACED = ("2026-03-02", STARTED)
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
TASK = f"{PLAY}, 1: 2026-06-30 to 2026-08-14"
A_YEAR_LATER = f"{PLAY}, 1: 2027-07-01 to 2027-08-15"
DONE = OutreachCompleted(
    task="t", version=1, by="rae", play=PLAY, outcome="replied", on=date(2026, 7, 1), about="p", note="busy"
)


def rescheduled(starts: Span, ends: date | None = None) -> tuple[str, Fact]:
    return "2026-03-03", PlacementRescheduled(feed="greenhouse", placement="p", starts=starts, ends=ends)


def moved(since: Span, day: str = "2026-03-02", *, move: bool = True, role: str = "r") -> tuple[str, Fact]:
    employer = "Globex"
    return day, RoleChanged(
        feed="linkedin", role=role, since=since, move=move, employer=employer, old_employer="Acme"
    )


def test_120_days_into_a_job_they_are_asked(given: Given) -> None:
    """For 45 days; the task says what to ask."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    story = given(profile, PLACED).expect(TASK)
    task = story.task("1")
    assert (task.headline, task.recruiter) == ("Ask Ann Lee about their projects at Acme", "rae")
    assert [(why.text, why.fact) for why in task.reasons] == [
        (
            "Ann Lee started as Developer at Acme 2026-03-02; we ask about their projects after 120 days",
            story.fact(1),
        )
    ]
    assert task.brings == {
        "role": "Developer at Acme",
        "employer": "Acme",
        "asks_for": "the technologies they work with, their projects, and plans to hire",
    }


def test_a_year_after_they_were_asked_they_are_asked_again(given: Given) -> None:
    """As another task, which brings along what they answered."""
    answers = AnswersGiven(
        task="t",
        play=PLAY,
        about="p",
        on=date(2026, 7, 1),
        answers={"technologies": "Kafka", "projects": "a billing system"},
    )
    story = given(PLACED)
    before = story.task("1").task
    story.tell(("2026-07-01", DONE), ("2026-07-01", answers)).expect(A_YEAR_LATER)
    task = story.task("1")
    assert task.task != before
    assert task.reasons[1].text == "We last asked on 2026-07-01, and ask every 365 days"
    assert task.reasons[1].fact == story.fact(1)
    assert task.brings["asked_last_time"] == "2026-07-01: busy"
    assert task.brings["answered_last_time"] == "technologies: Kafka; projects: a billing system"


def test_what_was_missed_or_dismissed_comes_again_after_a_year(given: Given) -> None:
    """On the last day the task is there; the day after, the next one is."""
    second = f"{PLAY}, 2: 2027-06-30 to 2027-08-14"
    given(PLACED).by("2026-08-14").expect(TASK).by("2026-08-15").expect(second)
    story = given(PLACED)
    dismissed = OutreachDismissed(task=story.task("1").task, version=1, by="rae", play=PLAY)
    story.tell(("2026-07-01", dismissed)).expect().by("2026-08-15").expect(second)


def test_a_job_of_many_years_is_asked_about_in_its_next_turn_only(given: Given) -> None:
    """What was missed before we knew of it is not made up for."""
    given(("2029-01-01", STARTED)).expect(f"{PLAY}, 4: 2029-06-29 to 2029-08-13")


def test_a_new_job_begins_anew_and_a_new_title_does_not(given: Given) -> None:
    """What was asked in the old job does not count in the new one."""
    story = given(PLACED, ("2026-07-01", DONE)).expect(A_YEAR_LATER)
    story.tell(moved(exactly(date(2026, 9, 1)), "2026-09-02")).expect(f"{PLAY}, 1: 2026-12-30 to 2027-02-13")
    start = date(2026, 11, 30)
    again = moved(exactly(start), "2026-12-01", move=False, role="s")
    story.tell(again).expect(f"{PLAY}, 1: 2026-12-30 to 2027-02-13")


def test_an_uncertain_start_counts_from_its_latest_day(given: Given) -> None:
    """A wide one counts from the day we learned of it, if that is later; an unknown one not at all."""
    given(PLACED, rescheduled(month(2026, 3))).expect(f"{PLAY}, 1: 2026-07-29 to 2026-09-12")
    given(PLACED, rescheduled(Span())).expect()
    wide = Span(earliest=date(2025, 6, 1), latest=date(2026, 1, 1))
    given(YES, moved(wide)).expect(TASK)
    given(YES, moved(month(2026, 1), "2026-03-02")).expect(f"{PLAY}, 1: 2026-05-31 to 2026-07-15")
    seen = RoleObserved(feed="linkedin", role="r", as_of=date(2026, 3, 2), employer="Globex")
    given(YES, ("2026-03-05", seen)).expect(TASK)


def test_a_corrected_start_moves_it(given: Given) -> None:
    """The same task; once it was asked, the start does not matter any more."""
    story = given(PLACED)
    before = story.task("1").task
    story.tell(rescheduled(exactly(date(2026, 3, 16)))).expect(f"{PLAY}, 1: 2026-07-14 to 2026-08-28")
    assert story.task("1").task == before
    given(PLACED, ("2026-07-01", DONE), rescheduled(exactly(date(2026, 3, 16)))).expect(A_YEAR_LATER)


def test_it_ends_with_the_job(given: Given) -> None:
    """On its agreed last day; once the job is over, was cancelled or retracted, nobody is asked."""
    given(PLACED, rescheduled(START, date(2026, 7, 10))).expect(f"{PLAY}, 1: 2026-06-30 to 2026-07-10")
    given(PLACED, rescheduled(START, date(2026, 6, 29))).expect()
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 6, 1), early=False)
    given(PLACED, ("2026-06-01", ended)).expect()
    given(PLACED, ("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()
    story = given(PLACED, PLACED).expect(TASK)
    for number in (0, 1):
        story.tell(("2026-03-04", FactRetracted(fact=story.fact(number), reason="wrong person")))
    story.expect()


def test_that_they_were_asked_can_be_retracted_and_told_late(given: Given) -> None:
    """The last time that holds counts, in whatever order we learn of it."""
    story = given(PLACED, ("2026-07-01", DONE))
    story.tell(("2026-07-02", FactRetracted(fact=story.fact(1), reason="mistaken"))).expect(TASK)
    given(("2026-07-01", DONE), PLACED).expect(A_YEAR_LATER)


def test_another_contact_moves_it_and_a_no_holds_it_back(given: Given) -> None:
    """Care of importance 4 keeps 14 days from the last contact."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 6, 25), channel="call")
    given(PLACED, ("2026-06-25", call)).expect(f"{PLAY}, 1: 2026-07-09 to 2026-08-14")
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    settings = Settings(importance=4, after_days=60, every_days=180, open_days=7)
    sooner = Playbook(plays={PLAY: settings})
    story = given(PLACED, playbook=sooner).expect(f"{PLAY}, 1: 2026-05-01 to 2026-05-08")
    story.tell(("2026-07-01", DONE)).expect(f"{PLAY}, 1: 2026-12-28 to 2027-01-04")
    given(PLACED, playbook=Playbook(plays={PLAY: Settings(importance=4, on=False)})).expect()
