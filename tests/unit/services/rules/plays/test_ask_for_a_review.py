from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from services.rules.playbook import STANDARD, Playbook, Restraint
from services.rules.plays.ask_for_a_review import Settings
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReviewLeft
from shared.facts.heard import SatisfactionStated
from shared.facts.outreach import OutreachCompleted
from shared.facts.people import ConsentGiven, ConsentWithdrawn, PersonProfiled
from shared.facts.placements import PlacementEnded, PlacementStarted
from shared.facts.spans import exactly
from shared.facts.tasks import Material

Given = Callable[..., Any]

PLAY = "ask_for_a_review"
FREELY = Playbook(restraint=Restraint(gives_before_an_ask=0))
"""The play by itself: favours may be asked without a give before."""
YES = ("2026-01-01", ConsentGiven(feed="linkedin"))
TASK = f"{PLAY}, review: 2026-03-02 to 2026-04-01"


def rated(score: int, on: date = date(2026, 3, 2)) -> SatisfactionStated:
    return SatisfactionStated(feed="desk", on=on, score=score)


def asked(on: date, outcome: str, task: str = "t") -> OutreachCompleted:
    return OutreachCompleted(task=task, version=1, by="rae", play=PLAY, outcome=outcome, on=on)


def test_somebody_delighted_is_asked_for_a_review(given: Given) -> None:
    """A 9 or a 10 opens 30 days, with the links to send; an 8 does not."""
    profile = PersonProfiled(feed="greenhouse", name="Ann Lee", recruiter="rae@agency.example")
    story = given(YES, ("2026-01-02", profile), ("2026-03-02", rated(9)), playbook=FREELY).expect(TASK)
    task = story.task("review")
    assert (task.headline, task.recruiter) == ("Ask Ann Lee for a review", "rae@agency.example")
    assert task.reasons[0].text == "Ann Lee rated us 9 of 10 on 2026-03-02 and has left no review yet"
    assert (task.reasons[0].fact, task.materials) == (story.fact(2), (Material(kind="review_links"),))
    given(YES, ("2026-03-02", rated(10)), playbook=FREELY).expect(TASK)
    given(YES, ("2026-03-02", rated(8)), playbook=FREELY).expect()


def test_it_closes_after_its_last_day_and_is_never_stale(given: Given) -> None:
    """On the 30th day still, the day after no more, and learned later never."""
    story = given(YES, ("2026-03-02", rated(9)), playbook=FREELY)
    story.by("2026-04-01").expect(TASK).by("2026-04-02").expect()
    given(YES, ("2026-04-02", rated(9)), playbook=FREELY).expect()


def test_a_rating_heard_in_a_task_counts_and_its_note_comes_along(given: Given) -> None:
    """What they said with it is at hand; the contact holds it back until 14 days later."""
    check_in = OutreachCompleted(
        task="c",
        version=1,
        by="rae",
        play="check_in_on_settling_in",
        outcome="met",
        on=date(2026, 3, 2),
        note="never felt pushed",
        satisfaction=10,
    )
    story = given(YES, ("2026-03-02", check_in), playbook=FREELY)
    story.expect(f"{PLAY}, review: 2026-03-16 to 2026-04-01")
    assert story.task("review").brings["satisfaction"] == "10 of 10"
    assert story.task("review").brings["said_then"] == "2026-03-02: never felt pushed"


def test_it_says_where_or_that_no_platform_is_set(given: Given) -> None:
    """The agency's pages come from the playbook; without any, the recruiter is told so."""
    brings = given(YES, ("2026-03-02", rated(9)), playbook=FREELY).task("review").brings
    assert brings == {
        "satisfaction": "9 of 10",
        "no_platform": "No review platform is set: add the agency's pages to the playbook",
    }
    pages = {"kununu": "https://www.kununu.com/de/agency", "Google": "https://g.page/agency"}
    with_pages = replace(FREELY, plays={PLAY: Settings(importance=4, platforms=pages)})
    brings = given(YES, ("2026-03-02", rated(9)), playbook=with_pages).task("review").brings
    assert brings == {
        "satisfaction": "9 of 10",
        "platforms": "kununu: https://www.kununu.com/de/agency\nGoogle: https://g.page/agency",
    }


@pytest.mark.parametrize("page", ["http://kununu.com/agency", "kununu.com", "https://", "https://a b"])
def test_a_page_is_an_address_by_https(page: str) -> None:
    """Anything else is refused with the playbook."""
    with pytest.raises(msgspec.ValidationError, match="platforms"):
        msgspec.convert({"importance": 4, "platforms": {"kununu": page}}, Settings)


def test_a_review_withdraws_it_and_ends_it(given: Given) -> None:
    """Nobody is asked twice for what they gave; a retracted review was none."""
    left = ReviewLeft(feed="desk", platform="kununu", on=date(2026, 3, 5))
    story = given(YES, ("2026-03-02", rated(9)), ("2026-03-05", left), playbook=FREELY).expect()
    story.tell(("2026-03-06", FactRetracted(fact=story.fact(2), reason="another person"))).expect(TASK)
    given(YES, ("2026-01-05", left), ("2026-03-02", rated(10)), playbook=FREELY).expect()


def test_the_last_word_counts(given: Given) -> None:
    """A lower rating withdraws it, a newer high one begins anew; a late older one changes nothing."""
    story = given(YES, ("2026-03-02", rated(9)), playbook=FREELY)
    story.tell(("2026-03-09", rated(8, date(2026, 2, 20)))).expect(TASK)
    story.tell(("2026-03-10", rated(6, date(2026, 3, 10)))).expect()
    story.tell(("2026-03-20", rated(10, date(2026, 3, 20)))).expect(
        f"{PLAY}, review: 2026-03-20 to 2026-04-19"
    )


def test_a_retracted_rating_withdraws_it(given: Given) -> None:
    """They did not say it."""
    story = given(YES, ("2026-03-02", rated(9)), playbook=FREELY)
    story.tell(("2026-03-03", FactRetracted(fact=story.fact(1), reason="mistyped"))).expect()
    assert story.told[-2].because == "a fact it rests on was retracted"


def test_each_rating_asks_once(given: Given) -> None:
    """Done is done, whatever was answered; the next high rating asks again."""
    story = given(YES, ("2026-03-02", rated(9)), playbook=FREELY)
    done = asked(date(2026, 3, 3), "sent", story.task("review").task)
    story.tell(("2026-03-03", done)).expect()
    story.tell(("2026-03-04", rated(9, date(2026, 3, 1)))).expect()
    story.tell(("2026-06-01", rated(9, date(2026, 6, 1)))).expect(f"{PLAY}, review: 2026-06-01 to 2026-07-01")


def test_who_declined_is_not_asked_again_for_a_year(given: Given) -> None:
    """The 364th day is too soon; a window that reaches the 365th opens there, and says so."""
    declined = ("2026-03-03", asked(date(2026, 3, 3), "declined"))
    story = given(YES, ("2026-03-02", rated(9)), declined, playbook=FREELY).expect()
    story.tell(("2027-01-31", rated(10, date(2027, 1, 31)))).expect()
    story.tell(("2027-02-01", rated(10, date(2027, 2, 1))))
    story.expect(f"{PLAY}, review: 2027-03-03 to 2027-03-03")
    assert story.task("review").reasons[1].text == "They declined on 2026-03-03, which is long enough ago"


def test_it_waits_for_gives_and_hard_times_and_consent(given: Given) -> None:
    """An ask comes after three gives, not within 90 days of a setback, and never against their will."""
    given(YES, ("2026-03-02", rated(9))).expect().expect_held_back("gives first", TASK)
    job = PlacementStarted(feed="greenhouse", placement="p", starts=exactly(date(2025, 3, 2)), client="Acme")
    lost = PlacementEnded(feed="greenhouse", placement="p", ended_on=date(2026, 2, 27), early=True)
    story = given(("2025-03-02", job), ("2026-02-27", lost), ("2026-03-02", rated(9)), playbook=FREELY)
    story.expect().expect_held_back("hard time", TASK)
    no = ("2026-02-01", ConsentWithdrawn(feed="greenhouse"))
    given(no, ("2026-03-02", rated(9)), playbook=FREELY).expect().expect_held_back("consent", TASK)


def test_an_agency_can_switch_it_off_or_change_its_numbers(given: Given) -> None:
    """The playbook decides."""
    standard = STANDARD.settings(PLAY)
    off = replace(FREELY, plays={PLAY: replace(standard, on=False)})
    given(YES, ("2026-03-02", rated(9)), playbook=off).expect()
    stricter = replace(FREELY, plays={PLAY: replace(standard, lowest_satisfaction=10, open_days=7)})
    given(YES, ("2026-03-02", rated(9)), playbook=stricter).expect()
    story = given(YES, ("2026-03-02", rated(10)), playbook=stricter)
    story.expect(f"{PLAY}, review: 2026-03-02 to 2026-03-09")
