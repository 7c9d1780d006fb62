"""What happened, in a sentence."""

from datetime import UTC, date, datetime

import msgspec
import pytest
from vocabulary.installation import claimed, planned

from services.query.words import sentence
from shared.facts import KINDS, Fact
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


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_fact_has_a_sentence(kind: Kind) -> None:
    """Also when nothing personal can be opened any more, a sentence reads as one."""
    said = sentence(least(kind))
    assert said != kind.name
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
        (planned(), "“Ask Jane how it is going” is planned from 2026-03-09 to 2026-03-19."),
        (claimed(), "ann@agency.example took a task."),
    ],
)
def test_the_words_say_what_is_known(fact: Fact, said: str) -> None:
    """Names, dates in their certainty, and what was answered."""
    assert sentence(fact) == said
