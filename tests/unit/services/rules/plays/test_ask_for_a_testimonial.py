from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from services.rules.playbook import STANDARD, Playbook, Restraint
from shared.facts import favours
from shared.facts.corrections import FactRetracted
from shared.facts.heard import SatisfactionStated
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementEnded, PlacementStarted
from shared.facts.spans import exactly

Given = Callable[..., Any]
ALSO_ON = ("ask_for_a_review",)

PLAY = "ask_for_a_testimonial"
FREELY = Playbook(restraint=Restraint(gives_before_an_ask=0))
"""The play by itself: favours may be asked without a give before."""
YES = ("2020-01-01", ConsentGiven(feed="linkedin"))
TASK = f"{PLAY}, testimonial: 2026-03-02 to 2026-04-16"
LEFT = favours.ReviewLeft(feed="desk", platform="kununu", on=date(2026, 3, 2))
REVIEWED = ("2026-03-02", LEFT)


def rated(score: int, on: date = date(2026, 3, 2)) -> SatisfactionStated:
    return SatisfactionStated(feed="desk", on=on, score=score)


def asked(on: date, outcome: str = "sent", task: str = "t") -> OutreachCompleted:
    return OutreachCompleted(task=task, version=1, by="rae", play=PLAY, outcome=outcome, on=on)


def quoted(on: date, *, publish: bool = True) -> favours.TestimonialGiven:
    return favours.TestimonialGiven(feed="desk", on=on, publish=publish)


def test_who_left_a_review_is_asked(given: Given) -> None:
    """45 days from the review; consent to publish is asked for with it."""
    profile = PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae@agency.example")
    story = given(YES, ("2026-01-02", profile), REVIEWED, playbook=FREELY).expect(TASK)
    task = story.task("testimonial")
    assert (task.headline, task.recruiter) == ("Ask Ann Lee for words we may quote", "rae@agency.example")
    assert [why.text for why in task.reasons] == ["Ann Lee reviewed us on kununu on 2026-03-02"]
    assert task.reasons[0].fact == story.fact(2)
    assert task.brings == {
        "platform": "kununu",
        "asks_for": "consent to publish, and how: with their name, only with their job, or not at all",
    }


def test_who_is_as_satisfied_as_can_be_is_asked_without_a_review(given: Given) -> None:
    """A 10 is an occasion, a 9 none; the review is asked for first, one ask at a time."""
    story = given(YES, ("2026-03-02", rated(10)), playbook=FREELY)
    story.expect("ask_for_a_review, review: 2026-03-02 to 2026-04-01").expect_held_back("another ask", TASK)
    assert story.task("testimonial").brings["satisfaction"] == "10 of 10"
    assert story.task("testimonial").reasons[0].text == "this person rated us 10 of 10 on 2026-03-02"
    story.by("2026-04-02").expect(TASK)
    nine = given(YES, ("2026-03-02", rated(9)), playbook=FREELY)
    nine.expect("ask_for_a_review, review: 2026-03-02 to 2026-04-01").expect_held_back("another ask")


def test_it_closes_after_its_last_day_and_is_never_stale(given: Given) -> None:
    """On the 45th day still, the day after no more, and learned later never."""
    given(YES, REVIEWED, playbook=FREELY).by("2026-04-16").expect(TASK).by("2026-04-17").expect()
    given(YES, ("2026-04-17", LEFT), playbook=FREELY).expect()


def test_once_in_two_years_since_the_last_testimonial(given: Given) -> None:
    """The 729th day is too soon; a window that reaches the 730th opens there, and says so."""
    last = ("2024-04-17", quoted(date(2024, 4, 17), publish=False))
    given(YES, last, REVIEWED, playbook=FREELY).expect()
    last = ("2024-04-16", quoted(date(2024, 4, 16), publish=False))
    story = given(YES, last, REVIEWED, playbook=FREELY)
    story.expect(f"{PLAY}, testimonial: 2026-04-16 to 2026-04-16")
    assert story.task("testimonial").reasons[1].text == "The last testimonial is from 2024-04-16"
    assert story.task("testimonial").brings["last_testimonial"] == "2024-04-16: not to be published"
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="another person"))).expect(TASK)


def test_once_in_two_years_since_they_were_asked(given: Given) -> None:
    """Whatever they answered."""
    story = given(YES, REVIEWED, playbook=FREELY)
    story.tell(("2026-03-03", asked(date(2026, 3, 3), "declined", story.task("testimonial").task))).expect()
    again = favours.ReviewLeft(feed="desk", platform="Google", on=date(2028, 3, 1))
    story.tell(("2028-03-01", again)).expect(f"{PLAY}, testimonial: 2028-03-02 to 2028-04-15")


def test_a_testimonial_given_by_itself_withdraws_it(given: Given) -> None:
    """Nobody is asked for what they gave."""
    given(YES, REVIEWED, ("2026-03-05", quoted(date(2026, 3, 5))), playbook=FREELY).expect()


def test_who_was_disappointed_since_is_not_asked(given: Given) -> None:
    """A review counts while they are still delighted; a 9 leaves it what it is, an 8 does not."""
    given(YES, REVIEWED, ("2026-03-05", rated(9, date(2026, 3, 5))), playbook=FREELY).expect(TASK)
    story = given(YES, REVIEWED, ("2026-03-05", rated(8, date(2026, 3, 5))), playbook=FREELY).expect()
    story.tell(("2026-03-06", rated(2, date(2026, 3, 1)))).expect()
    given(YES, REVIEWED, ("2026-03-06", rated(2, date(2026, 3, 1))), playbook=FREELY).expect(TASK)


def test_the_last_occasion_counts(given: Given) -> None:
    """A newer one takes the place of the older, whichever is told first."""
    later = favours.ReviewLeft(feed="desk", platform="Google", on=date(2026, 3, 20))
    newer = f"{PLAY}, testimonial: 2026-03-20 to 2026-05-04"
    given(YES, REVIEWED, ("2026-03-20", later), playbook=FREELY).expect(newer)
    given(YES, ("2026-03-20", later), ("2026-03-21", LEFT), playbook=FREELY).expect(newer)


def test_a_review_of_the_same_day_is_what_is_taken_up(given: Given) -> None:
    """Of a delighted person; one of a disappointed person may be no praise."""
    story = given(YES, REVIEWED, ("2026-03-02", rated(10)), playbook=FREELY).expect(TASK)
    assert story.task("testimonial").brings["platform"] == "kununu"
    given(YES, REVIEWED, ("2026-03-02", rated(2)), playbook=FREELY).expect()


def test_a_retracted_review_withdraws_it(given: Given) -> None:
    """It was somebody else's."""
    story = given(YES, REVIEWED, playbook=FREELY)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="another person"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_it_waits_for_gives_and_hard_times_and_consent(given: Given) -> None:
    """An ask comes after three gives, 90 days after a setback, and never against their will."""
    given(YES, REVIEWED).expect().expect_held_back("gives first", TASK)
    job = PlacementStarted(feed="greenhouse", placement="p", starts=exactly(date(2025, 3, 2)), client="Acme")
    lost = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 1, 10), early=True)
    story = given(("2025-03-02", job), ("2026-01-10", lost), REVIEWED, playbook=FREELY)
    story.expect(f"{PLAY}, testimonial: 2026-04-11 to 2026-04-16")
    no = ("2026-02-01", ConsentWithdrawn(feed="greenhouse"))
    given(no, REVIEWED, playbook=FREELY).expect().expect_held_back("consent", TASK)


def test_an_agency_can_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    given(YES, REVIEWED, playbook=replace(FREELY, plays={PLAY: replace(standard, on=False)})).expect()
    shorter = replace(FREELY, plays={PLAY: replace(standard, open_days=10, again_days=365)})
    last = ("2025-02-01", quoted(date(2025, 2, 1)))
    given(YES, last, REVIEWED, playbook=shorter).expect(f"{PLAY}, testimonial: 2026-03-02 to 2026-03-12")
