from collections.abc import Callable
from datetime import date
from typing import Any

from services.rules.playbook import Playbook
from services.rules.plays.support_an_advocate import Settings
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReferralMade, ReviewLeft
from shared.facts.heard import GoalStated, NoteTaken, SatisfactionStated, SearchStated
from shared.facts.outreach import OutreachCompleted, OutreachDismissed
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled

Given = Callable[..., Any]

PLAY = "support_an_advocate"
YES = ("2026-01-01", ConsentGiven(feed="greenhouse"))
REVIEW = ("2026-01-10", ReviewLeft(feed="desk", platform="Google", on=date(2026, 1, 10)))
CALL = ("2026-03-02", ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 2), channel="call"))
FROM_REVIEW = f"{PLAY}, 1: 2026-05-10 to 2026-06-09"
FROM_CALL = f"{PLAY}, 1: 2026-06-30 to 2026-07-30"


def rated(day: str, score: int) -> tuple[str, Fact]:
    return day, SatisfactionStated(feed="desk", on=date.fromisoformat(day), score=score)


def test_an_advocate_is_offered_advice_120_days_after_the_last_contact(given: Given) -> None:
    """For 30 days; the task says what they did for us and when we were last in touch."""
    profile = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae"))
    story = given(YES, profile, REVIEW, CALL).expect(FROM_CALL)
    task = story.task("1")
    assert (task.headline, task.recruiter) == ("Offer Ann Lee advice with no agenda", "rae")
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("Ann Lee reviewed us on Google on 2026-01-10", story.fact(2)),
        ("The last contact was on 2026-03-02; we offer advice after 120 days", story.fact(3)),
    ]
    assert task.brings == {
        "offers": "advice with no agenda",
        "did_for_us": "reviewed us on Google on 2026-01-10",
        "last_contact": "2026-03-02: sent",
    }


def test_without_a_contact_what_they_did_starts_the_silence(given: Given) -> None:
    """Otherwise somebody who came to us by themselves would never hear from us."""
    given(YES, REVIEW).expect(FROM_REVIEW)


def test_referrals_reviews_and_high_ratings_make_an_advocate(given: Given) -> None:
    """An 8 does not, and nobody is supported for nothing."""
    referral = ReferralMade(feed="desk", referral="r", on=date(2026, 1, 10), name="Ben")
    task = given(YES, ("2026-01-10", referral)).expect(FROM_REVIEW).task("1")
    assert task.brings["did_for_us"] == "told us of Ben on 2026-01-10"
    given(YES, rated("2026-01-10", 9)).expect(FROM_REVIEW)
    given(YES, rated("2026-01-10", 8)).expect()
    given(YES, CALL).expect()


def test_a_later_low_rating_ends_it(given: Given) -> None:
    """The last word on how satisfied they are holds."""
    given(YES, rated("2026-01-10", 10), rated("2026-02-10", 6)).expect()


def test_what_they_told_comes_along(given: Given) -> None:
    """Goals that are still ahead, and the last note."""
    goal = ("2026-03-02", GoalStated(feed="desk", goal="g", words="lead a team"))
    reached = ("2026-03-02", GoalStated(feed="desk", goal="h", words="a degree", reached=True))
    notes = [("2026-03-03", NoteTaken(feed="desk", words=words)) for words in ("likes tea", "has a dog")]
    brings = given(YES, REVIEW, CALL, goal, reached, *notes).task("1").brings
    assert (brings["goals"], brings["last_note"]) == ("lead a team", "has a dog")


def test_who_is_looking_for_a_job_needs_something_else(given: Given) -> None:
    """Until they say that they do not look any more."""
    story = given(YES, REVIEW, ("2026-02-01", SearchStated(feed="desk", looking=True))).expect()
    story.tell(("2026-02-02", SearchStated(feed="desk", looking=False))).expect(FROM_REVIEW)


def test_what_was_missed_comes_again_after_as_long(given: Given) -> None:
    """On the last day the task is there; the day after, the next one is."""
    story = given(YES, REVIEW, CALL).by("2026-07-30").expect(FROM_CALL)
    story.by("2026-07-31").expect(f"{PLAY}, 2: 2026-10-28 to 2026-11-27")


def test_a_dismissed_one_comes_again_only_after_its_window(given: Given) -> None:
    """Nobody is asked twice for the same silence."""
    story = given(YES, REVIEW, CALL)
    dismissed = OutreachDismissed(task=story.task("1").task, version=1, by="rae", play=PLAY)
    story.tell(("2026-07-01", dismissed)).expect()
    story.by("2026-07-31").expect(f"{PLAY}, 2: 2026-10-28 to 2026-11-27")


def test_one_that_was_done_begins_a_new_silence(given: Given) -> None:
    """120 days from that day, as another task."""
    story = given(YES, REVIEW, CALL)
    before = story.task("1").task
    done = OutreachCompleted(task=before, version=1, by="rae", play=PLAY, outcome="sent", on=date(2026, 7, 1))
    story.tell(("2026-07-01", done)).expect(f"{PLAY}, 1: 2026-10-29 to 2026-11-28")
    assert story.task("1").task != before


def test_any_contact_moves_it_and_one_learned_of_late_does_not(given: Given) -> None:
    """The latest day counts, in whatever order we learn of it."""
    early = ContactLogged(feed="greenhouse", contact="d", on=date(2026, 2, 1), channel="message")
    given(YES, REVIEW, CALL, ("2026-03-20", early)).expect(FROM_CALL)
    late = ContactLogged(feed="greenhouse", contact="d", on=date(2026, 3, 12), channel="message")
    given(YES, REVIEW, CALL, ("2026-03-20", late)).expect(f"{PLAY}, 1: 2026-07-10 to 2026-08-09")


def test_a_review_told_twice_is_one_task_and_a_retracted_one_none(given: Given) -> None:
    """As if it had not been said."""
    story = given(YES, REVIEW, CALL, REVIEW).expect(FROM_CALL)
    for number in (1, 3):
        story.tell(("2026-03-05", FactRetracted(fact=story.fact(number), reason="not theirs")))
    story.expect()


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first."""
    no = ("2026-03-03", ConsentWithdrawn(feed="greenhouse"))
    given(YES, REVIEW, CALL, no).expect().expect_held_back("consent", FROM_CALL)


def test_the_playbook_changes_its_numbers_and_switches_it_off(given: Given) -> None:
    """Both are the agency's to decide."""
    sooner = Playbook(plays={PLAY: Settings(importance=4, silence_days=60, open_days=7)})
    given(YES, REVIEW, CALL, playbook=sooner).expect(f"{PLAY}, 1: 2026-05-01 to 2026-05-08")
    given(YES, REVIEW, CALL, playbook=Playbook(plays={PLAY: Settings(importance=4, on=False)})).expect()
