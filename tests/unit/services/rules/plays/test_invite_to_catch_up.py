from collections.abc import Callable
from datetime import date
from typing import Any

from services.rules.playbook import Playbook
from services.rules.plays.invite_to_catch_up import Settings
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import GoalStated, NoteTaken
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly, month

Given = Callable[..., Any]

PLAY = "invite_to_catch_up"
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
START = date(2026, 3, 2)
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=exactly(START), client="Acme", title="Engineer"
)
PLACED = ("2026-03-02", STARTED)
FROM_START = f"{PLAY}, 1: 2026-08-29 to 2026-10-13"
FROM_CALL = f"{PLAY}, 1: 2026-09-30 to 2026-11-14"


def contact(
    day: str, channel: str = "call", *, answered: bool = True, name: str = "c", told: str | None = None
) -> tuple[str, Fact]:
    on = date.fromisoformat(day)
    logged = ContactLogged(feed="greenhouse", contact=name, on=on, channel=channel, answered=answered)
    return told or day, logged


def rescheduled(starts: Span) -> tuple[str, Fact]:
    return "2026-03-03", PlacementRescheduled(feed="greenhouse", placement="p", starts=starts)


def test_180_days_after_the_last_call_they_are_invited(given: Given) -> None:
    """For 45 days, with two weeks to choose from, a hold in the calendar for each, and what they told."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae"))
    goal = ("2026-04-03", GoalStated(feed="desk", goal="g", words="lead a team"))
    note = ("2026-04-03", NoteTaken(feed="desk", words="likes tea"))
    story = given(profile, PLACED, contact("2026-04-03"), goal, note).expect(FROM_CALL)
    task = story.task("1")
    assert (task.headline, task.recruiter) == ("Invite Ann Lee to catch up", "rae")
    assert task.reasons[0].text == "The last call or meeting with Ann Lee was on 2026-04-03"
    assert (task.reasons[0].fact, task.reasons[1].text) == (
        story.fact(2),
        "We invite to catch up after 180 days",
    )
    assert task.brings == {
        "proposes": "a time in the week of 2026-10-26, or in the week of 2026-11-02",
        "first_week": "2026-10-26",
        "second_week": "2026-11-02",
        "last_contact": "2026-04-03: met",
        "last_note": "likes tea",
        "goals": "lead a team",
    }
    assert [(one.kind, one.ref) for one in task.materials] == [
        ("calendar_hold", "2026-10-26"),
        ("calendar_hold", "2026-11-02"),
    ]


def test_the_weeks_begin_on_the_first_monday_after_the_notice(given: Given) -> None:
    """A notice that ends on a Monday proposes that week."""
    playbook = Playbook(plays={PLAY: Settings(importance=4, notice_days=26)})
    assert (
        given(PLACED, contact("2026-04-03"), playbook=playbook).task("1").brings["first_week"] == "2026-10-26"
    )


def test_without_a_word_the_newest_job_counts(given: Given) -> None:
    """From the start of a placement, or of a job we did not place them in."""
    task = given(PLACED).expect(FROM_START).task("1")
    assert task.reasons[0].text == (
        "this person started as Engineer at Acme 2026-03-02, and no call or meeting is known"
    )
    moved = RoleChanged(feed="linkedin", role="r", since=exactly(START), move=True, employer="Globex")
    given(YES, ("2026-03-05", moved)).expect(FROM_START)


def test_an_uncertain_start_counts_from_its_latest_day(given: Given) -> None:
    """Of an unknown one nothing is known; a wide one counts from the day we learned of it."""
    given(PLACED, rescheduled(month(2026, 3))).expect(f"{PLAY}, 1: 2026-09-27 to 2026-11-11")
    given(PLACED, rescheduled(Span())).expect()
    wide = Span(earliest=date(2025, 6, 1), latest=date(2026, 1, 1))
    moved = RoleChanged(feed="linkedin", role="r", since=wide, move=True, employer="Globex")
    given(YES, ("2026-03-02", moved)).expect(FROM_START)
    seen = RoleObserved(feed="linkedin", role="r", as_of=START, employer="Globex")
    given(YES, ("2026-03-05", seen)).expect(FROM_START)


def test_messages_and_calls_that_nobody_took_do_not_count(given: Given) -> None:
    """Only when they spoke with us; a meeting is that, whatever the channel."""
    given(PLACED, contact("2026-04-03", "message")).expect(FROM_START)
    met = OutreachCompleted(task="t", version=1, by="rae", play="x", outcome="met", on=date(2026, 4, 3))
    given(PLACED, ("2026-04-03", met)).expect(FROM_CALL)
    missed = OutreachCompleted(
        task="t", version=1, by="rae", play="x", outcome="no_answer", on=date(2026, 4, 3), channel="call"
    )
    given(PLACED, ("2026-04-03", missed)).expect(FROM_START)


def test_a_corrected_start_moves_it_and_another_call_makes_a_new_one(given: Given) -> None:
    """A date is not what a task is about; a call is."""
    story = given(PLACED)
    before = story.task("1").task
    story.tell(rescheduled(exactly(date(2026, 3, 16)))).expect(f"{PLAY}, 1: 2026-09-12 to 2026-10-27")
    assert story.task("1").task == before
    story.tell(contact("2026-04-03")).expect(FROM_CALL)
    assert story.task("1").task != before


def test_a_call_learned_of_late_counts_only_if_it_was_the_last(given: Given) -> None:
    """And one that is told twice counts once."""
    given(PLACED, contact("2026-04-03"), contact("2026-03-20", name="d", told="2026-04-10")).expect(FROM_CALL)
    given(PLACED, contact("2026-04-03"), contact("2026-04-03", told="2026-04-10")).expect(FROM_CALL)


def test_what_was_missed_comes_again_after_as_long(given: Given) -> None:
    """On the last day the task is there; the day after, the next one is."""
    story = given(PLACED).by("2026-10-13").expect(FROM_START)
    story.by("2026-10-14").expect(f"{PLAY}, 2: 2027-02-25 to 2027-04-11")


def test_one_that_was_done_by_message_is_not_asked_again(given: Given) -> None:
    """The call that follows begins anew; without one the next invitation comes in its time."""
    story = given(PLACED)
    done = OutreachCompleted(
        task=story.task("1").task, version=1, by="rae", play=PLAY, outcome="sent", on=date(2026, 9, 1)
    )
    story.tell(("2026-09-01", done)).expect()
    story.by("2026-10-14").expect(f"{PLAY}, 2: 2027-02-25 to 2027-04-11")


def test_a_cancelled_placement_and_a_retracted_call_withdraw_it(given: Given) -> None:
    """As if neither had been."""
    given(PLACED, ("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()
    story = given(PLACED, contact("2026-04-03"))
    story.tell(("2026-04-04", FactRetracted(fact=story.fact(1), reason="wrong person"))).expect(FROM_START)


def test_a_recent_message_moves_it_and_a_no_holds_it_back(given: Given) -> None:
    """Care of importance 4 keeps 14 days from the last contact."""
    given(PLACED, contact("2026-08-25", "message")).expect(f"{PLAY}, 1: 2026-09-08 to 2026-10-13")
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no).expect().expect_held_back("consent", FROM_START)


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    sooner = Playbook(plays={PLAY: Settings(importance=4, silence_days=90, open_days=7)})
    given(PLACED, playbook=sooner).expect(f"{PLAY}, 1: 2026-05-31 to 2026-06-07")
    given(PLACED, playbook=Playbook(plays={PLAY: Settings(importance=4, on=False)})).expect()
