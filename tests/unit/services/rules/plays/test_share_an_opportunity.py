from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, OffLimits
from services.rules.plays import PLAYS
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.matches import MatchWithdrawn, OpportunityMatched
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.roles import RoleObserved
from shared.facts.spans import exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "share_an_opportunity"
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
JOB = OpportunityMatched(
    match="m",
    job="j",
    kind="field",
    posted_on=date(2026, 3, 1),
    closes_on=date(2026, 4, 20),
    title="Staff Engineer",
    client="Initech",
    place="Leeds",
    score=82,
    why="the same field, one step up",
)
MATCHED = ("2026-03-02", JOB)
TASK = f"{PLAY}, match: 2026-03-02 to 2026-03-16"
WITHDRAWN = MatchWithdrawn(match="m", because="the job closed")


def test_a_job_in_their_field_is_shared(given: Given) -> None:
    """From the day it matched, at most 14 days; with the job, and why it fits."""
    named = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    story = given(YES, named, MATCHED).expect(TASK)
    task = story.task("match")
    assert (task.side, task.importance, task.about) == ("give", 3, "j")
    assert task.headline == ("Tell Ann Lee of a job that may suit them: Staff Engineer at Initech in Leeds")
    assert [(why.text, why.fact) for why in task.reasons] == [
        (
            "Staff Engineer at Initech in Leeds is in their field: the same field, one step up",
            story.fact(2),
        )
    ]
    assert task.brings == {
        "job": "Staff Engineer at Initech in Leeds",
        "job_title": "Staff Engineer",
        "client": "Initech",
        "place": "Leeds",
        "closes_on": "2026-04-20",
        "why_it_fits": "the same field, one step up",
        "fit": "82 of 100",
    }
    assert task.materials == (Material(kind="job", ref="j"),)


def test_a_job_of_which_little_is_known_is_shared_too(given: Given) -> None:
    """Without title, client, place, day of closing or reason."""
    bare = OpportunityMatched(match="m", job="j", kind="field", posted_on=date(2026, 3, 1))
    task = given(YES, ("2026-03-02", bare)).expect(TASK).task("match")
    assert (task.reasons[0].text, task.brings) == ("a job is in their field", {"job": "a job"})


def test_a_job_like_the_one_they_were_placed_in_is_for_other_plays(given: Given) -> None:
    """Only their field counts here."""
    given(YES, ("2026-03-02", replace(JOB, kind="placement"))).expect()


def test_it_is_there_until_its_last_day(given: Given) -> None:
    """On the 14th day still, on the 15th no more."""
    given(YES, MATCHED).by("2026-03-16").expect(TASK).by("2026-03-17").expect()


def test_it_closes_with_the_job(given: Given) -> None:
    """The job's last day still counts; a job that closed before it was said is no news."""
    given(YES, ("2026-03-02", replace(JOB, closes_on=date(2026, 3, 2)))).expect(
        f"{PLAY}, match: 2026-03-02 to 2026-03-02"
    )
    given(YES, ("2026-03-02", replace(JOB, closes_on=date(2026, 3, 1)))).expect()


def test_it_waits_for_a_job_that_is_posted_later(given: Given) -> None:
    """Nobody is told of a job that nobody can apply for yet."""
    ahead = replace(JOB, posted_on=date(2026, 3, 10))
    given(YES, ("2026-03-02", ahead)).expect(f"{PLAY}, match: 2026-03-10 to 2026-03-24")


def test_an_old_match_learned_of_late_opens_nothing(given: Given) -> None:
    """What closed long ago stays closed."""
    given(("2027-03-02", ConsentGiven(feed="linkedin")), MATCHED).expect()


def test_a_withdrawn_match_withdraws_it_and_the_next_one_brings_it_back(given: Given) -> None:
    """The same task, at its next revision, from the day on which it matched again."""
    story = given(YES, MATCHED)
    before = story.task("match").task
    story.tell(("2026-03-05", WITHDRAWN)).expect()
    assert story.told[-2].because == "it no longer applies"
    story.tell(("2026-03-09", JOB)).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-23")
    assert story.task("match").task == before


def test_a_withdrawal_counts_by_when_it_was_said_not_by_when_it_arrived(given: Given) -> None:
    """One that arrives first withdraws nothing that was said later, and everything said before."""
    again = ("2026-03-09", JOB)
    given(YES, ("2026-03-05", WITHDRAWN), again).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-23")
    given(YES, again, ("2026-03-05", WITHDRAWN)).expect(f"{PLAY}, match: 2026-03-09 to 2026-03-23")
    given(YES, ("2026-03-05", WITHDRAWN), MATCHED).expect()


def test_the_same_match_said_anew_moves_it(given: Given) -> None:
    """Another day on which the job closes: the same task in another window."""
    story = given(YES, MATCHED)
    before = story.task("match").task
    story.tell(("2026-03-03", replace(JOB, closes_on=date(2026, 3, 6))))
    story.expect(f"{PLAY}, match: 2026-03-03 to 2026-03-06")
    assert story.task("match").task == before


def test_a_job_is_shared_once_however_many_matches_say_it(given: Given) -> None:
    """And not again by another match, once it was told of."""
    other = ("2026-03-03", replace(JOB, match="n"))
    story = given(YES, MATCHED, other).expect(f"{PLAY}, match: 2026-03-03 to 2026-03-17")
    story = given(YES, MATCHED)
    done = OutreachCompleted(
        task=story.task("match").task,
        version=1,
        by="rae",
        play=PLAY,
        about="j",
        outcome="sent",
        on=date(2026, 3, 2),
    )
    story.tell(("2026-03-02", done), other, ("2026-03-20", JOB)).expect().expect_held_back("spacing")


def test_a_retraction_withdraws_it(given: Given) -> None:
    """They were mistaken for somebody else."""
    story = given(YES, MATCHED)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="wrong person"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_a_job_at_the_employer_they_have_is_not_shared(given: Given) -> None:
    """However its name is spelt; with the employer they have left, it is."""
    there = RoleObserved(feed="linkedin", role="r", as_of=date(2026, 1, 5), employer="INITECH Ltd.")
    given(YES, ("2026-01-05", there), MATCHED).expect()
    given(YES, ("2026-01-05", replace(there, employer="Globex")), MATCHED).expect(TASK)


def test_whom_we_placed_is_off_limits_for_a_year(given: Given) -> None:
    """From the day after it, the job may be shared."""
    placed = PlacementStarted(
        feed="greenhouse", placement="p", starts=exactly(date(2025, 3, 16)), client="Acme"
    )
    given(("2025-03-16", placed), MATCHED).expect().expect_held_back("off-limits", TASK)
    longer = replace(placed, starts=exactly(date(2025, 3, 15)))
    given(("2025-03-15", longer), MATCHED).expect(f"{PLAY}, match: 2026-03-16 to 2026-03-16")


def test_the_staff_of_a_client_off_limits_is_not_told_of_it(given: Given) -> None:
    """As the agency's playbook names the client."""
    there = RoleObserved(feed="linkedin", role="r", as_of=date(2026, 1, 5), employer="Globex")
    clients = OffLimits(clients={"Globex": date(2026, 12, 31)})
    story = given(YES, ("2026-01-05", there), MATCHED, playbook=replace(STANDARD, off_limits=clients))
    story.expect().expect_held_back("off-limits", TASK)


def test_it_keeps_its_distance_from_the_last_contact(given: Given) -> None:
    """14 days, also from a call that no task led to."""
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 2, 20), channel="call")
    given(YES, ("2026-02-20", called), MATCHED).expect(f"{PLAY}, match: 2026-03-06 to 2026-03-16")


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="linkedin"))
    given(YES, MATCHED, no).expect().expect_held_back("consent", TASK)


def test_the_playbook_may_switch_it_off_or_set_how_long_a_job_is_news(given: Given) -> None:
    """Its own numbers hold."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(YES, MATCHED, playbook=off).expect()
    week = replace(STANDARD, plays={PLAY: replace(settings, open_days=7)})
    given(YES, MATCHED, playbook=week).expect(f"{PLAY}, match: 2026-03-02 to 2026-03-09")
