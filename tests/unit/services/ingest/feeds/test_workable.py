"""Workable's web hooks, by samples made after its documentation."""

import json
from typing import Any

import pytest
from vocabulary.hooks import SOURCE, events, stated, told
from vocabulary.payloads import sample

from services.ingest.feeds._candidacy import placement_id
from services.ingest.feeds.workable import FEED
from services.ingest.reading import Erasure, Keys
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.facts.placements import ApplicationMoved, PlacementCancelled, PlacementStarted
from shared.facts.spans import Span

CANDIDATE = "workable:candidate:3fd9b52a"
PLACEMENT = placement_id("demo", "workable", "3fd9b52a")
STARTED = PlacementStarted(feed="workable", placement=PLACEMENT, starts=Span(), title="Supply Chain Lead")
UNDONE = PlacementCancelled(feed="workable", placement=PLACEMENT)


def raw(name: str) -> bytes:
    return sample(f"workable/{name}.json")


def hook(name: str = "candidate_moved__hired", /, **changes: Any) -> bytes:  # noqa: ANN401 - JSON
    """A sample that shows something else of the candidate."""
    found = json.loads(raw(name))
    found["data"] |= changes
    return json.dumps(found).encode()


def moved(stage: str) -> ApplicationMoved:
    return ApplicationMoved(feed="workable", application="3fd9b52a", job="Supply Chain Lead", stage=stage)


FACTS: list[tuple[str, list[Fact]]] = [
    ("candidate_created", [moved("Applied")]),
    ("candidate_moved", [moved("Phone Screen")]),
    ("candidate_moved__hired", [moved("Hired"), STARTED]),
    ("candidate_moved__hire_undone", [moved("Offer")]),
]


@pytest.mark.parametrize(("name", "facts"), FACTS)
def test_each_sample_tells_its_facts(name: str, facts: list[Fact]) -> None:
    """No more and no less; the start of a placement is not in them."""
    assert told(FEED, raw(name)) == facts


def test_a_candidate_says_who_somebody_is() -> None:
    """Other feeds know them by the e-mail address or the profile."""
    assert stated(FEED, raw("candidate_created")).keys == Keys(
        (CANDIDATE,), ("email:samira.lindqvist@example.com", "linkedin:samira-lindqvist")
    )
    registered, profiled, *_ = (event.body for event in events(FEED, raw("candidate_created")))
    assert registered == PersonRegistered(feed="workable")
    assert profiled == PersonProfiled(
        feed="workable",
        name="Samira Lindqvist",
        given_name="Samira",
        emails=("samira.lindqvist@example.com",),
        phones=("+46 31 555 01 42",),
        profile_url="https://www.linkedin.com/in/samira-lindqvist",
        employer="Fjord Freight",
        title="Analyst",
    )


def test_a_history_is_told_step_by_step() -> None:
    """A hire that is undone cancels the placement."""
    names = ("candidate_created", "candidate_moved", "candidate_moved__hired", "candidate_moved__hire_undone")
    steps = [moved("Applied"), moved("Phone Screen"), moved("Hired"), STARTED, moved("Offer"), UNDONE]
    assert told(FEED, *map(raw, names)) == steps


def test_a_retry_that_shows_a_newer_state_tells_it_once() -> None:
    """The event's own id stands for the hire, and not the bytes."""
    again = hook(phone="+46 31 555 01 99")
    assert told(FEED, raw("candidate_moved__hired"), again) == [moved("Hired"), STARTED]


def test_an_event_that_comes_late_is_told_and_undoes_nothing() -> None:
    """What was fired before is older."""
    history = [raw("candidate_moved__hired"), raw("candidate_moved")]
    assert told(FEED, *history) == [moved("Hired"), STARTED, moved("Phone Screen")]


@pytest.mark.parametrize(
    ("shown", "hired"),
    [
        ({"stage": "On board", "stage_kind": "hired"}, True),
        ({"stage": "Hired", "stage_kind": None}, True),
        ({"stage": "On board", "stage_kind": None, "hired_at": "2026-02-18"}, True),
        ({"stage": "On board", "stage_kind": None, "hired_at": None}, False),
        ({"stage": "Hired", "stage_kind": "offer"}, False),
        ({"stage": "Hired", "stage_kind": "hired", "disqualified": True}, False),
        ({"stage": None, "stage_kind": None}, False),
        ({"stage": "On board", "stage_kind": "onboarding"}, False),
    ],
)
def test_the_kind_of_a_stage_says_who_is_hired(shown: dict[str, object], hired: bool) -> None:  # noqa: FBT001 - a table
    """Agencies call their stages as they like; where there is no kind, a name or a day has to do."""
    assert (STARTED in told(FEED, hook(**shown))) is hired


@pytest.mark.parametrize("shown", [{"stage_kind": "onboarding"}, {"stage": None, "stage_kind": None}])
def test_a_stage_that_tells_nothing_undoes_no_hire(shown: dict[str, object]) -> None:
    """A kind that the vendor added later, or none."""
    later = hook("candidate_moved__hire_undone", **shown)
    assert UNDONE not in told(FEED, raw("candidate_moved__hired"), later)


def test_a_deletion_asks_to_forget() -> None:
    """Whom it names."""
    assert FEED.read(raw("candidate_deleted"), SOURCE) == Erasure(Keys((CANDIDATE,)), "deleted in Workable")


BAD = [
    (b"{", None, "expected JSON"),
    (b"{}", "event_type", "expected the field event_type"),
    (b'{"event_type": "employee_created"}', "event_type", "found employee_created"),
    (b'{"event_type": "candidate_moved"}', "data", "expected the field"),
    (b'{"event_type": "candidate_deleted", "data": {}}', "data.id", "expected the field"),
    (hook(id="3 fd"), "data.id", "regex"),
    (hook(disqualified="no"), "data.disqualified", "expected `bool"),
    (raw("candidate_moved").replace(b"2026-02-02T10", b"2026-02-30T10"), "fired_at", "a moment"),
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
        (hook(disqualified="no"), CANDIDATE),
        (b'{"event_type": "candidate_merged", "data": {"id": "3fd9b52a"}}', CANDIDATE),
        (
            b'{"event_type": "employee_created", "resource_type": "employee", "data": {"id": "3fd9b52a"}}',
            None,
        ),
        (b'{"data": {"id": 3}}', None),
        (b"[1]", None),
        (b"{", None),
    ],
)
def test_an_unreadable_payload_still_shows_whom_it_speaks_of(payload: bytes, found: str | None) -> None:
    """So that it is cleared when they are erased."""
    assert FEED.mentions(payload) == found


def test_a_candidate_is_called_by_their_id() -> None:
    """As Workable writes it."""
    assert FEED.named("3fd9b52a") == CANDIDATE
    assert FEED.named("Samira Lindqvist") is None
