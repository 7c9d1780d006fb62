from collections.abc import Callable
from datetime import date
from typing import Any

from services.rules.playbook import Playbook
from services.rules.plays.get_to_know_them import Settings
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import GoalStated, InterestStated, MotivationStated, NoteTaken
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

PLAY = "get_to_know_them"
START = exactly(date(2026, 3, 2))
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=START, recruiter="rae", client="Acme", title="Developer"
)
PLACED = ("2026-03-02", STARTED)
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
GOAL = ("2026-03-10", GoalStated(feed="desk", goal="g", words="lead a team"))
TASK = f"{PLAY}, first questions: 2026-03-23 to 2026-05-07"


def rescheduled(starts: Span, ends: date | None = None) -> tuple[str, Fact]:
    return "2026-03-03", PlacementRescheduled(feed="greenhouse", placement="p", starts=starts, ends=ends)


def test_21_days_after_the_start_we_get_to_know_them(given: Given) -> None:
    """For 45 days; the task says what to ask, and why it is there."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    note = ("2026-03-09", NoteTaken(feed="desk", words="likes tea"))
    interest = ("2026-03-09", InterestStated(feed="desk", topic="Kafka"))
    story = given(profile, PLACED, note, interest).expect(TASK)
    task = story.task("first questions")
    assert (task.headline, task.recruiter) == ("Get to know Ann Lee: ask what they want to reach", "rae")
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("Ann Lee started as Developer at Acme 2026-03-02", story.fact(1)),
        ("No goal and no motivation of theirs was noted", None),
    ]
    assert task.brings == {
        "employer": "Acme",
        "asks_for": "what they want to reach, what drives them, what they like to hear of",
        "interests": "Kafka",
        "last_note": "likes tea",
    }


def test_whom_we_know_is_not_asked(given: Given) -> None:
    """A goal is enough, or a motivation; without them we ask again."""
    given(PLACED, ("2026-03-10", MotivationStated(feed="desk", words="learning"))).expect()
    story = given(PLACED, GOAL).expect()
    assert story.told[-2].because == "it no longer applies"
    story.tell(("2026-03-11", FactRetracted(fact=story.fact(1), reason="somebody else's"))).expect(TASK)


def test_it_closes_after_its_last_day_and_is_never_stale(given: Given) -> None:
    """On the 45th day still, the day after no more; years later never."""
    given(PLACED).by("2026-05-07").expect(TASK).by("2026-05-08").expect()
    given(("2029-03-02", STARTED)).expect()


def test_the_job_they_have_counts_whoever_found_it(given: Given) -> None:
    """A move of which we know the month does; that they were seen in a job says nothing of its start."""
    moved = RoleChanged(feed="linkedin", role="r", since=START, move=True, employer="Globex")
    given(YES, ("2026-03-05", moved)).expect(TASK)
    given(YES, ("2026-03-05", RoleObserved(feed="linkedin", role="r", as_of=date(2026, 3, 2)))).expect()
    given(YES).expect()


def test_an_uncertain_start_counts_from_its_latest_day(given: Given) -> None:
    """One that is known less well than to a month asks for nothing."""
    given(PLACED, rescheduled(month(2026, 3))).expect(f"{PLAY}, first questions: 2026-04-21 to 2026-06-05")
    given(PLACED, rescheduled(Span(earliest=date(2026, 3, 2), latest=date(2026, 4, 3)))).expect()
    given(PLACED, rescheduled(Span())).expect()


def test_a_corrected_start_moves_it(given: Given) -> None:
    """The same task, whichever of the two facts comes first."""
    later = rescheduled(exactly(date(2026, 3, 16)))
    story = given(PLACED)
    before = story.task("first questions").task
    story.tell(later).expect(f"{PLAY}, first questions: 2026-04-06 to 2026-05-21")
    assert story.task("first questions").task == before
    given(later, PLACED).expect(f"{PLAY}, first questions: 2026-04-06 to 2026-05-21")


def test_it_ends_with_the_job(given: Given) -> None:
    """On its agreed last day; once the job is over or was never taken up, nobody is asked."""
    given(PLACED, rescheduled(START, date(2026, 4, 1))).expect(
        f"{PLAY}, first questions: 2026-03-23 to 2026-04-01"
    )
    given(PLACED, rescheduled(START, date(2026, 3, 22))).expect()
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 24), early=True)
    given(PLACED, ("2026-03-24", ended)).expect()
    given(PLACED, ("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()


def test_it_is_asked_once_in_a_job(given: Given) -> None:
    """Also where no goal came of it; what is told twice is one task."""
    story = given(PLACED, PLACED).expect(TASK)
    done = OutreachCompleted(
        task=story.task("first questions").task,
        version=1,
        by="rae",
        play=PLAY,
        outcome="no_answer",
        on=date(2026, 3, 24),
    )
    story.tell(("2026-03-24", done)).expect().by("2026-05-01").expect()


def test_another_contact_moves_it_and_a_no_holds_it_back(given: Given) -> None:
    """Care of importance 4 keeps 14 days from the last contact."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 16), channel="call")
    given(PLACED, ("2026-03-16", call)).expect(f"{PLAY}, first questions: 2026-03-30 to 2026-05-07")
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    later = Playbook(plays={PLAY: Settings(importance=4, after_days=60, open_days=7)})
    given(PLACED, playbook=later).expect(f"{PLAY}, first questions: 2026-05-01 to 2026-05-08")
    given(PLACED, playbook=Playbook(plays={PLAY: Settings(importance=4, on=False)})).expect()
