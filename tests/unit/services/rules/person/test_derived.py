"""What follows from parts of a person is worked out once, and anew when one of them changes."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from vocabulary.histories import ZONE, histories

from services.rules.person import Person
from services.rules.person.fold import NOBODY, extend, fold
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact
from shared.facts.contacts import ContactLogged
from shared.facts.heard import NoteTaken

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
FOLLOWS = (
    *("posts", "post", "setbacks", "last_touch", "spoke", "answered", "rating", "last_by_play"),
    *("openings_held", "finds_held"),
)


def told(body: Fact) -> Event:
    return Event(
        id=computed_id(body),
        agency="agency",
        subject="person",
        source="test",
        occurred=moment(AT),
        recorded_at=AT,
        body=body,
    )


CALL = told(ContactLogged(feed="greenhouse", contact="c", on=date(2026, 3, 1), channel="call"))
LATER = told(ContactLogged(feed="greenhouse", contact="d", on=date(2026, 3, 2), channel="call"))
NOTE = told(NoteTaken(feed="greenhouse", words="Likes to climb."))


def test_what_no_fact_touched_is_handed_on() -> None:
    """The very object, so that it costs nothing."""
    before = extend(NOBODY, [CALL], ZONE)
    last = before.spoke
    after = extend(before, [NOTE], ZONE)
    assert last is not None
    assert vars(after)["spoke"] is last
    assert "spoke" not in vars(extend(after, [LATER], ZONE))


@settings(deadline=None)
@given(histories())
def test_what_was_handed_on_is_what_follows(events: list[Event]) -> None:
    """After any facts, in any order."""
    person = NOBODY
    for event in events:
        person = extend(person, [event], ZONE)
        fresh = extend(NOBODY, events[: events.index(event) + 1], ZONE)
        assert seen(person) == seen(fresh)
    assert seen(fold(events, ZONE)) == seen(fold(events[::-1], ZONE))


def seen(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in FOLLOWS}
