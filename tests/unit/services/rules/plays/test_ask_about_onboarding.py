from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import Playbook
from services.rules.plays.ask_about_onboarding import Settings
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import NoteTaken
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged
from shared.facts.spans import Span, exactly, month

Given = Callable[..., Any]

PLAY = "ask_about_onboarding"
START = exactly(date(2026, 3, 2))
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=START, recruiter="rae", client="Acme", title="Developer"
)
PLACED = ("2026-03-02", STARTED)
TASK = f"{PLAY}, onboarding: 2026-04-16 to 2026-05-07"


def rescheduled(starts: Span, ends: date | None = None) -> tuple[str, Fact]:
    return "2026-03-03", PlacementRescheduled(feed="greenhouse", placement="p", starts=starts, ends=ends)


def moved(day: str, old_employer: str) -> tuple[str, Fact]:
    since = exactly(date.fromisoformat(day))
    return day, RoleChanged(
        feed="linkedin", role="r", since=since, move=True, employer="Globex", old_employer=old_employer
    )


def test_45_days_after_the_start_they_are_asked(given: Given) -> None:
    """For 21 days, by who placed them; the task says what to ask and what is known."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    note = ("2026-03-09", NoteTaken(feed="desk", words="the laptop came late"))
    story = given(profile, PLACED, note).expect(TASK)
    task = story.task("onboarding")
    assert (task.headline, task.recruiter) == ("Ask Ann Lee how the onboarding at Acme was", "rae")
    assert (task.reasons[0].text, task.reasons[0].fact) == (
        "Ann Lee started as Developer at Acme 2026-03-02; we ask about onboarding after 45 days",
        story.fact(1),
    )
    assert task.brings == {
        "employer": "Acme",
        "asks_for": "a rating from 1 to 5, what went well, and what fell short",
        "last_note": "the laptop came late",
    }


def test_it_closes_after_its_last_day_and_is_never_stale(given: Given) -> None:
    """On the 21st day still, the day after no more; a placement learned of years later asks for nothing."""
    given(PLACED).by("2026-05-07").expect(TASK).by("2026-05-08").expect()
    given(("2029-03-02", STARTED)).expect()


def test_each_placement_is_asked_about_and_no_other_job(given: Given) -> None:
    """We do not know how others bring people in."""
    second = replace(STARTED, placement="q", starts=exactly(date(2026, 8, 3)), client="Initech")
    given(PLACED, ("2026-03-02", second)).expect(TASK, f"{PLAY}, onboarding: 2026-09-17 to 2026-10-08")
    given(("2026-03-02", ConsentGiven(feed="linkedin")), moved("2026-03-02", "Acme")).expect()


def test_an_uncertain_start_counts_from_its_latest_day(given: Given) -> None:
    """One that is known less well than to a month is not asked about."""
    given(PLACED, rescheduled(month(2026, 3))).expect(f"{PLAY}, onboarding: 2026-05-15 to 2026-06-05")
    given(PLACED, rescheduled(Span(earliest=date(2026, 3, 2), latest=date(2026, 4, 3)))).expect()
    given(PLACED, rescheduled(Span(latest=date(2026, 3, 2)))).expect()


def test_a_corrected_start_moves_it(given: Given) -> None:
    """The same task, whichever of the two facts comes first."""
    story = given(PLACED)
    before = story.task("onboarding").task
    later = rescheduled(exactly(date(2026, 3, 16)))
    story.tell(later).expect(f"{PLAY}, onboarding: 2026-04-30 to 2026-05-21")
    assert story.task("onboarding").task == before
    given(later, PLACED).expect(f"{PLAY}, onboarding: 2026-04-30 to 2026-05-21")


def test_it_ends_with_the_placement(given: Given) -> None:
    """On its agreed last day; once it is over, or they moved on, nobody is asked."""
    given(PLACED, rescheduled(START, date(2026, 4, 20))).expect(
        f"{PLAY}, onboarding: 2026-04-16 to 2026-04-20"
    )
    given(PLACED, rescheduled(START, date(2026, 4, 15))).expect()
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 4, 20), early=True)
    story = given(PLACED, ("2026-04-17", ended)).expect()
    assert story.told[-2].because == "the placement has ended"
    given(PLACED, moved("2026-04-01", "Acme")).expect()
    given(PLACED, moved("2026-04-01", "Initech")).expect(TASK)


def test_a_cancelled_or_retracted_start_withdraws_it(given: Given) -> None:
    """And what is told twice is one task."""
    given(PLACED, PLACED).expect(TASK)
    given(PLACED, ("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()
    story = given(PLACED)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(0), reason="wrong person"))).expect()


def test_it_is_asked_once(given: Given) -> None:
    """Who was asked is not asked again, and a corrected start changes nothing of that."""
    story = given(PLACED)
    done = OutreachCompleted(
        task=story.task("onboarding").task,
        version=1,
        by="rae",
        play=PLAY,
        outcome="replied",
        on=date(2026, 4, 17),
        about="p",
    )
    story.tell(("2026-04-17", done)).expect().tell(rescheduled(exactly(date(2026, 3, 30)))).expect()


def test_another_contact_moves_it_and_a_no_holds_it_back(given: Given) -> None:
    """Care of importance 3 keeps 14 days from the last contact."""
    call = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 4, 10), channel="call")
    given(PLACED, ("2026-04-10", call)).expect(f"{PLAY}, onboarding: 2026-04-24 to 2026-05-07")
    late = replace(call, on=date(2026, 4, 24))
    given(PLACED, ("2026-04-24", late)).expect().expect_held_back("spacing", TASK)
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    later = Playbook(plays={PLAY: Settings(importance=3, after_days=60, open_days=7)})
    given(PLACED, playbook=later).expect(f"{PLAY}, onboarding: 2026-05-01 to 2026-05-08")
    given(PLACED, playbook=Playbook(plays={PLAY: Settings(importance=3, on=False)})).expect()
