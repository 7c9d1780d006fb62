"""Lever's web hooks, by samples made after its documentation."""

import json
from typing import Any

import pytest
from vocabulary.hooks import SOURCE, events, stated, told
from vocabulary.payloads import sample

from services.ingest.feeds._candidacy import placement_id
from services.ingest.feeds.lever import FEED
from services.ingest.reading import Erasure, Keys, Silence
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.people import PersonRegistered
from shared.facts.placements import ApplicationMoved, PlacementCancelled, PlacementStarted
from shared.facts.spans import Span

CONTACT = "lever:contact:c0d1e2f3-a4b5-4c6d-8e7f-90a1b2c3d4e5"
OPPORTUNITY = "5b1f7c42-8d3e-4a9b-9c60-1e2d3f4a5b6c"
PLACEMENT = placement_id("demo", "lever", OPPORTUNITY)
STARTED = PlacementStarted(feed="lever", placement=PLACEMENT, starts=Span())
UNDONE = PlacementCancelled(feed="lever", placement=PLACEMENT)
KEYS = Keys((CONTACT,), (f"lever:opportunity:{OPPORTUNITY}",))
WAITING = (
    "applicationCreated",
    "candidateStageChange",
    "candidateArchiveChange__hired",
    "candidateArchiveChange__taken_out",
)


def raw(name: str) -> bytes:
    return sample(f"lever/{name}.json")


def hook(name: str, /, **changes: object) -> Any:  # noqa: ANN401 - JSON
    """A sample with other data; `None` leaves them out."""
    found = json.loads(raw(name))
    found["data"] = {key: value for key, value in (found["data"] | changes).items() if value is not None}
    return found


def encoded(payload: object) -> bytes:
    return json.dumps(payload).encode()


def moved(stage: str | None) -> ApplicationMoved:
    return ApplicationMoved(feed="lever", application=OPPORTUNITY, stage=stage)


STAGE = "7c2690d8-0f1e-4d2c-8b3a-5a4b3c2d1e0f"
FACTS: list[tuple[str, list[Fact]]] = [
    ("candidateHired", [STARTED]),
    ("candidateStageChange", [moved(STAGE)]),
    ("applicationCreated", [moved(None)]),
    ("candidateArchiveChange__hired", []),
    ("candidateArchiveChange__taken_out", []),
]


@pytest.mark.parametrize(("name", "facts"), FACTS)
def test_each_sample_tells_its_facts(name: str, facts: list[Fact]) -> None:
    """No more and no less; there is nothing in them but ids."""
    assert told(FEED, raw(name)) == facts
    assert stated(FEED, raw(name)).keys == KEYS


def test_a_hire_makes_a_contact_known() -> None:
    """Without a name; it happened when Lever says so."""
    registered, started = events(FEED, raw("candidateHired"))
    assert registered.body == PersonRegistered(feed="lever")
    assert started.occurred == "2026-03-10T06:00:00.250000Z"
    assert stated(FEED, raw("candidateHired")).waits is None


@pytest.mark.parametrize("name", WAITING)
def test_what_tells_of_no_hire_waits_for_one(name: str) -> None:
    """Nobody could say who all those applicants are."""
    assert stated(FEED, raw(name)).waits == f"a hire of {CONTACT.replace('lever:contact:', 'contact ')}"


def test_a_hire_that_is_archived_stands_until_it_is_taken_out() -> None:
    """Lever archives whom it hires; there is no event for a hire that was undone."""
    archived, out = raw("candidateArchiveChange__hired"), raw("candidateArchiveChange__taken_out")
    assert told(FEED, raw("candidateHired"), archived) == [STARTED]
    assert told(FEED, archived, raw("candidateHired"), out) == [STARTED, UNDONE]
    assert told(FEED, archived, out) == []


def test_an_archiving_that_does_not_tell_its_end_undoes_nothing() -> None:
    """Only a `toArchived` of null says that somebody was taken out."""
    silent = encoded(hook("candidateArchiveChange__taken_out", toArchived=None))
    assert b"toArchived" not in silent
    assert told(FEED, raw("candidateHired"), silent) == [STARTED]


def test_a_hire_triggered_again_is_told_once() -> None:
    """The event's id stands for it or, where Lever leaves it out, what happened when."""
    retried = json.loads(raw("candidateHired")) | {"token": "another"}
    assert told(FEED, raw("candidateHired"), encoded(retried)) == [STARTED]
    del retried["id"]
    assert told(FEED, encoded(retried), encoded(retried | {"token": "a third"})) == [STARTED]


def test_without_a_contact_the_opportunity_has_to_do() -> None:
    """By either of its names."""
    for missing in ({"contactId": None}, {"contactId": None, "opportunityId": None}):
        statement = stated(FEED, encoded(hook("candidateStageChange", **missing)))
        assert statement.keys == Keys((f"lever:opportunity:{OPPORTUNITY}",))
        assert statement.waits == f"a hire of opportunity {OPPORTUNITY}"


def test_a_deletion_asks_to_forget() -> None:
    """Whom it names."""
    assert FEED.read(raw("candidateDeleted"), SOURCE) == Erasure(KEYS, "deleted in Lever")


def test_the_request_by_which_lever_tries_a_web_hook_says_nothing() -> None:
    """It has no data."""
    assert FEED.read(raw("tried"), SOURCE) == Silence()


BAD = [
    (b"{", None, "expected JSON"),
    (b"{}", "event", "expected the field event"),
    (b'{"event": "interviewCreated", "triggeredAt": 1}', "event", "found interviewcreated"),
    (b'{"event": "candidateHired"}', "triggeredAt", "expected the field"),
    (b'{"event": "candidateHired", "triggeredAt": 1}', "data", "expected the field"),
    (encoded(hook("candidateHired", contactId="Jane")), "data.contactId", "UUID"),
    (
        encoded(hook("candidateHired", opportunityId=None, candidateId=None)),
        "data.opportunityId",
        "expected the field",
    ),
    (encoded(hook("candidateHired") | {"triggeredAt": 2**62}), "triggeredAt", "milliseconds"),
    (encoded(hook("candidateHired") | {"triggeredAt": -(2**41)}), "triggeredAt", "milliseconds"),
    (encoded(hook("candidateArchiveChange__hired", toArchived=3)), "data.toArchived", "found `int`"),
]


@pytest.mark.parametrize(("payload", "field", "words"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_refused_with_its_field(payload: bytes, field: str | None, words: str) -> None:
    """Whatever is wrong, the answer says where and what was expected."""
    with pytest.raises(UnreadableError) as refused:
        FEED.read(payload, SOURCE)
    assert refused.value.field == field
    assert words in refused.value.reason


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (encoded(hook("candidateHired", opportunityId=3)), CONTACT),
        (encoded(hook("candidateHired", contactId="Jane")), f"lever:opportunity:{OPPORTUNITY}"),
        (b'{"event": "x", "data": {"candidateId": "5B1F7C42-8D3E-4A9B-9C60-1E2D3F4A5B6C"}}', KEYS.also[0]),
        (b'{"data": {"contactId": 3}}', None),
        (b"[1]", None),
        (b"{", None),
    ],
)
def test_an_unreadable_payload_still_shows_whom_it_speaks_of(payload: bytes, found: str | None) -> None:
    """So that it is cleared when they are erased."""
    assert FEED.mentions(payload) == found


def test_a_person_is_called_by_the_id_of_their_contact() -> None:
    """As Lever writes it, in either case."""
    assert FEED.named(CONTACT.removeprefix("lever:contact:").upper()) == CONTACT
    assert FEED.named("Jane") is None
