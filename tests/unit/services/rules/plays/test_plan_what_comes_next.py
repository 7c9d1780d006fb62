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
from shared.facts.matches import MatchWithdrawn, OpportunityMatched
from shared.facts.outreach import OutreachCompleted, OutreachDismissed
from shared.facts.people import ConsentWithdrawn, PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.roles import RoleChanged, RoleEnded, RoleObserved
from shared.facts.spans import Span, exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]
Told = tuple[str, Fact]

PLAY = "plan_what_comes_next"
STARTED = PlacementStarted(
    feed="bullhorn",
    placement="p",
    starts=exactly(date(2026, 1, 5)),
    recruiter="rae@agency.example",
    employment="contract",
    ends=date(2026, 6, 30),
    client="Acme",
    title="Engineer",
)
CONTRACT = ("2026-01-05", STARTED)
TASK = f"{PLAY}, end 1: 2026-05-16 to 2026-06-30"
EXTENDED = f"{PLAY}, end 1: 2026-11-16 to 2026-12-31"
EXTENDED_AFTER_IT_WAS_DONE = f"{PLAY}, end 2: 2026-11-16 to 2026-12-31"


def until(day: str, ends: date | None) -> Told:
    return day, PlacementRescheduled(feed="bullhorn", placement="p", starts=STARTED.starts, ends=ends)


def done(task: str, day: str) -> Told:
    on = date.fromisoformat(day)
    return day, OutreachCompleted(task=task, version=1, by="rae", play=PLAY, about="p", outcome="met", on=on)


def fits(job: str, score: int, kind: str = "field", closes_on: date | None = None) -> OpportunityMatched:
    return OpportunityMatched(
        match=f"{kind} {job}",
        job=job,
        kind=kind,
        posted_on=date(2026, 3, 1),
        closes_on=closes_on,
        title=f"Job {job}",
        score=score,
    )


def test_before_a_contract_ends_we_plan_what_comes_next(given: Given) -> None:
    """From 45 days before its last day until then; who placed them does it."""
    named = ("2026-01-02", PersonProfiled(feed="bullhorn", name="Ann Lee"))
    story = given(named, CONTRACT).expect(TASK)
    task = story.task("end 1")
    assert (task.side, task.importance, task.about) == ("give", 2, "p")
    assert task.recruiter == "rae@agency.example"
    assert task.headline == "Plan with Ann Lee what comes after the contract at Acme, which ends 2026-06-30"
    assert [(why.text, why.fact) for why in task.reasons] == [
        (
            "The contract of Ann Lee as Engineer at Acme ends 2026-06-30, not extended so far",
            story.fact(1),
        )
    ]
    assert task.brings == {
        "contract": "Engineer at Acme",
        "client": "Acme",
        "title": "Engineer",
        "ends": "2026-06-30",
        "extension": "not extended so far",
    }


def test_it_is_there_until_the_contracts_last_day(given: Given) -> None:
    """The day after, it is gone."""
    given(CONTRACT).by("2026-06-30").expect(TASK).by("2026-07-01").expect()


def test_without_an_agreed_end_there_is_nothing_to_plan(given: Given) -> None:
    """A permanent job; or a contract that became one."""
    given(("2026-01-05", replace(STARTED, ends=None))).expect()
    given(CONTRACT, until("2026-05-20", None)).expect()


def test_a_short_contract_is_not_planned_on_before_it_began(given: Given) -> None:
    """Nor one that is said to end before it begins."""
    short = replace(STARTED, ends=date(2026, 1, 30))
    given(("2026-01-02", short)).expect(f"{PLAY}, end 1: 2026-01-05 to 2026-01-30")
    given(("2026-01-02", replace(STARTED, ends=date(2026, 1, 4)))).expect()
    given(("2026-01-02", replace(STARTED, ends=date.min))).expect()


def test_an_unknown_start_is_no_obstacle(given: Given) -> None:
    """The end alone counts."""
    given(("2026-01-05", replace(STARTED, starts=Span()))).expect(TASK)


def test_an_extension_moves_the_same_task(given: Given) -> None:
    """And says from when to when."""
    story = given(CONTRACT)
    before = story.task("end 1").task
    story.tell(until("2026-05-20", date(2026, 12, 31))).expect(EXTENDED)
    task = story.task("end 1")
    assert task.task == before
    assert task.brings["extension"] == "extended from 2026-06-30"
    assert task.reasons[0].fact == story.fact(1)
    story.expect_told("TaskPlanned", "TaskMoved")


def test_an_extension_after_it_was_done_asks_again_for_the_new_end(given: Given) -> None:
    """It was about the old end; so was one that was dismissed."""
    story = given(CONTRACT)
    before = story.task("end 1").task
    story.tell(done(before, "2026-05-20")).expect()
    story.tell(until("2026-06-10", date(2026, 12, 31))).expect(EXTENDED_AFTER_IT_WAS_DONE)
    story.tell(done(story.task("end 2").task, "2026-11-20")).expect()
    story.tell(until("2026-12-10", date(2027, 6, 30))).expect(f"{PLAY}, end 3: 2027-05-16 to 2027-06-30")
    dismissed = OutreachDismissed(task=before, version=1, by="rae", play=PLAY, reason="is being extended")
    other = given(CONTRACT, ("2026-05-20", dismissed)).expect()
    other.tell(until("2026-06-10", date(2026, 12, 31))).expect(EXTENDED_AFTER_IT_WAS_DONE)


@pytest.mark.parametrize("ends", [date(2026, 6, 26), date(2026, 7, 3), date(2026, 8, 18)])
def test_a_small_correction_after_it_was_done_does_not_ask_again(given: Given, ends: date) -> None:
    """What was spoken of within 45 days before the new window still holds."""
    story = given(CONTRACT)
    story.tell(done(story.task("end 1").task, "2026-05-20"), until("2026-06-10", ends)).expect()
    story.tell(until("2026-06-11", date(2026, 8, 19))).expect(f"{PLAY}, end 2: 2026-07-05 to 2026-08-19")


def test_an_extension_that_arrives_before_the_contract_waits_for_it(given: Given) -> None:
    """The order of arrival is no matter."""
    given(until("2026-05-20", date(2026, 12, 31)), CONTRACT).expect(EXTENDED)


def test_a_retracted_extension_moves_it_back(given: Given) -> None:
    """The same task."""
    story = given(CONTRACT, until("2026-03-20", date(2026, 12, 31))).expect(EXTENDED)
    story.tell(("2026-03-21", FactRetracted(fact=story.fact(1), reason="mistaken"))).expect(TASK)
    assert story.task("end 1").brings["extension"] == "not extended so far"


def test_a_contract_that_has_ended_or_never_was_withdraws_it(given: Given) -> None:
    """By the agency's word, or by what another feed shows."""
    ended = PlacementEnded(feed="bullhorn", placement="p", ended_on=date(2026, 6, 1), early=True)
    left = RoleEnded(feed="linkedin", role="r", until=exactly(date(2026, 6, 1)), employer="ACME Ltd.")
    given(CONTRACT, ("2026-06-01", ended)).expect()
    given(CONTRACT, ("2026-06-01", left)).expect()
    given(CONTRACT, ("2026-06-01", PlacementCancelled(feed="bullhorn", placement="p"))).expect()
    story = given(CONTRACT)
    story.tell(("2026-06-01", FactRetracted(fact=story.fact(0), reason="wrong person"))).expect()


def test_what_follows_already_withdraws_it(given: Given) -> None:
    """Another placement, even ahead, or a job elsewhere; cancelled, it comes back."""
    following = replace(STARTED, placement="q", starts=exactly(date(2026, 7, 1)), ends=None, client="Globex")
    story = given(CONTRACT, ("2026-06-01", following)).expect()
    story.tell(("2026-06-02", PlacementCancelled(feed="bullhorn", placement="q"))).expect(TASK)
    moved = RoleChanged(
        feed="linkedin", role="r", since=exactly(date(2026, 6, 1)), move=True, employer="Globex"
    )
    given(CONTRACT, ("2026-06-02", moved)).expect()


def test_what_may_be_older_does_not_follow(given: Given) -> None:
    """A job they had before, or one that a snapshot merely shows."""
    earlier = replace(STARTED, placement="o", starts=exactly(date(2024, 7, 1)), ends=None, client="Globex")
    seen = RoleObserved(feed="linkedin", role="r", as_of=date(2026, 3, 1), employer="Initech")
    given(("2024-07-01", earlier), CONTRACT, ("2026-03-01", seen)).expect(TASK)


def test_the_jobs_that_fit_come_along(given: Given) -> None:
    """The best three that are open by then and were not withdrawn, each once."""
    gone = ("2026-03-05", MatchWithdrawn(match="field gone", because="filled"))
    found = (
        ("2026-03-02", fits("a", 75)),
        ("2026-03-02", fits("b", 90, closes_on=date(2026, 5, 16))),
        ("2026-03-02", fits("c", 70)),
        ("2026-03-02", fits("c", 80, "placement")),
        ("2026-03-02", fits("d", 40)),
        ("2026-03-02", fits("closed", 99, closes_on=date(2026, 5, 15))),
        ("2026-03-02", fits("gone", 99)),
    )
    task = given(CONTRACT, *found, gone).expect(TASK).task("end 1")
    assert task.brings["jobs"] == "Job b; Job c; Job a"
    assert task.materials == tuple(Material(kind="job", ref=job) for job in "bca")


def test_it_keeps_its_distance_from_the_last_contact(given: Given) -> None:
    """14 days; care alone is exempt, however important a give is."""
    called = ContactLogged(feed="bullhorn", contact="c", on=date(2026, 5, 14), channel="call")
    given(CONTRACT, ("2026-05-14", called)).expect(f"{PLAY}, end 1: 2026-05-28 to 2026-06-30")


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="bullhorn"))
    given(CONTRACT, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_may_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """How long before the end, and how many jobs."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(CONTRACT, playbook=off).expect()
    month = replace(STANDARD, plays={PLAY: replace(settings, days_before=30, jobs=1)})
    story = given(CONTRACT, ("2026-03-02", fits("a", 50)), ("2026-03-02", fits("b", 60)), playbook=month)
    assert story.expect(f"{PLAY}, end 1: 2026-05-31 to 2026-06-30").task("end 1").brings["jobs"] == "Job b"
