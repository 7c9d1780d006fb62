"""Where somebody works now: by what feeds say, and by our placements."""

from datetime import date

import pytest
from vocabulary.installation import Installation, days

from services.query.persons import standing
from services.query.roles import Role, role_of
from shared.facts import Fact
from shared.facts.people import PersonProfiled
from shared.facts.placements import (
    PlacementCancelled,
    PlacementEnded,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span

OURS = Role("Acme", "Engineer")
THEIRS = Role("Zenith", "CTO")


def on(number: int) -> Span:
    return Span(earliest=days(number), latest=days(number))


def placed(begins: int = -30, ends: date | None = None) -> PlacementStarted:
    return PlacementStarted(
        feed="ats", placement="P1", starts=on(begins), ends=ends, client=OURS.employer, title=OURS.title
    )


def said(title: str | None = THEIRS.title) -> PersonProfiled:
    return PersonProfiled(feed="linkedin", employer=THEIRS.employer, title=title)


NAMED = PersonProfiled(feed="ats", name="Jane Doe")
MOVED = PlacementRescheduled(feed="ats", placement="P1", starts=on(5))


@pytest.mark.parametrize(
    ("told", "role"),
    [
        ([NAMED], None),
        ([NAMED, placed()], OURS),
        ([NAMED, placed(begins=5)], None),
        ([NAMED, placed(), MOVED], None),
        ([placed(ends=days(0))], OURS),
        ([placed(ends=days(-1))], None),
        ([placed(), PlacementCancelled(feed="ats", placement="P1")], None),
        ([placed(), PlacementEnded(feed="ats", placement="P1", ended_on=days(-1), early=True)], None),
        ([placed(), said()], THEIRS),
        ([said(), placed()], OURS),
        ([said(), placed(), PlacementCancelled(feed="ats", placement="P1")], THEIRS),
    ],
)
def test_the_newest_that_holds(here: Installation, told: list[Fact], role: Role | None) -> None:
    """A placement counts from its first day to its last; what a feed says, until something newer."""
    events = [here.event(body) for body in told]
    profiles = [event for event in events if isinstance(event.body, PersonProfiled)]
    assert role_of(profiles, standing(events), days(0)) == role
