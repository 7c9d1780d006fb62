from collections.abc import Callable
from datetime import date
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReferralMade, ReferralPlaced
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled

Given = Callable[..., Any]

PLAY = "thank_for_a_referral"
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
MADE = ReferralMade(feed="greenhouse", referral="f", on=date(2026, 3, 1), name="Ben Roe")
PLACED = ReferralPlaced(
    referral="f", placement="b", on=date(2026, 6, 1), name="Benjamin Roe", client="Globex", title="Analyst"
)
REFERRED, LED_TO = ("2026-03-02", MADE), ("2026-05-20", PLACED)
THANKS = f"{PLAY}, made: 2026-03-02 to 2026-03-09"
THANKS_AGAIN = f"{PLAY}, placed: 2026-05-20 to 2026-05-27"


def done(task: str) -> OutreachCompleted:
    return OutreachCompleted(
        task=task, version=1, by="rae", play=PLAY, about="f", outcome="sent", on=date(2026, 3, 3)
    )


def test_a_referral_is_thanked_for(given: Given) -> None:
    """Seven days from the day we learned of it."""
    named = ("2026-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
    story = given(YES, named, REFERRED).expect(THANKS)
    task = story.task("made")
    assert (task.side, task.importance, task.about) == ("care", 1, "f")
    assert task.headline == "Thank Ann Lee for telling us of Ben Roe"
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("They told us of Ben Roe on 2026-03-01", story.fact(2))
    ]
    assert task.brings == {"who": "Ben Roe", "referred_on": "2026-03-01"}


def test_when_that_person_is_placed_they_are_thanked_again(given: Given) -> None:
    """With what came of it, under the name by which they told us of them."""
    story = given(YES, REFERRED).tell(("2026-03-03", done(_task(given)))).expect()
    story.tell(LED_TO).expect(THANKS_AGAIN)
    task = story.task("placed")
    assert task.headline == "Thank this person: Ben Roe was placed"
    assert [(why.text, why.fact) for why in task.reasons] == [
        ("Ben Roe, of whom this person told us, was placed on 2026-06-01", story.fact(3))
    ]
    assert task.brings == {
        "who": "Ben Roe",
        "referred_on": "2026-03-01",
        "what_came_of_it": "placed as Analyst at Globex, 2026-06-01",
    }


def _task(given: Given) -> str:
    task: str = given(YES, REFERRED).task("made").task
    return task


def test_somebody_without_a_name_is_thanked_for_too(given: Given) -> None:
    """A task needs no name; nor does the place where they went."""
    story = given(YES, ("2026-03-02", replace(MADE, name=None)))
    assert story.task("made").headline == "Thank this person for telling us of somebody"
    bare = ReferralPlaced(referral="f", placement="b", on=date(2026, 5, 19))
    task = given(YES, ("2026-05-20", bare)).expect(THANKS_AGAIN).task("placed")
    assert task.headline == "Thank this person: whom they referred was placed"
    assert task.brings == {"what_came_of_it": "placed, 2026-05-19"}


def test_it_is_there_until_its_last_day(given: Given) -> None:
    """On the seventh day still, on the eighth no more."""
    given(YES, REFERRED).by("2026-03-09").expect(THANKS).by("2026-03-10").expect()
    given(YES, LED_TO).by("2026-05-27").expect(THANKS_AGAIN).by("2026-05-28").expect()


@pytest.mark.parametrize(
    ("learned", "expected"),
    [("2026-04-30", [f"{PLAY}, made: 2026-04-30 to 2026-05-07"]), ("2026-05-01", [])],
)
def test_an_old_history_opens_nothing(given: Given, learned: str, expected: list[str]) -> None:
    """60 days old when we learned of it is still news."""
    given(YES, (learned, MADE)).expect(*expected)


def test_both_learned_of_on_one_day_are_thanked_for_together(given: Given) -> None:
    """In whichever order they arrive."""
    at_once = ("2026-03-02", replace(PLACED, on=date(2026, 3, 2)))
    both = f"{PLAY}, placed: 2026-03-02 to 2026-03-09"
    for order in permutations((YES, REFERRED, at_once)):
        given(*order).expect(both)


def test_the_same_referral_told_anew_keeps_its_task_and_its_window(given: Given) -> None:
    """By another feed, with a better name; and done once, it stays done."""
    story = given(YES, REFERRED)
    before = story.task("made").task
    again = ("2026-03-05", replace(MADE, feed="linkedin", name="Ben Roe-Smith"))
    story.tell(again).expect(THANKS)
    assert story.task("made").task == before
    assert story.task("made").brings["who"] == "Ben Roe-Smith"
    story.tell(("2026-03-06", done(before)), ("2026-03-07", MADE)).expect()


def test_a_second_referral_is_another_one(given: Given) -> None:
    """Each is thanked for, however close together: this care is exempt from spacing."""
    other = ("2026-03-04", replace(MADE, referral="g", on=date(2026, 3, 4), name="Cy Poe"))
    story = given(YES, REFERRED, other).expect(THANKS, f"{PLAY}, made: 2026-03-04 to 2026-03-11")
    called = ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 4), channel="call")
    story.tell(("2026-03-04", called)).expect(THANKS, f"{PLAY}, made: 2026-03-04 to 2026-03-11")


def test_a_retraction_withdraws_it(given: Given) -> None:
    """Somebody else had told us; what came of it goes as well when it was not theirs."""
    story = given(YES, REFERRED)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="mistaken"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"
    placed = given(YES, LED_TO)
    placed.tell(("2026-05-21", FactRetracted(fact=placed.fact(1), reason="mistaken"))).expect()


def test_a_no_holds_it_back(given: Given) -> None:
    """Consent comes first, even for thanks."""
    no = ("2026-03-03", ConsentWithdrawn(feed="linkedin"))
    given(YES, REFERRED, no).expect().expect_held_back("consent", THANKS)


def test_the_playbook_may_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """How long it is open, and what is old."""
    settings = PLAYS[PLAY].settings
    off = replace(STANDARD, plays={PLAY: replace(settings, on=False)})
    given(YES, REFERRED, playbook=off).expect()
    longer = replace(STANDARD, plays={PLAY: replace(settings, open_days=10, old_news_days=0)})
    given(YES, REFERRED, playbook=longer).expect()
    today = ("2026-03-02", replace(MADE, on=date(2026, 3, 2)))
    given(YES, today, playbook=longer).expect(f"{PLAY}, made: 2026-03-02 to 2026-03-12")
