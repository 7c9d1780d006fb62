from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, Playbook
from shared.facts.corrections import FactRetracted
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span, exactly, month

Given = Callable[..., Any]

PLAY = "check_in_on_settling_in"
STARTED = PlacementStarted(
    feed="greenhouse",
    placement="p",
    starts=exactly(date(2026, 3, 2)),
    recruiter="rae@agency.example",
    client="Acme",
    title="Engineer",
)
DAY_7 = f"{PLAY}, day 7: 2026-03-09 to 2026-03-19"
DAY_30 = f"{PLAY}, day 30: 2026-04-01 to 2026-04-11"
DAY_60 = f"{PLAY}, day 60: 2026-05-01 to 2026-05-11"
DAY_90 = f"{PLAY}, day 90: 2026-05-31 to 2026-06-10"
ALL = (DAY_7, DAY_30, DAY_60, DAY_90)


def rescheduled(starts: Span, ends: date | None = None) -> PlacementRescheduled:
    return PlacementRescheduled(feed="greenhouse", placement="p", starts=starts, ends=ends)


def test_a_start_asks_for_four_check_ins(given: Given) -> None:
    """Days 7, 30, 60 and 90 after the start, each open for ten days more."""
    given(("2026-03-02", STARTED)).expect(*ALL)


def test_it_says_why_and_by_whom(given: Given) -> None:
    """The reason names the start, its fact, day and feed; who placed them does it."""
    story = given(("2026-03-02", STARTED))
    task = story.task("day 7")
    assert (
        task.reasons[0].text == "this person started as Engineer at Acme 2026-03-02; we check in after 7 days"
    )
    assert (task.reasons[0].fact, task.reasons[0].on) == (story.fact(0), date(2026, 3, 2))
    assert (task.reasons[0].feed, task.recruiter) == ("greenhouse", "rae@agency.example")
    assert task.brings == {"client": "Acme", "days": "7", "asks_for": "their satisfaction, from 0 to 10"}


def test_who_looks_after_them_now_comes_first(given: Given) -> None:
    """A profile that names another recruiter, and the person's name, revises the task."""
    profile = PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="sam@agency.example")
    story = given(("2026-03-02", STARTED), ("2026-03-03", profile))
    task = story.task("day 7")
    assert (task.recruiter, task.person_name) == ("sam@agency.example", "Ann Lee")
    assert task.headline == "Ask Ann Lee how they are settling in at Acme"
    story.expect_told(*["TaskPlanned"] * 4, *["TaskRevised"] * 4)


def test_what_they_said_last_time_comes_along(given: Given) -> None:
    """The note and the satisfaction of the last check-in stand in the next one."""
    story = given(("2026-03-02", STARTED))
    task = story.task("day 7").task
    done = OutreachCompleted(
        task=task,
        version=1,
        by="rae",
        play=PLAY,
        outcome="replied",
        on=date(2026, 3, 10),
        note="likes the team",
        satisfaction=8,
    )
    story.tell(("2026-03-10", done)).expect(DAY_30, DAY_60, DAY_90)
    assert story.task("day 30").brings["said_last_time"] == "2026-03-10: likes the team"
    assert story.task("day 30").brings["satisfaction_last_time"] == "8"


def test_it_is_there_until_its_last_day_and_gone_the_day_after(given: Given) -> None:
    """The window's last day still counts; the day after, the task expires."""
    story = given(("2026-03-02", STARTED)).by("2026-03-19").expect(*ALL)
    story.by("2026-03-20").expect(DAY_30, DAY_60, DAY_90)
    assert [type(one).__name__ for one in story.told].count("TaskExpired") == 1


def test_the_past_is_never_planned(given: Given) -> None:
    """A placement learned of years later opens no stale task."""
    given(("2029-01-01", STARTED)).expect()


def test_a_corrected_start_moves_them(given: Given) -> None:
    """The same tasks, in other windows."""
    story = given(("2026-03-02", STARTED))
    before = story.task("day 7").task
    story.tell(("2026-03-03", rescheduled(exactly(date(2026, 3, 16)))))
    assert story.task("day 7").task == before
    assert story.task("day 7").opens_on == date(2026, 3, 23)
    story.expect_told(*["TaskPlanned"] * 4, *["TaskMoved"] * 4)


def test_a_correction_that_arrives_first_waits_for_the_start(given: Given) -> None:
    """Dates of an unknown placement plan nothing; with the start, the correction holds."""
    story = given(("2026-03-03", rescheduled(exactly(date(2026, 3, 16))))).expect()
    story.tell(("2026-03-02", STARTED))
    assert story.task("day 7").opens_on == date(2026, 3, 23)


def test_a_month_is_counted_from_its_last_day_and_less_is_not_counted(given: Given) -> None:
    """Nobody is asked before they began, and nothing is made up from an unknown start."""
    story = given(("2026-03-02", STARTED), ("2026-03-03", rescheduled(month(2026, 3))))
    assert story.task("day 7").opens_on == date(2026, 4, 7)
    story.tell(("2026-03-04", rescheduled(Span(earliest=date(2026, 3, 1))))).expect()


def test_it_ends_with_the_placement(given: Given) -> None:
    """Neither an agreed last day nor a real one is followed by a check-in."""
    story = given(("2026-03-02", STARTED), ("2026-03-03", rescheduled(STARTED.starts, date(2026, 4, 5))))
    story.expect(DAY_7, f"{PLAY}, day 30: 2026-04-01 to 2026-04-05")
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 12), early=False)
    story.tell(("2026-03-12", ended)).expect(f"{PLAY}, day 7: 2026-03-09 to 2026-03-12")


def test_a_cancelled_hire_withdraws_them_and_a_new_one_begins_anew(given: Given) -> None:
    """What is said later and happens later takes the cancellation back, under new tasks."""
    story = given(("2026-03-02", STARTED))
    before = story.task("day 7").task
    story.tell(("2026-03-03", PlacementCancelled(feed="greenhouse", placement="p"))).expect()
    assert {one.because for one in story.told if type(one).__name__ == "TaskWithdrawn"} == {
        "the placement was cancelled"
    }
    story.tell(("2026-03-04", STARTED)).expect(*ALL)
    assert story.task("day 7").task != before


def test_a_retracted_start_withdraws_them_and_taking_that_back_reinstates_them(given: Given) -> None:
    """As if it had not been said; the same tasks return at their next revision."""
    story = given(("2026-03-02", STARTED))
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(0), reason="wrong person"))).expect()
    story.tell(("2026-03-04", FactRetracted(fact=story.fact(1), reason="it was right"))).expect(*ALL)
    assert {entry.revision for entry in story.entries("planned")} == {3}


def test_a_no_holds_them_back_and_a_yes_brings_them_again(given: Given) -> None:
    """Nothing at all goes to somebody who said no."""
    story = given(("2026-03-02", STARTED), ("2026-03-03", ConsentWithdrawn(feed="greenhouse")))
    story.expect().expect_held_back("consent", *ALL)
    assert story.task("day 7").reasons[-1].text == "They said no to being written to"
    story.tell(("2026-03-04", ConsentGiven(feed="greenhouse"))).expect(*ALL)


def test_an_agency_can_switch_it_off_or_change_its_days(given: Given) -> None:
    """The playbook decides."""
    off = Playbook(plays={PLAY: replace(STANDARD.settings(PLAY), on=False)})
    given(("2026-03-02", STARTED), playbook=off).expect()
    once = Playbook(plays={PLAY: replace(STANDARD.settings(PLAY), days=(30,))})
    given(("2026-03-02", STARTED), playbook=once).expect(DAY_30)
    assert len({off.version, once.version, STANDARD.version}) == 3
    assert Playbook().version == STANDARD.version
