from collections.abc import Callable
from datetime import date
from typing import Any

from shared.facts.corrections import FactRetracted
from shared.facts.people import ConsentGiven, ConsentWithdrawn
from shared.facts.placements import PlacementEnded, PlacementStarted
from shared.facts.roles import RoleChanged, RoleEnded
from shared.facts.spans import Span, exactly

Given = Callable[..., Any]
ALSO_ON = ("congratulate_on_a_move",)

PLAY = "stand_by_in_a_setback"
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=exactly(date(2025, 3, 2)), client="Acme", title="Engineer"
)
PLACED = ("2025-03-02", STARTED)
YES = ("2025-01-01", ConsentGiven(feed="linkedin"))
EARLY = f"{PLAY}, ended early: 2026-03-02 to 2026-03-16"
LEFT = f"{PLAY}, ended: 2026-03-02 to 2026-03-16"


def ended(*, early: bool = True) -> PlacementEnded:
    return PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 3, 2), early=early)


def left(*, laid_off: bool = False, employer: str = "Globex") -> RoleEnded:
    until = Span(earliest=date(2026, 2, 1), latest=date(2026, 3, 2))
    return RoleEnded(feed="linkedin", role="r", until=until, laid_off=laid_off, employer=employer)


def new_role(day: date) -> RoleChanged:
    return RoleChanged(feed="linkedin", role="n", since=exactly(day), move=True, employer="Initech")


def test_a_placement_that_ended_early_asks_us_to_stand_by(given: Given) -> None:
    """14 days from the last day; the task says what happened and until when nobody asks a favour."""
    task = given(PLACED, ("2026-03-02", ended())).expect(EARLY).task("ended early")
    assert task.headline == "Stand by this person: the job at Acme ended early"
    assert task.brings == {
        "employer": "Acme",
        "what_happened": "The placement as Engineer at Acme ended early, on 2026-03-02",
        "asks_pause_until": "2026-05-31",
    }


def test_an_end_that_was_agreed_is_no_setback(given: Given) -> None:
    """Only an early one is."""
    given(PLACED, ("2026-03-02", ended(early=False))).expect()


def test_a_role_that_ended_with_none_after_it_asks_us_to_stand_by(given: Given) -> None:
    """Within an interval the latest day counts; a lay-off is named."""
    given(YES, ("2026-03-03", left())).expect(LEFT)
    task = given(YES, ("2026-03-03", left(laid_off=True))).expect(LEFT).task("ended")
    assert task.reasons[0].text == (
        "this person was laid off from their role at Globex between 2026-02-01 and 2026-03-02,"
        " with nothing known to follow"
    )


def test_it_closes_after_its_last_day_and_is_never_stale(given: Given) -> None:
    """On the 14th day still, the day after no more, and learned years later never."""
    given(PLACED, ("2026-03-02", ended())).by("2026-03-16").expect(EARLY).by("2026-03-17").expect()
    given(PLACED, ("2029-03-02", ended())).expect()


def test_something_new_that_follows_withdraws_it(given: Given) -> None:
    """Who has moved on is congratulated instead."""
    story = given(PLACED, ("2026-03-02", ended())).tell(("2026-03-05", new_role(date(2026, 3, 4))))
    assert {entry.task.play for entry in story.entries("planned")} == {"congratulate_on_a_move"}
    before = given(YES, ("2026-01-02", new_role(date(2026, 1, 1))), ("2026-03-03", left()))
    assert PLAY in {entry.task.play for entry in before.entries("planned")}


def test_one_setback_told_twice_is_one_task(given: Given) -> None:
    """The placement's end and the role's end at that employer are the same."""
    given(PLACED, ("2026-03-02", ended()), ("2026-03-03", left(employer="ACME Inc"))).expect(EARLY)


def test_a_retraction_withdraws_it(given: Given) -> None:
    """They did not leave after all."""
    story = given(PLACED, ("2026-03-02", ended()))
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="mistaken"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first, even for the most important care."""
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, ("2026-03-02", ended()), no).expect().expect_held_back("consent", EARLY)
