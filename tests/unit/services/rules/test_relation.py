"""How somebody stands with the agency, told with its reasons."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from services.rules.person.standing import Closeness
from services.rules.playbook import STANDARD, Playbook
from services.rules.plays.reconnect_before_it_goes_cold import Settings
from services.rules.relation import PLAY, Relation, relation
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.corrections import FactRetracted
from shared.facts.favours import ReferralMade, ReviewLeft
from shared.facts.heard import SatisfactionStated
from shared.facts.people import PersonProfiled

Given = Callable[..., Any]
DAY = date(2026, 3, 2)
ANN = ("2025-01-02", PersonProfiled(feed="greenhouse", name="Ann Lee"))
REFERRED = ReferralMade(feed="desk", referral="r", on=date(2026, 1, 10), name="Bo Dahl")
REVIEWED = ReviewLeft(feed="desk", platform="Google", on=date(2026, 1, 11))


def contact(day: str, *, answered: bool) -> tuple[str, Fact]:
    on = date.fromisoformat(day)
    return day, ContactLogged(feed="desk", contact=day, on=on, channel="call", answered=answered)


def rated(score: int) -> tuple[str, Fact]:
    return "2026-01-12", SatisfactionStated(feed="desk", on=date(2026, 1, 12), score=score)


def stands(given: Given, *facts: tuple[str, Fact], playbook: Playbook = STANDARD) -> Relation:
    return relation(given(ANN, *facts).person, DAY, playbook)


def test_who_answered_is_warm_until_the_answer_is_old(given: Given) -> None:
    """With the day on which that ends, and the one by which a silence gets too long."""
    answered, sent = contact("2026-01-01", answered=True), contact("2026-02-01", answered=False)
    found = stands(given, answered, sent)
    assert (found.closeness, found.until) == (Closeness.WARM, date(2026, 6, 30))
    assert (found.silent_since, found.in_touch_by) == (date(2026, 2, 1), date(2026, 6, 1))
    assert [because.text for because in found.because] == [
        "Ann Lee last answered on 2026-01-01",
        "The last contact was on 2026-02-01: sent",
    ]


def test_what_makes_an_advocate_is_named_and_does_not_fade(given: Given) -> None:
    """Each favour with its fact; a good word of eight is none."""
    story = given(ANN, ("2026-01-10", REFERRED), ("2026-01-11", REVIEWED), rated(9))
    found = relation(story.person, DAY, STANDARD)
    assert (found.closeness, found.until) == (Closeness.ADVOCATE, None)
    assert [because.text for because in found.because] == [
        "Ann Lee told us of Bo Dahl",
        "Ann Lee reviewed the agency on Google",
        "Ann Lee rated the agency's work 9 of 10",
    ]
    assert [because.fact for because in found.because] == [story.fact(number) for number in (1, 2, 3)]
    assert stands(given, rated(8)).closeness is Closeness.COLD


def test_a_favour_that_is_taken_back_made_nobody_close(given: Given) -> None:
    """As if it had not been."""
    story = given(ANN, ("2026-01-11", REVIEWED))
    story.tell(("2026-01-12", FactRetracted(fact=story.fact(1), reason="a mistake")))
    assert relation(story.person, DAY, STANDARD).closeness is Closeness.COLD


def test_of_whom_no_contact_is_known_no_silence_is_told(given: Given) -> None:
    """Cold, for no reason that could be shown."""
    assert stands(given) == Relation(Closeness.COLD, None, None, None, ())


@pytest.mark.parametrize(("warm_days", "expected"), [(60, Closeness.WARM), (59, Closeness.COOL)])
def test_the_agency_s_own_numbers_count(given: Given, warm_days: int, expected: Closeness) -> None:
    """Those of its playbook: the 60th day after the answer."""
    playbook = Playbook(plays={PLAY: replace(Settings(importance=3), warm_days=warm_days)})
    assert stands(given, contact("2026-01-01", answered=True), playbook=playbook).closeness is expected
