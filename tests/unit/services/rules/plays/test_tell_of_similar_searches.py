from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.matches import MatchWithdrawn, OpportunityMatched
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentWithdrawn
from shared.facts.placements import PlacementCancelled, PlacementStarted
from shared.facts.roles import RoleChanged
from shared.facts.spans import exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "tell_of_similar_searches"
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
    why="the same title",
)
MATCHED = ("2026-03-02", JOB)
TASK = f"{PLAY}, match: 2026-03-02 to 2026-03-16"


def test_a_job_like_theirs_is_told_next_to_their_own_placement(given: Given) -> None:
    """From the day it matched, at most 14 days."""
    story = given(PLACED, MATCHED).expect(TASK)
    task = story.task("match")
    assert (task.side, task.importance, task.about) == ("give", 4, "j")
    assert task.headline == "Tell this person of a search like theirs: Engineer at Initech in Leeds"
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("We placed this person as Engineer at Acme 2024-03-02", story.fact(0)),
        ("Engineer at Initech in Leeds is a job like it", story.fact(1)),
    ]
    assert task.brings == {
        "job": "Engineer at Initech in Leeds",
        "job_title": "Engineer",
        "client": "Initech",
        "place": "Leeds",
        "closes_on": "2026-04-20",
        "their_job": "Engineer at Acme",
        "their_title": "Engineer",
        "their_start": "2024-03-02",
        "why_alike": "the same title",
    }
    assert task.materials == (Material(kind="job", ref="j"),)


def test_of_several_placements_the_last_one_is_set_beside_it(given: Given) -> None:
    """The one begun last, whichever was told first."""
    later = replace(STARTED, placement="q", starts=exactly(date(2025, 1, 7)), client="Globex", title="Lead")
    story = given(("2025-01-07", later), PLACED, MATCHED).expect(TASK)
    assert story.task("match").brings["their_job"] == "Lead at Globex"


def test_a_job_in_their_field_is_for_another_play(given: Given) -> None:
    """Only what is like their placement counts here."""
    given(PLACED, ("2026-03-02", replace(JOB, kind="field"))).expect()


def test_it_is_there_until_its_last_day(given: Given) -> None:
    """On the 14th day still, on the 15th no more."""
    given(PLACED, MATCHED).by("2026-03-16").expect(TASK).by("2026-03-17").expect()


def test_it_closes_with_the_job_and_opens_when_it_is_posted(given: Given) -> None:
    """Within the 14 days."""
    short = replace(JOB, posted_on=date(2026, 3, 4), closes_on=date(2026, 3, 9))
    given(PLACED, ("2026-03-02", short)).expect(f"{PLAY}, match: 2026-03-04 to 2026-03-09")
    given(PLACED, ("2026-03-02", replace(short, closes_on=date(2026, 3, 3)))).expect()


def test_without_a_placement_there_is_nothing_like_it(given: Given) -> None:
    """A cancelled one withdraws it; a match that arrives before the placement waits for it."""
    cancelled = PlacementCancelled(feed="greenhouse", placement="p")
    given(PLACED, MATCHED, ("2026-03-03", cancelled)).expect()
    given(MATCHED).expect().tell(PLACED).expect(TASK)


def test_a_withdrawn_match_withdraws_it_until_it_matches_again(given: Given) -> None:
    """The same task comes back."""
    story = given(PLACED, MATCHED)
    before = story.task("match").task
    story.tell(("2026-03-05", MatchWithdrawn(match="m", because="the job closed"))).expect()
    story.tell(("2026-03-09", JOB)).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-23")
    assert story.task("match").task == before


def test_a_retraction_withdraws_it(given: Given) -> None:
    """The match was a mistake."""
    story = given(PLACED, MATCHED)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="mistaken"))).expect()


def test_once_told_it_is_not_told_again(given: Given) -> None:
    """Nor when the match is said anew."""
    story = given(PLACED, MATCHED)
    done = OutreachCompleted(
        task=story.task("match").task,
        version=1,
        by="rae",
        play=PLAY,
        about="j",
        outcome="replied",
        on=date(2026, 3, 3),
    )
    story.tell(("2026-03-03", done), ("2026-03-25", JOB)).expect()


def test_a_job_at_the_employer_they_have_is_not_told(given: Given) -> None:
    """They work next to it; once they have moved on, it is news."""
    theirs = ("2026-03-02", replace(JOB, client="ACME Ltd."))
    moved = RoleChanged(
        feed="linkedin",
        role="r",
        since=exactly(date(2025, 6, 1)),
        move=True,
        employer="Globex",
        old_employer="Acme",
    )
    given(PLACED, theirs).expect()
    given(PLACED, ("2025-06-02", moved), theirs).expect(TASK)


def test_in_the_first_year_of_a_placement_it_is_off_limits(given: Given) -> None:
    """Our client's staff is not told of other jobs."""
    young = ("2026-01-05", replace(STARTED, starts=exactly(date(2026, 1, 5))))
    given(young, MATCHED).expect().expect_held_back("off-limits", TASK)


def test_a_job_that_is_in_their_field_as_well_is_told_once(given: Given) -> None:
    """By the more important of the two plays."""
    both = replace(STANDARD, plays={other: PLAYS[other].settings for other in (PLAY, "share_an_opportunity")})
    field = ("2026-03-02", replace(JOB, match="n", kind="field"))
    story = given(PLACED, MATCHED, field, playbook=both).expect_held_back("same news", TASK)
    story.expect("share_an_opportunity, match: 2026-03-02 to 2026-03-16")


def test_it_keeps_its_distance_from_the_last_contact(given: Given) -> None:
    """14 days; a contact too late in the window leaves no day."""
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 2, 20), channel="call")
    given(PLACED, ("2026-02-20", called), MATCHED).expect(f"{PLAY}, match: 2026-03-06 to 2026-03-16")
    late = replace(called, on=date(2026, 3, 3))
    given(PLACED, MATCHED, ("2026-03-03", late)).expect().expect_held_back("spacing", TASK)


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(PLACED, MATCHED, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_may_switch_it_off_or_set_how_long_it_is_news(given: Given) -> None:
    """Its own numbers hold."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(PLACED, MATCHED, playbook=off).expect()
    week = replace(STANDARD, plays={PLAY: replace(settings, open_days=7)})
    given(PLACED, MATCHED, playbook=week).expect(f"{PLAY}, match: 2026-03-02 to 2026-03-09")
