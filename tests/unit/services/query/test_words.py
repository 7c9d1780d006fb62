"""What happened, in a sentence."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from vocabulary.installation import claimed, planned

from services.query.words import WORDS, sentence
from shared.facts import KINDS, Fact, favours  # pytest would take TestimonialGiven for a test
from shared.facts.contacts import ContactLogged
from shared.facts.dates import MilestoneDue
from shared.facts.heard import AnswersGiven, GoalStated, InterestStated, SatisfactionStated
from shared.facts.matches import OpportunityMatched, ResourceMatched
from shared.facts.outreach import OutreachCompleted
from shared.facts.placements import PlacementStarted
from shared.facts.registry import Kind
from shared.facts.roles import RoleChanged
from shared.facts.spans import Span, exactly, month

DAY = date(2024, 3, 1)
SAMPLES: dict[object, object] = {
    str: "x",
    int: 1,
    bool: True,
    date: DAY,
    datetime: datetime(2024, 3, 1, tzinfo=UTC),
    Span: exactly(DAY),
}


def least(kind: Kind) -> Fact:
    """The fact with nothing but what it must say: as it is read once its seal does not open."""
    required = [field for field in msgspec.structs.fields(kind.body) if field.required]
    return kind.body(**{field.name: SAMPLES[field.type] for field in required})


def test_every_event_is_named_in_the_words() -> None:
    """A new event needs one entry in the file of its family, and no entry is for nothing."""
    assert set(WORDS) == {kind.body for kind in KINDS.values()}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_fact_has_a_sentence(kind: Kind) -> None:
    """Also when nothing personal can be opened any more, a sentence reads as one."""
    said = sentence(least(kind))
    assert said.endswith(".")
    assert "None" not in said
    assert "  " not in said


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (
            PlacementStarted(feed="ats", placement="p", starts=exactly(DAY), client="Acme", title="Engineer"),
            "Was placed as Engineer at Acme, starting on 2024-03-01.",
        ),
        (
            PlacementStarted(feed="ats", placement="p", starts=month(2024, 3), client="Acme"),
            "Was placed at Acme, starting in 2024-03.",
        ),
        (
            RoleChanged(
                feed="linkedin",
                role="r",
                since=month(2024, 3),
                move=True,
                employer="Initech",
                title="Lead",
                old_employer="Acme",
            ),
            "Moved to a new employer: Lead at Initech (before that Acme), in 2024-03.",
        ),
        (
            OutreachCompleted(
                task="t",
                version=1,
                by="ann",
                play="check_in_on_settling_in",
                outcome="replied",
                on=DAY,
                satisfaction=9,
            ),
            "ann did “check in on settling in” on 2024-03-01: they replied, satisfaction 9 of 10.",
        ),
        (
            OutreachCompleted(
                task="t",
                version=1,
                by="ann",
                play="invite_to_catch_up",
                outcome="met",
                on=DAY,
                channel="call",
            ),
            "ann did “invite to catch up” by phone on 2024-03-01: they met.",
        ),
        (
            ContactLogged(
                feed="console", contact="c", on=DAY, channel="call", by="ann", answered=True, words="Hi"
            ),
            "Was in touch with ann by phone on 2024-03-01 (“Hi”).",
        ),
        (
            ContactLogged(feed="console", contact="c", on=DAY, channel="message"),
            "The agency tried to reach them by message on 2024-03-01.",
        ),
        (
            MilestoneDue(placement="p", milestone="guarantee_end", occurs_on=DAY),
            "The guarantee of the placement ends on 2024-03-01.",
        ),
        (
            GoalStated(feed="desk", goal="g", target=DAY, words="lead a team"),
            "Has a goal (“lead a team”), to be reached by 2024-03-01.",
        ),
        (GoalStated(feed="desk", goal="g", reached=True, words="lead"), "Reached a goal (“lead”)."),
        (InterestStated(feed="desk", topic="Rust"), "Likes to hear of Rust."),
        (
            SatisfactionStated(feed="desk", on=DAY, score=0),
            "Told on 2024-03-01 how satisfied they are: 0 of 10.",
        ),
        (
            AnswersGiven(
                task="t",
                play="ask_about_onboarding",
                about="p",
                on=DAY,
                employer="Acme",
                answers={"rating": "4", "went_well": "the team"},
            ),
            (
                "Answered the questions of “ask about onboarding” on 2024-03-01 about Acme "
                "(“rating: 4; went well: the team”)."
            ),
        ),
        (
            favours.ReferralMade(feed="desk", referral="r", on=DAY, name="Bob"),
            "Told us of Bob on 2024-03-01.",
        ),
        (
            favours.ReferralPlaced(
                referral="r", placement="p", on=DAY, name="Bob", client="Acme", title="Lead"
            ),
            "Bob, whom they told us of, was placed as Lead at Acme on 2024-03-01.",
        ),
        (
            favours.ReviewLeft(feed="desk", platform="google", on=DAY, url="https://g.example/1"),
            "Reviewed the agency on google on 2024-03-01: https://g.example/1.",
        ),
        (
            favours.TestimonialGiven(feed="desk", on=DAY, publish=False, words="Great"),
            "Gave a testimonial on 2024-03-01, which may not be published (“Great”).",
        ),
        (
            favours.ClientWon(feed="desk", on=DAY, employer="Acme"),
            "Acme became a client through them on 2024-03-01.",
        ),
        (
            OpportunityMatched(
                match="m",
                job="j",
                kind="field",
                posted_on=DAY,
                closes_on=DAY,
                title="Lead",
                client="Acme",
                why="Rust",
            ),
            "A job is in their field: Lead at Acme, open until 2024-03-01 (Rust).",
        ),
        (
            ResourceMatched(
                match="m", resource="r", kind="event", found_on=DAY, title="RustConf", interest="Rust"
            ),
            "An event meets their interest in Rust (“RustConf”).",
        ),
        (planned(), "“Ask Jane how it is going” is planned from 2026-03-09 to 2026-03-19."),
        (claimed(), "ann@agency.example took a task."),
    ],
)
def test_the_words_say_what_is_known(fact: Fact, said: str) -> None:
    """Names, dates in their certainty, and what was answered."""
    assert sentence(fact) == said
