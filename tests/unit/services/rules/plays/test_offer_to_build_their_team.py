from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, Playbook, Restraint
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ClientWon
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementEnded, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span, exactly

Given = Callable[..., Any]

PLAY = "offer_to_build_their_team"
FREELY = Playbook(restraint=Restraint(gives_before_an_ask=0, spacing_days=0))
"""The play by itself: favours may be asked at once, after a single give."""
TASK = f"{PLAY}, team: 2026-04-10 to 2026-06-09"
PLACED = (
    "2026-02-01",
    PlacementStarted(
        feed="greenhouse",
        placement="p",
        starts=exactly(date(2026, 3, 2)),
        recruiter="sam@agency.example",
        client="Acme",
        title="Head of Design",
    ),
)


def gave(on: date, play: str = "offer_market_insight", note: str | None = None) -> OutreachCompleted:
    return OutreachCompleted(
        task=f"give {on}", version=1, by="rae", play=play, outcome="replied", on=on, note=note
    )


GAVE = ("2026-04-10", gave(date(2026, 4, 10), note="wants to grow the team"))


def moved(employer: str, on: date, title: str = "Head of Design") -> RoleChanged:
    return RoleChanged(
        feed="linkedin",
        role=employer,
        since=exactly(on),
        move=True,
        employer=employer,
        title=title,
        old_employer="Acme",
        old_title="Head of Design",
    )


def test_who_hires_and_was_given_something_is_made_the_offer(given: Given) -> None:
    """60 days from the give, with the story of their own placement."""
    profile = ("2026-01-01", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    story = given(profile, PLACED, GAVE, playbook=FREELY).expect(TASK)
    task = story.task("team")
    assert (task.headline, task.side) == ("Offer Ann Lee to build their team at Acme", "ask")
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("Ann Lee hires as Head of Design at Acme, a role begun 2026-03-02", story.fact(1)),
        ("The last thing given to them in this role: offer market insight, on 2026-04-10", story.fact(2)),
    ]
    assert task.brings == {
        "title": "Head of Design",
        "employer": "Acme",
        "placed_as": "Head of Design at Acme",
        "placed_on": "2026-03-02",
        "last_give": "2026-04-10: wants to grow the team",
    }
    assert (task.about, task.recruiter) == ("p", "sam@agency.example")


def test_only_a_give_in_the_role_counts(given: Given) -> None:
    """Neither care, nor what was given on the day before they entered it; on that day it does."""
    given(PLACED, playbook=FREELY).expect()
    care = gave(date(2026, 4, 10), "check_in_on_settling_in")
    given(PLACED, ("2026-04-10", care), playbook=FREELY).expect()
    given(PLACED, ("2026-03-01", gave(date(2026, 3, 1))), playbook=FREELY).expect()
    given(PLACED, ("2026-03-02", gave(date(2026, 3, 2))), playbook=FREELY).expect(
        f"{PLAY}, team: 2026-03-02 to 2026-05-01"
    )


def test_who_does_not_hire_is_not_made_the_offer(given: Given) -> None:
    """Whatever they were given."""
    yes = ("2026-01-01", ConsentGiven(feed="linkedin"))
    seen = RoleObserved(feed="linkedin", role="r", as_of=date(2026, 3, 2), employer="Acme", title="Designer")
    given(yes, ("2026-03-02", seen), GAVE, playbook=FREELY).expect()


def test_it_closes_after_its_last_day_and_the_next_give_opens_it_again(given: Given) -> None:
    """60 days from the last give; the same task, for it is once a role."""
    story = given(PLACED, GAVE, playbook=FREELY).by("2026-06-09").expect(TASK)
    task = story.task("team").task
    story.by("2026-06-10").expect()
    story.tell(("2026-08-10", gave(date(2026, 8, 10)))).expect(f"{PLAY}, team: 2026-08-10 to 2026-10-09")
    assert story.task("team").task == task
    story.tell(("2026-08-11", gave(date(2026, 5, 1)))).expect(f"{PLAY}, team: 2026-08-10 to 2026-10-09")


def test_once_a_role(given: Given) -> None:
    """Done is done, whatever is given after it; the next role that hires begins anew."""
    story = given(PLACED, GAVE, playbook=FREELY)
    done = replace(gave(date(2026, 4, 20), PLAY), task=story.task("team").task, outcome="declined")
    story.tell(("2026-04-20", done)).expect()
    story.tell(("2026-05-20", gave(date(2026, 5, 20)))).expect()
    story.tell(("2026-07-01", moved("Globex", date(2026, 7, 1)))).expect()
    story.tell(("2026-08-01", gave(date(2026, 8, 1)))).expect(f"{PLAY}, team: 2026-08-01 to 2026-09-30")


def test_who_became_a_client_is_not_asked_to(given: Given) -> None:
    """By this employer or, where none is named, since they entered the role; another's is no matter."""
    won = ClientWon(feed="desk", on=date(2026, 4, 12), employer="ACME Ltd")
    story = given(PLACED, GAVE, ("2026-04-12", won), playbook=FREELY).expect()
    story.tell(("2026-04-13", FactRetracted(fact=story.fact(2), reason="not signed"))).expect(TASK)
    unnamed = replace(won, employer=None)
    given(PLACED, GAVE, ("2026-04-12", unnamed), playbook=FREELY).expect()
    before = ("2026-02-12", replace(unnamed, on=date(2026, 2, 12)))
    given(PLACED, before, GAVE, playbook=FREELY).expect(TASK)
    other = ("2026-04-12", replace(won, employer="Globex"))
    given(PLACED, GAVE, other, playbook=FREELY).expect(TASK)


def test_a_rise_in_the_job_counts_from_its_latest_day(given: Given) -> None:
    """What they were given before they hired was given to somebody who did not."""
    before = ("2024-02-01", replace(PLACED[1], starts=exactly(date(2024, 2, 1)), title="Designer"))
    rise = RoleChanged(
        feed="linkedin",
        role="r",
        since=Span(earliest=date(2026, 3, 1), latest=date(2026, 4, 10)),
        move=False,
        employer="Acme",
        title="Head of Design",
        old_title="Designer",
    )
    story = given(before, ("2026-04-09", gave(date(2026, 4, 9))), ("2026-04-10", rise), playbook=FREELY)
    story.expect().tell(GAVE).expect(TASK)
    assert story.task("team").brings["placed_as"] == "Designer at Acme"


def test_it_ends_with_the_role_and_a_retracted_give_withdraws_it(given: Given) -> None:
    """What is over needs no team."""
    ends = PlacementRescheduled(
        feed="greenhouse", placement="p", starts=exactly(date(2026, 3, 2)), ends=date(2026, 5, 1)
    )
    story = given(PLACED, GAVE, ("2026-04-11", ends), playbook=FREELY)
    story.expect(f"{PLAY}, team: 2026-04-10 to 2026-05-01")
    ended = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 4, 12), early=False)
    story.tell(("2026-04-12", ended)).expect()
    story = given(PLACED, GAVE, playbook=FREELY)
    story.tell(("2026-04-11", FactRetracted(fact=story.fact(1), reason="not sent"))).expect()


def test_it_waits_for_three_gives_and_14_days_and_for_consent(given: Given) -> None:
    """It is an ask like any other."""
    given(PLACED, GAVE).expect().expect_held_back("gives first", TASK)
    more = [(str(day), gave(day)) for day in (date(2026, 5, 10), date(2026, 7, 20))]
    given(PLACED, GAVE, *more).expect(f"{PLAY}, team: 2026-08-03 to 2026-09-18")
    no = ("2026-02-02", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, no, GAVE, playbook=FREELY).expect().expect_held_back("consent", TASK)


def test_a_hard_time_pauses_it(given: Given) -> None:
    """90 days after a setback that nothing new has followed, even where they hire elsewhere."""
    lost = PlacementStarted(
        feed="greenhouse", placement="q", starts=exactly(date(2026, 1, 5)), client="Initech", title="Designer"
    )
    ended = PlacementEnded(feed="greenhouse", placement="q", ended_on=date(2026, 4, 1), early=True)
    told = (PLACED, ("2026-01-05", lost), ("2026-04-01", ended), GAVE)
    given(*told, playbook=FREELY).expect().expect_held_back("hard time", TASK)


def test_an_agency_can_switch_it_off_or_change_its_window(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    off = replace(FREELY, plays={PLAY: replace(standard, on=False)})
    given(PLACED, GAVE, playbook=off).expect()
    shorter = replace(FREELY, plays={PLAY: replace(standard, open_days=14)})
    given(PLACED, GAVE, playbook=shorter).expect(f"{PLAY}, team: 2026-04-10 to 2026-04-24")
