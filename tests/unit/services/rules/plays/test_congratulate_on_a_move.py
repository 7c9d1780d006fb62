from collections.abc import Callable
from datetime import date
from typing import Any

from shared.facts.people import ConsentGiven, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.roles import RoleChanged, RoleEnded
from shared.facts.spans import Span, exactly

Given = Callable[..., Any]
ALSO_ON = ("stand_by_in_a_setback",)

PLAY = "congratulate_on_a_move"
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
SINCE = Span(earliest=date(2026, 2, 1), latest=date(2026, 3, 1))
TASK = f"{PLAY}, move: 2026-03-02 to 2026-03-23"


def moved(
    role: str = "new", since: Span = SINCE, employer: str = "Globex", *, move: bool = True
) -> RoleChanged:
    return RoleChanged(
        feed="linkedin",
        role=role,
        since=since,
        move=move,
        employer=employer,
        title="Engineer",
        old_employer="Acme",
        old_title="Developer",
    )


def test_a_move_is_congratulated_from_the_day_we_learned_of_it(given: Given) -> None:
    """21 days, with both roles and the interval in which it happened."""
    profile = PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae@agency.example")
    task = given(YES, ("2026-01-02", profile), ("2026-03-02", moved())).expect(TASK).task("move")
    assert (task.headline, task.recruiter) == (
        "Congratulate Ann Lee on the move to Globex",
        "rae@agency.example",
    )
    assert task.brings == {
        "old_role": "Developer at Acme",
        "new_role": "Engineer at Globex",
        "employer": "Globex",
        "since": "between 2026-02-01 and 2026-03-01",
        "words": "congratulations",
    }
    assert "we learned of it on 2026-03-02" in task.reasons[0].text


def test_it_closes_after_its_last_day(given: Given) -> None:
    """On the 21st day still, the day after no more."""
    given(YES, ("2026-03-02", moved())).by("2026-03-23").expect(TASK).by("2026-03-24").expect()


def test_an_old_move_asks_for_other_words(given: Given) -> None:
    """Older than 120 days when we learned of it; 120 days are not yet old."""
    young = moved(since=exactly(date(2025, 11, 2)))
    assert given(YES, ("2026-03-02", young)).task("move").brings["words"] == "congratulations"
    old = moved(since=exactly(date(2025, 11, 1)))
    task = given(YES, ("2026-03-02", old)).expect(TASK).task("move")
    assert task.brings["words"] == "late congratulations"
    assert task.headline == "Ask this person how they like it at Globex: the move was some time ago"


def test_another_title_at_the_same_employer_is_no_move(given: Given) -> None:
    """Only a new employer counts."""
    given(YES, ("2026-03-02", moved(move=False))).expect()


def test_only_the_latest_move_is_congratulated(given: Given) -> None:
    """A move on top of a move withdraws the earlier task."""
    story = given(YES, ("2026-03-02", moved()))
    story.tell(("2026-03-10", moved("newer", exactly(date(2026, 3, 9)), "Initech")))
    story.expect(f"{PLAY}, move: 2026-03-10 to 2026-03-31")
    assert story.told[-2].because == "it no longer applies"


def test_a_role_that_is_over_again_is_not_congratulated(given: Given) -> None:
    """Somebody who has already left needs other words."""
    ended = RoleEnded(feed="linkedin", role="new", until=exactly(date(2026, 3, 5)), employer="Globex")
    story = given(YES, ("2026-03-02", moved()), ("2026-03-06", ended))
    assert [entry.task.play for entry in story.entries("planned")] == ["stand_by_in_a_setback"]


def test_a_move_that_the_agency_arranged_is_no_news(given: Given) -> None:
    """A placement at that employer around that time is the move; elsewhere, or years ago, it is not."""
    ours = PlacementStarted(
        feed="greenhouse", placement="p", starts=exactly(date(2026, 2, 20)), client="GLOBEX Ltd."
    )
    story = given(("2026-02-20", ours), ("2026-03-02", moved()))
    assert PLAY not in {entry.task.play for entry in story.entries("planned")}
    long_ago = PlacementStarted(
        feed="greenhouse", placement="p", starts=exactly(date(2019, 2, 20)), client="Globex"
    )
    given(("2026-02-20", long_ago), ("2026-03-02", moved())).expect(TASK)


def test_silence_of_somebody_we_never_placed_holds_it_back(given: Given) -> None:
    """For them silence is no yes."""
    story = given(("2026-03-02", moved())).expect().expect_held_back("consent", TASK)
    assert story.task("move").reasons[-1].text == (
        "They have not agreed to being written to and were not placed by us"
    )
