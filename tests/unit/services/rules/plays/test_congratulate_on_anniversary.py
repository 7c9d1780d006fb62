from collections.abc import Callable
from datetime import date
from typing import Any

from shared.facts.corrections import FactRetracted
from shared.facts.dates import AnniversaryDue
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentWithdrawn
from shared.facts.placements import PlacementCancelled, PlacementEnded, PlacementStarted
from shared.facts.roles import RoleChanged
from shared.facts.spans import exactly

Given = Callable[..., Any]

PLAY = "congratulate_on_anniversary"
STARTED = PlacementStarted(
    feed="placements", placement="p", starts=exactly(date(2024, 3, 2)), client="Acme", title="Engineer"
)
DUE = AnniversaryDue(placement="p", occurs_on=date(2026, 3, 2), years=2)
PLACED = (("2024-03-02", STARTED), ("2026-02-23", DUE))
YEAR_2 = f"{PLAY}, year 2: 2026-03-02 to 2026-03-12"


def test_an_announced_anniversary_is_congratulated(given: Given) -> None:
    """From the day itself, ten days long."""
    task = given(*PLACED).expect(YEAR_2).task("year 2")
    assert task.headline == "Congratulate this person on 2 years at Acme"
    assert [why.text for why in task.reasons] == [
        "this person started as Engineer at Acme 2024-03-02",
        "That is 2 years ago on 2026-03-02",
    ]
    assert task.brings == {"client": "Acme", "years": "2"}


def test_an_extension_says_that_it_counts_on(given: Given) -> None:
    """The years are those with the client, not those of the placement."""
    due = AnniversaryDue(placement="p", occurs_on=date(2026, 3, 2), years=4)
    task = given(("2024-03-02", STARTED), ("2026-02-23", due)).task("year 4")
    assert task.headline == "Congratulate this person on 4 years at Acme"
    assert task.reasons[1].text == "With what came before it there, that makes 4 years on 2026-03-02"


def test_it_brings_along_what_has_happened_since(given: Given) -> None:
    """A new title at the same employer, and the last contact."""
    promoted = RoleChanged(
        feed="linkedin",
        role="r",
        since=exactly(date(2025, 5, 1)),
        move=False,
        employer="Acme",
        title="Lead Engineer",
    )
    spoke = OutreachCompleted(
        task="t",
        version=1,
        by="rae",
        play="other",
        outcome="met",
        on=date(2025, 6, 1),
        note="enjoys the team",
    )
    story = given(("2025-05-02", promoted), ("2025-06-01", spoke), *PLACED)
    assert story.task("year 2").brings == {
        "client": "Acme",
        "years": "2",
        "role_now": "Lead Engineer at Acme",
        "last_contact": "2025-06-01: enjoys the team",
    }


def test_it_is_there_until_its_last_day(given: Given) -> None:
    """On the tenth day still, on the eleventh no more."""
    given(*PLACED).by("2026-03-12").expect(YEAR_2).by("2026-03-13").expect()


def test_a_retracted_announcement_withdraws_it_and_the_next_one_moves_it(given: Given) -> None:
    """The calendar takes an anniversary back and announces it anew: the same task on another day."""
    story = given(*PLACED)
    before = story.task("year 2").task
    story.tell(("2026-02-24", FactRetracted(fact=story.fact(1), reason="corrected"))).expect()
    again = AnniversaryDue(placement="p", occurs_on=date(2026, 3, 9), years=2)
    story.tell(("2026-02-24", again)).expect(f"{PLAY}, year 2: 2026-03-09 to 2026-03-19")
    assert story.task("year 2").task == before
    assert [entry.revision for entry in story.entries("planned")] == [3]


def test_two_announcements_of_one_anniversary_are_one_task_on_the_newer_day(given: Given) -> None:
    """Whichever arrives first."""
    again = AnniversaryDue(placement="p", occurs_on=date(2026, 3, 9), years=2)
    given(*PLACED, ("2026-02-24", again)).expect(f"{PLAY}, year 2: 2026-03-09 to 2026-03-19")
    given(("2026-02-24", again), *PLACED).expect(f"{PLAY}, year 2: 2026-03-09 to 2026-03-19")


def test_nobody_is_congratulated_on_a_job_they_left(given: Given) -> None:
    """A placement that ended before the day, or was cancelled, has no anniversary."""
    ended = PlacementEnded(feed="placements", placement="p", ended_on=date(2026, 3, 1), early=False)
    given(*PLACED, ("2026-03-01", ended)).expect()
    given(*PLACED, ("2026-03-01", PlacementCancelled(feed="placements", placement="p"))).expect()


def test_an_anniversary_of_an_unknown_placement_waits_for_it(given: Given) -> None:
    """The announcement may arrive first."""
    given(("2026-02-23", DUE)).expect().tell(("2026-02-24", STARTED)).expect(YEAR_2)


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first, for congratulations as well."""
    no = ConsentWithdrawn(feed="placements")
    given(*PLACED, ("2026-02-24", no)).expect().expect_held_back("consent", YEAR_2)
