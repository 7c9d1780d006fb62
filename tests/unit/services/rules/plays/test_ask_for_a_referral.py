from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.heard import SatisfactionStated
from shared.facts.matches import MatchWithdrawn, OpportunityMatched
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentWithdrawn
from shared.facts.placements import PlacementEnded, PlacementRescheduled, PlacementStarted
from shared.facts.roles import RoleEnded
from shared.facts.spans import Span, exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]
Told = tuple[str, Any]

PLAY = "ask_for_a_referral"
STARTED = PlacementStarted(
    feed="greenhouse", placement="p", starts=exactly(date(2024, 3, 2)), client="Acme", title="Engineer"
)
PLACED = ("2024-03-02", STARTED)
JOB = OpportunityMatched(
    match="m",
    job="j",
    kind="placement",
    posted_on=date(2026, 3, 1),
    closes_on=date(2026, 4, 20),
    title="Engineer",
    client="Initech",
    place="Leeds",
)
MATCHED = ("2026-03-02", JOB)
TASK = f"{PLAY}, match: 2026-03-02 to 2026-03-16"


def done(day: str, play: str = "share_an_opportunity", task: str = "") -> Told:
    on = date.fromisoformat(day)
    task = task or f"{play} {day}"
    return day, OutreachCompleted(task=task, version=1, by="rae", play=play, about="x", outcome="sent", on=on)


GIVES = (done("2025-02-01"), done("2025-06-01"), done("2025-10-01"))
READY = (PLACED, *GIVES)


def rated(score: int, day: str = "2025-11-01") -> Told:
    return day, SatisfactionStated(feed="greenhouse", on=date.fromisoformat(day), score=score)


def test_a_job_like_theirs_asks_for_somebody_they_would_trust(given: Given) -> None:
    """From the day it matched, at most 14 days; the task says that their judgement is trusted."""
    story = given(*READY, rated(8), MATCHED).expect(TASK)
    task = story.task("match")
    assert (task.side, task.importance, task.about) == ("ask", 4, "j")
    assert task.headline == "Ask this person whom they would trust with Engineer at Initech in Leeds"
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("Engineer at Initech in Leeds is a job like the one they were placed in", story.fact(5)),
        ("this person knows the work: Engineer at Acme, begun 2024-03-02", story.fact(0)),
        ("They rated us 8 of 10 on 2025-11-01", story.fact(4)),
    ]
    assert task.brings == {
        "job": "Engineer at Initech in Leeds",
        "job_title": "Engineer",
        "client": "Initech",
        "place": "Leeds",
        "closes_on": "2026-04-20",
        "their_title": "Engineer",
        "trusted_for": "their judgement of people in this work, as Engineer at Acme",
        "satisfaction": "8 of 10",
    }
    assert task.materials == (Material(kind="job", ref="j"),)


def test_it_is_there_until_its_last_day(given: Given) -> None:
    """On the 14th day still, on the 15th no more; and not longer than the job is open."""
    given(*READY, MATCHED).by("2026-03-16").expect(TASK).by("2026-03-17").expect()
    short = replace(JOB, closes_on=date(2026, 3, 5))
    given(*READY, ("2026-03-02", short)).expect(f"{PLAY}, match: 2026-03-02 to 2026-03-05")


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (date(2026, 1, 1), [TASK]),
        (date(2026, 1, 2), [f"{PLAY}, match: 2026-03-03 to 2026-03-16"]),
        (date(2026, 1, 15), [f"{PLAY}, match: 2026-03-16 to 2026-03-16"]),
        (date(2026, 1, 16), []),
    ],
)
def test_they_have_been_in_the_post_for_sixty_days(given: Given, start: date, expected: list[str]) -> None:
    """A job that is old by then is not asked about."""
    placed = (str(start), replace(STARTED, starts=exactly(start)))
    given(*GIVES, placed, MATCHED).expect(*expected)


def test_an_uncertain_start_counts_from_its_last_day_and_an_unknown_one_not_at_all(given: Given) -> None:
    """Nobody is asked before they know the work."""
    interval = Span(earliest=date(2025, 6, 1), latest=date(2026, 1, 5))
    given(*GIVES, ("2026-01-05", replace(STARTED, starts=interval)), MATCHED).expect(
        f"{PLAY}, match: 2026-03-06 to 2026-03-16"
    )
    given(*GIVES, ("2026-01-05", replace(STARTED, starts=Span())), MATCHED).expect()


def test_a_corrected_start_moves_it(given: Given) -> None:
    """The same task in another window."""
    story = given(*READY, MATCHED)
    before = story.task("match").task
    corrected = PlacementRescheduled(feed="greenhouse", placement="p", starts=exactly(date(2026, 1, 5)))
    story.tell(("2026-03-03", corrected)).expect(f"{PLAY}, match: 2026-03-06 to 2026-03-16")
    assert story.task("match").task == before


@pytest.mark.parametrize(("score", "expected"), [(6, []), (7, [TASK])])
def test_who_is_not_satisfied_is_not_asked(given: Given, score: int, expected: list[str]) -> None:
    """6 is low; only the last word counts, whenever it arrives."""
    given(*READY, rated(score), MATCHED).expect(*expected)
    given(*READY, rated(score), MATCHED, rated(2, "2025-10-05")).expect(*expected)


def test_a_low_word_afterwards_withdraws_it(given: Given) -> None:
    """And its retraction brings it back."""
    story = given(*READY, MATCHED, rated(3, "2026-03-03")).expect()
    story.tell(("2026-03-04", FactRetracted(fact=story.fact(5), reason="a typing error"))).expect(TASK)


def test_without_a_post_nobody_is_asked(given: Given) -> None:
    """Who left knows other things now; an agreed last day closes it."""
    left = RoleEnded(
        feed="linkedin", role="r", until=exactly(date(2026, 3, 3)), employer="Acme", title="Engineer"
    )
    given(*READY, MATCHED, ("2026-03-04", left)).expect()
    contract = replace(STARTED, ends=date(2026, 3, 9))
    given(("2024-03-02", contract), *GIVES, MATCHED).expect(f"{PLAY}, match: 2026-03-02 to 2026-03-09")


def test_a_withdrawn_match_withdraws_it_until_it_matches_again(given: Given) -> None:
    """The same task comes back."""
    story = given(*READY, MATCHED)
    before = story.task("match").task
    story.tell(("2026-03-05", MatchWithdrawn(match="m", because="the job closed"))).expect()
    story.tell(("2026-03-09", JOB)).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-23")
    assert story.task("match").task == before


def test_a_job_in_their_field_alone_asks_for_nobody(given: Given) -> None:
    """Only one like the one they were placed in."""
    given(*READY, ("2026-03-02", replace(JOB, kind="field"))).expect()


def test_two_gives_are_too_few(given: Given) -> None:
    """An ask comes after three, counted since the last ask."""
    given(PLACED, *GIVES[:2], MATCHED).expect().expect_held_back("gives first", TASK)
    asked = done("2025-03-01", PLAY)
    given(*READY, asked, MATCHED).expect().expect_held_back("gives first", TASK)


def test_a_hard_time_pauses_it(given: Given) -> None:
    """A placement that ended early, with another one that went on before it."""
    other = (
        "2025-12-01",
        replace(STARTED, placement="q", starts=exactly(date(2025, 12, 1)), client="Globex"),
    )
    ended = PlacementEnded(feed="greenhouse", placement="q", ended_on=date(2026, 2, 1), early=True)
    given(*READY, other, ("2026-02-01", ended), MATCHED).expect().expect_held_back("hard time", TASK)


def test_the_same_job_is_not_told_and_asked_about(given: Given) -> None:
    """Who hears of it as a job for them is not asked for others at the same time."""
    both = replace(STANDARD, plays={other: PLAYS[other].settings for other in (PLAY, "share_an_opportunity")})
    field = ("2026-03-02", replace(JOB, match="n", kind="field"))
    story = given(*READY, MATCHED, field, playbook=both).expect_held_back("same news", TASK)
    story.expect("share_an_opportunity, match: 2026-03-02 to 2026-03-16")


def test_one_ask_at_a_time(given: Given) -> None:
    """Of two such jobs one is asked about; done, the other waits for three more gives."""
    other = ("2026-03-02", replace(JOB, match="n", job="k"))
    story = given(*READY, MATCHED, other)
    assert len(story.entries("planned")) == 1
    assert [entry.because for entry in story.entries("held_back")] == ["another ask"]
    task = story.entries("planned")[0].task
    story.tell(done("2026-03-02", PLAY, task.task)).expect()
    assert [entry.because for entry in story.entries("held_back")] == ["gives first"]


def test_it_keeps_its_distance_from_the_last_contact(given: Given) -> None:
    """14 days."""
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 2, 20), channel="call")
    given(*READY, ("2026-02-20", called), MATCHED).expect(f"{PLAY}, match: 2026-03-06 to 2026-03-16")


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(*READY, MATCHED, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_may_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """What is low, how long in the post, how long a job is worth asking about."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(*READY, MATCHED, playbook=off).expect()
    other = replace(settings, low_satisfaction=3, in_role_days=735, open_days=10)
    changed = replace(STANDARD, plays={PLAY: other})
    given(*READY, rated(4), MATCHED, playbook=changed).expect(f"{PLAY}, match: 2026-03-07 to 2026-03-12")
