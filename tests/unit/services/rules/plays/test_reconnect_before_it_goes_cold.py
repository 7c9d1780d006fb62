from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from services.rules.playbook import Playbook
from services.rules.plays.reconnect_before_it_goes_cold import Settings
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReviewLeft
from shared.facts.heard import GoalStated, InterestStated, MotivationStated, NoteTaken, SatisfactionStated
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementCancelled, PlacementRescheduled, PlacementStarted
from shared.facts.spans import Span, exactly, month

Given = Callable[..., Any]

PLAY = "reconnect_before_it_goes_cold"
YES = ("2025-01-01", ConsentGiven(feed="greenhouse"))
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 2)), client="Acme", title="Engineer"
)
PLACED = ("2026-03-02", STARTED)
ADVOCATE = f"{PLAY}, silence: 2026-05-17 to 2026-06-16"
WARM = f"{PLAY}, silence: 2026-06-16 to 2026-07-16"
COOL = f"{PLAY}, silence: 2026-08-15 to 2026-09-14"


def contact(
    day: str, *, answered: bool = False, name: str = "c", told: str | None = None, words: str | None = None
) -> tuple[str, Fact]:
    on = date.fromisoformat(day)
    logged = ContactLogged(
        feed="greenhouse", contact=name, on=on, channel="message", answered=answered, words=words
    )
    return told or day, logged


def numbers(**numbers: int) -> Playbook:
    return Playbook(plays={PLAY: replace(Settings(importance=3), **numbers)})


SILENT = contact("2026-03-02")


def test_who_is_cool_is_written_to_before_180_days_of_silence(given: Given) -> None:
    """From 14 days before, for 30 days; with the last things said."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae"))
    said = (
        ("2026-01-03", NoteTaken(feed="desk", words="likes tea")),
        ("2026-01-03", GoalStated(feed="desk", goal="g", words="lead a team")),
        ("2026-01-03", MotivationStated(feed="desk", words="learning")),
        ("2026-01-03", InterestStated(feed="desk", topic="Kafka")),
        contact("2025-06-01", answered=True, name="d", words="all is well"),
    )
    story = given(YES, profile, *said, contact("2026-03-02", words="wrote a card")).expect(COOL)
    task = story.task("silence")
    assert (task.headline, task.recruiter) == ("Reconnect with Ann Lee before it goes cold", "rae")
    assert (task.reasons[0].text, task.reasons[0].fact) == (
        "The last contact with Ann Lee was on 2026-03-02",
        story.fact(7),
    )
    assert task.reasons[1].text == "Their closeness will be cool, which allows 180 days: until 2026-08-29"
    assert task.brings == {
        "last_contact": "2026-03-02: wrote a card",
        "last_answer": "2025-06-01: all is well",
        "last_note": "likes tea",
        "goals": "lead a team",
        "motivations": "learning",
        "interests": "Kafka",
    }


def test_who_is_closer_may_be_left_alone_for_less_long(given: Given) -> None:
    """120 days for who answered, 90 for an advocate."""
    given(YES, contact("2026-03-02", answered=True)).expect(WARM)
    review = ReviewLeft(feed="desk", platform="Google", on=date(2026, 1, 10))
    given(YES, ("2026-01-10", review), SILENT).expect(ADVOCATE)
    given(YES, contact("2026-03-02", answered=True), ("2026-03-03", review)).expect(ADVOCATE)


@pytest.mark.parametrize(("answered", "expected"), [("2026-01-01", WARM), ("2025-12-31", COOL)])
def test_the_closeness_of_the_due_day_itself_counts(given: Given, answered: str, expected: str) -> None:
    """An answer keeps warm for 180 days: until 2026-06-30, the 120th of the silence, or not so long."""
    given(YES, contact(answered, answered=True, name="d"), SILENT).expect(expected)


def test_that_days_pass_changes_nothing(given: Given) -> None:
    """Neither when a warm time ends nor when the window opens; after its last day the task is gone."""
    story = given(YES, contact("2025-12-31", answered=True, name="d"), SILENT)
    for day in ("2026-06-01", "2026-06-30", "2026-08-15", "2026-09-14"):
        story.by(day).expect(COOL)
    story.by("2026-09-15").expect()
    story.expect_told("TaskPlanned", "TaskPlanned", "TaskWithdrawn", "TaskExpired")


def test_a_playbook_in_which_closeness_runs_out_first_finds_the_day_as_well(given: Given) -> None:
    """Where less silence is allowed from a day on than has passed already, that day counts."""
    story = given(
        YES, contact("2026-03-02", answered=True), playbook=numbers(warm_days=100, longest_silence_cool=60)
    )
    story.expect(f"{PLAY}, silence: 2026-05-28 to 2026-06-27")
    cold = given(YES, SILENT, playbook=numbers(longest_silence_cool=400, days_before=0))
    cold.expect(f"{PLAY}, silence: 2027-03-03 to 2027-04-02")
    assert "closeness will be cold" in cold.task("silence").reasons[1].text


def test_without_a_contact_the_newest_placement_begins_the_silence(given: Given) -> None:
    """They were in touch with us then; with neither there is no silence."""
    task = given(PLACED).expect(COOL).task("silence")
    assert task.reasons[0].text == (
        "this person started as Engineer at Acme 2026-03-02, and no contact is known"
    )
    given(YES).expect()


def test_a_corrected_start_moves_it_and_a_cancelled_one_withdraws_it(given: Given) -> None:
    """Under the same id; a month counts from its last day, and what is less certain does not count."""
    story = given(PLACED)
    before = story.task("silence").task
    moved = PlacementRescheduled(feed="greenhouse", placement="p", starts=month(2026, 3))
    story.tell(("2026-03-03", moved)).expect(f"{PLAY}, silence: 2026-09-13 to 2026-10-13")
    assert story.task("silence").task == before
    wide = PlacementRescheduled(feed="greenhouse", placement="p", starts=Span(latest=date(2026, 3, 2)))
    story.tell(("2026-03-04", wide)).expect()
    given(PLACED, ("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()


def test_a_contact_ends_the_silence_and_begins_another(given: Given) -> None:
    """As another task, whether this one was done or not."""
    story = given(YES, SILENT)
    before = story.task("silence").task
    done = OutreachCompleted(
        task=before, version=1, by="rae", play=PLAY, outcome="replied", on=date(2026, 8, 20)
    )
    story.tell(("2026-08-20", done)).expect(f"{PLAY}, silence: 2026-12-04 to 2027-01-03")
    assert story.task("silence").task != before


def test_late_duplicate_and_retracted_contacts(given: Given) -> None:
    """The latest contact that holds counts, in whatever order we learn of them."""
    given(YES, SILENT, contact("2026-02-01", name="d", told="2026-03-20")).expect(COOL)
    given(YES, SILENT, contact("2026-03-02", told="2026-03-20")).expect(COOL)
    story = given(YES, SILENT, contact("2026-03-20", answered=True, name="d"))
    story.tell(("2026-03-21", FactRetracted(fact=story.fact(2), reason="wrong person"))).expect(COOL)


def test_who_stops_to_be_an_advocate_may_be_left_alone_for_longer(given: Given) -> None:
    """The task moves when the rating falls."""
    story = given(YES, SILENT, ("2026-03-03", SatisfactionStated(feed="d", on=date(2026, 3, 3), score=9)))
    story.expect(ADVOCATE)
    story.tell(("2026-03-04", SatisfactionStated(feed="d", on=date(2026, 3, 4), score=5))).expect(COOL)
    story.expect_told("TaskPlanned", "TaskMoved", "TaskMoved")


def test_the_ends_of_the_calendar_break_nothing(given: Given) -> None:
    """A contact noted for a day in the year 1 is long cold."""
    given(YES, contact("0001-01-01", told="2026-03-02"), playbook=numbers(days_before=3_650)).expect()


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(YES, SILENT, no).expect().expect_held_back("consent", COOL)


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    sooner = numbers(longest_silence_cool=100, days_before=10, open_days=5)
    given(YES, SILENT, playbook=sooner).expect(f"{PLAY}, silence: 2026-05-31 to 2026-06-05")
    given(YES, SILENT, playbook=Playbook(plays={PLAY: Settings(importance=3, on=False)})).expect()
