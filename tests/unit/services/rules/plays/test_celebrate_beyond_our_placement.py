from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import AchievementNoted
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span, exactly, month

Given = Callable[..., Any]
Told = tuple[str, Fact]

PLAY = "celebrate_beyond_our_placement"
YES = ("2023-01-01", ConsentGiven(feed="linkedin"))
TODAY = ("2026-02-20", PersonProfiled(feed="linkedin"))
NEW = RoleChanged(
    feed="linkedin",
    role="r",
    since=exactly(date(2024, 3, 2)),
    move=True,
    employer="Globex",
    title="Engineer",
)
MOVED = ("2024-03-10", NEW)
YEAR_2 = f"{PLAY}, year 2: 2026-03-02 to 2026-03-16"
YEAR_3 = f"{PLAY}, year 3: 2027-03-02 to 2027-03-16"
PRIZE = AchievementNoted(
    feed="greenhouse", achievement="a", on=date(2026, 3, 2), words="spoke at a conference"
)
NOTED = ("2026-03-04", PRIZE)
PRAISE = f"{PLAY}, achievement: 2026-03-04 to 2026-03-18"


def began(since: Span) -> Told:
    return "2024-03-10", replace(NEW, since=since)


def done(task: str, day: str) -> Told:
    on = date.fromisoformat(day)
    return day, OutreachCompleted(task=task, version=1, by="rae", play=PLAY, outcome="sent", on=on)


def test_an_anniversary_in_a_job_elsewhere_is_congratulated(given: Given) -> None:
    """From the day itself, 14 days long; it needs no announcement."""
    story = given(YES, MOVED, TODAY).expect(YEAR_2)
    task = story.task("year 2")
    assert (task.side, task.importance, task.about) == ("care", 3, "r")
    assert task.headline == "Congratulate this person on 2 years at Globex"
    assert [(why.text, why.fact) for why in task.reasons] == [
        (
            "this person began as Engineer at Globex 2024-03-02; that is 2 years ago on 2026-03-02",
            story.fact(1),
        )
    ]
    assert task.brings == {"years": "2", "role": "Engineer at Globex", "employer": "Globex"}


def test_the_first_year_is_one_year(given: Given) -> None:
    """The day they began is none."""
    story = given(YES, MOVED).expect(f"{PLAY}, year 1: 2025-03-02 to 2025-03-16")
    assert story.task("year 1").headline == "Congratulate this person on one year at Globex"


def test_one_year_follows_the_other(given: Given) -> None:
    """On the 14th day still; the day after, or once it was done, the next one stands in the plan."""
    story = given(YES, MOVED, TODAY).by("2026-03-16").expect(YEAR_2).by("2026-03-17").expect(YEAR_3)
    story = given(YES, MOVED, TODAY)
    story.tell(done(story.task("year 2").task, "2026-03-03")).expect().by("2026-03-17").expect(YEAR_3)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-05", f"{PLAY}, year 2: 2026-02-28 to 2026-03-14"),
        ("2028-01-05", f"{PLAY}, year 4: 2028-02-29 to 2028-03-14"),
    ],
)
def test_the_29th_of_february_is_the_28th_in_other_years(given: Given, today: str, expected: str) -> None:
    """And itself in leap years."""
    given(YES, began(exactly(date(2024, 2, 29)))).by(today).expect(expected)


def test_at_the_turn_of_the_year_last_years_anniversary_is_still_open(given: Given) -> None:
    """A window that reaches into January."""
    given(YES, began(exactly(date(2023, 12, 28)))).by("2026-01-11").expect(
        f"{PLAY}, year 2: 2025-12-28 to 2026-01-11"
    )


def test_where_the_calendar_ends_there_is_no_anniversary(given: Given) -> None:
    """An odd date is no reason to fail."""
    given(YES, began(exactly(date.max))).expect()


def test_a_month_counts_from_its_last_day_and_less_is_not_counted(given: Given) -> None:
    """Nobody is congratulated too early, or on a made-up day."""
    given(YES, began(month(2024, 3)), TODAY).expect(f"{PLAY}, year 2: 2026-03-31 to 2026-04-14")
    wide = Span(earliest=date(2024, 3, 1), latest=date(2024, 4, 2))
    given(YES, began(wide), TODAY).expect()
    seen = RoleObserved(feed="linkedin", role="r", as_of=date(2024, 3, 2), employer="Globex")
    given(YES, ("2024-03-02", seen), TODAY).expect()


def test_a_start_that_was_wrong_withdraws_it(given: Given) -> None:
    """What is said instead has an anniversary of its own."""
    story = given(YES, MOVED, TODAY).expect(YEAR_2)
    story.tell(("2026-02-21", FactRetracted(fact=story.fact(1), reason="corrected"))).expect()
    story.tell(("2026-02-22", replace(NEW, since=exactly(date(2024, 3, 9)))))
    story.expect(f"{PLAY}, year 2: 2026-03-09 to 2026-03-23")


def test_who_left_the_job_has_no_anniversary_there(given: Given) -> None:
    """Nor who has taken up another one, which has its own."""
    left = RoleEnded(feed="linkedin", role="r", until=exactly(date(2026, 2, 1)), employer="Globex")
    given(YES, MOVED, ("2026-02-20", left)).expect()
    moved_on = replace(
        NEW, role="s", since=exactly(date(2026, 2, 2)), employer="Initech", old_employer="Globex"
    )
    given(YES, MOVED, ("2026-02-20", moved_on)).expect(f"{PLAY}, year 1: 2027-02-02 to 2027-02-16")


def test_a_job_that_we_found_them_is_for_other_plays(given: Given) -> None:
    """Its anniversaries and what they achieve there."""
    ours = PlacementStarted(
        feed="greenhouse", placement="p", starts=exactly(date(2024, 3, 1)), client="GLOBEX Ltd."
    )
    given(("2024-03-01", ours), MOVED, TODAY, NOTED).expect()


def test_an_achievement_is_celebrated(given: Given) -> None:
    """14 days from the day it was said."""
    story = given(YES, NOTED).expect(PRAISE)
    task = story.task("achievement")
    assert (task.about, task.headline) == ("a", "Celebrate with this person: spoke at a conference")
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("They achieved something on 2026-03-02: spoke at a conference", story.fact(1))
    ]
    assert task.brings == {"achievement": "spoke at a conference", "achieved_on": "2026-03-02"}


def test_it_brings_the_job_in_which_they_achieved_it(given: Given) -> None:
    """As far as we know one; and it needs no words."""
    wordless = ("2026-05-04", replace(PRIZE, on=date(2026, 5, 4), words=None))
    task = given(YES, MOVED, wordless).task("achievement")
    assert task.headline == "Celebrate with this person: an achievement"
    assert task.brings == {
        "achieved_on": "2026-05-04",
        "role": "Engineer at Globex",
        "employer": "Globex",
    }


def test_an_achievement_is_there_until_its_last_day(given: Given) -> None:
    """On the 14th day still, on the 15th no more."""
    given(YES, NOTED).by("2026-03-18").expect(PRAISE).by("2026-03-19").expect()


def test_an_achievement_that_lies_ahead_waits_for_its_day(given: Given) -> None:
    """A degree that is handed over next month."""
    ahead = ("2026-03-04", replace(PRIZE, on=date(2026, 4, 1)))
    given(YES, ahead).expect(f"{PLAY}, achievement: 2026-04-01 to 2026-04-15")


def test_an_old_achievement_is_not_celebrated(given: Given) -> None:
    """60 days old when it was said is not yet old."""
    given(YES, ("2026-03-04", replace(PRIZE, on=date(2026, 1, 3)))).expect(PRAISE)
    given(YES, ("2026-03-04", replace(PRIZE, on=date(2026, 1, 2)))).expect()


def test_an_achievement_said_anew_keeps_its_task(given: Given) -> None:
    """In other words; once celebrated it stays so."""
    story = given(YES, NOTED)
    before = story.task("achievement").task
    again = ("2026-03-05", replace(PRIZE, words="gave the keynote"))
    story.tell(again).expect(f"{PLAY}, achievement: 2026-03-05 to 2026-03-19")
    assert story.task("achievement").task == before
    story.tell(done(before, "2026-03-06"), ("2026-03-25", PRIZE)).expect()


def test_a_retraction_withdraws_it(given: Given) -> None:
    """It was somebody else."""
    story = given(YES, NOTED)
    story.tell(("2026-03-05", FactRetracted(fact=story.fact(1), reason="wrong person"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_it_keeps_its_distance_from_the_last_contact(given: Given) -> None:
    """14 days: care of this importance is not exempt."""
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 2, 25), channel="call")
    given(YES, ("2026-02-25", called), NOTED).expect(f"{PLAY}, achievement: 2026-03-11 to 2026-03-18")
    late = replace(called, on=date(2026, 3, 5))
    given(YES, NOTED, ("2026-03-05", late)).expect().expect_held_back("spacing", PRAISE)


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first, for congratulations as well."""
    no = ("2026-03-05", ConsentWithdrawn(feed="linkedin"))
    given(YES, NOTED, no).expect().expect_held_back("consent", PRAISE)


def test_the_playbook_may_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """How long it is open, what is old, how uncertain a start may be."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(YES, MOVED, NOTED, playbook=off).expect()
    other = replace(settings, open_days=7, old_news_days=1, widest_start_days=0)
    changed = replace(STANDARD, plays={PLAY: other})
    given(YES, began(month(2024, 3)), NOTED, playbook=changed).expect()
    given(YES, MOVED, TODAY, playbook=changed).expect(f"{PLAY}, year 2: 2026-03-02 to 2026-03-09")
