"""Ashby's web hooks, by samples made after its documentation."""

import json
from datetime import date
from itertools import permutations
from typing import Any

import msgspec
import pytest
from vocabulary.hooks import SOURCE, events, stated, told
from vocabulary.payloads import sample

from services.ingest.feeds._candidacy import placement_id
from services.ingest.feeds.ashby import FEED
from services.ingest.reading import Erasure, Keys, Merge, Silence
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.people import PersonProfiled, PersonRegistered
from shared.facts.placements import (
    ApplicationMoved,
    OfferMade,
    PlacementCancelled,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span, exactly

CANDIDATE = "ashby:candidate:f6d0a6ce-6c0e-4b8e-9d57-0a4b6f1c2e31"
APPLICATION = "0c3f4d8a-1a57-4f6b-8f3e-7f6f2d9b5a10"
OFFER = "b1e5d7c4-2f0a-4f5e-a5a0-3a9b6f1d2c44"
PLACEMENT = placement_id("demo", "ashby", APPLICATION)
OF_THE_HIRE = ("candidateHire", "candidateStageChange__of_the_hire", "applicationUpdate__of_the_hire")
STARTED = PlacementStarted(
    feed="ashby",
    placement=PLACEMENT,
    starts=exactly(date(2026, 3, 16)),
    recruiter="ines.falk@agency.example",
    employment="permanent",
    client="Northwind Robotics",
    title="Controls Engineer",
)
UNDATED = msgspec.structs.replace(STARTED, starts=Span(), employment="unknown")


def raw(name: str) -> bytes:
    return sample(f"ashby/{name}.json")


def hook(name: str, **changes: object) -> Any:  # noqa: ANN401 - JSON
    """A sample with other words in its application."""
    found = json.loads(raw(name))
    found["data"]["application"] |= changes
    return found


def encoded(payload: object) -> bytes:
    return json.dumps(payload).encode()


def moved(stage: str) -> ApplicationMoved:
    return ApplicationMoved(feed="ashby", application=APPLICATION, job="Controls Engineer", stage=stage)


def offered(version: int, status: str, starts: date | None) -> OfferMade:
    return OfferMade(
        feed="ashby",
        offer=OFFER,
        version=version,
        placement=PLACEMENT,
        status=status,
        starts=exactly(starts) if starts else None,
    )


FACTS: list[tuple[str, list[Fact]]] = [
    ("candidateHire", [moved("Hired"), STARTED]),
    ("candidateStageChange__of_the_hire", [moved("Hired"), UNDATED]),
    ("applicationUpdate__of_the_hire", [moved("Hired"), UNDATED]),
    ("applicationUpdate__hire_undone", [moved("Offer")]),
    ("candidateStageChange", [moved("Onsite Interview")]),
    ("applicationSubmit", [moved("Application Review")]),
    ("offerCreate", [offered(1, "waitingonresponse", date(2026, 3, 2))]),
    ("offerUpdate__accepted", [offered(2, "accepted", date(2026, 3, 16))]),
    ("offerDelete", [offered(0, "deleted", None)]),
]


@pytest.mark.parametrize(("name", "facts"), FACTS)
def test_each_sample_tells_its_facts(name: str, facts: list[Fact]) -> None:
    """No more and no less."""
    assert told(FEED, raw(name)) == facts


def test_a_hire_says_who_somebody_is() -> None:
    """By the candidate's id above all; the recruiter is the one of the hiring team."""
    assert stated(FEED, raw("candidateHire")).keys == Keys(
        (CANDIDATE,), (f"ashby:application:{APPLICATION}", "email:maren.oduya@example.com")
    )
    registered, profiled, *_ = (event.body for event in events(FEED, raw("candidateHire")))
    assert registered == PersonRegistered(feed="ashby")
    assert profiled == PersonProfiled(
        feed="ashby",
        recruiter="ines.falk@agency.example",
        name="Maren Oduya",
        emails=("maren.oduya@example.com",),
        phones=("+44 20 7946 0123",),
    )


@pytest.mark.parametrize("order", list(permutations(OF_THE_HIRE)))
def test_a_hire_that_three_web_hooks_tell_is_told_once(order: tuple[str, ...]) -> None:
    """Whichever comes first; what a later one knows besides is added."""
    facts = told(FEED, *map(raw, order))
    starts = [fact for fact in facts if isinstance(fact, PlacementStarted)]
    assert facts[:2] == [moved("Hired"), STARTED if order[0] == "candidateHire" else UNDATED]
    assert starts[-1] == STARTED
    corrected = [PlacementRescheduled(feed="ashby", placement=PLACEMENT, starts=STARTED.starts)]
    assert facts[2:] == ([] if order[0] == "candidateHire" else [STARTED, *corrected])


def test_a_hire_sent_again_in_other_words_is_told_once() -> None:
    """The event's own id stands for it, and not the bytes."""
    again = json.dumps(json.loads(raw("candidateHire")), indent=1).encode()
    assert told(FEED, raw("candidateHire"), again) == [moved("Hired"), STARTED]


def test_an_application_that_is_no_longer_hired_undoes_the_hire() -> None:
    """Ashby has no action of its own for that; a second hire is told again."""
    undone = PlacementCancelled(feed="ashby", placement=PLACEMENT)
    later = hook("candidateHire", updatedAt="2026-02-25T09:00:00.000Z") | {"webhookActionId": "another"}
    history = [raw("candidateHire"), raw("applicationUpdate__hire_undone"), encoded(later)]
    assert told(FEED, *history)[2:] == [moved("Offer"), undone, moved("Hired"), STARTED]


def test_what_comes_late_is_told_and_undoes_nothing() -> None:
    """A stage before the hire, delivered after it."""
    history = [raw("candidateHire"), raw("candidateStageChange"), raw("applicationUpdate__of_the_hire")]
    assert told(FEED, *history) == [moved("Hired"), STARTED, moved("Onsite Interview")]
    assert events(FEED, *history)[-1].occurred == "2026-02-02T10:15:00.000000Z"


def test_an_accepted_offer_dates_the_placement() -> None:
    """Before the hire and after it; one that is not accepted moves no date."""
    shown, open_, accepted = map(
        raw, ("candidateStageChange__of_the_hire", "offerCreate", "offerUpdate__accepted")
    )
    after = told(FEED, shown, open_, accepted)
    corrected = PlacementRescheduled(feed="ashby", placement=PLACEMENT, starts=STARTED.starts)
    assert [fact for fact in after if isinstance(fact, PlacementRescheduled)] == [corrected]
    before = told(FEED, raw("candidateStageChange"), accepted, shown)
    assert before[-1] == msgspec.structs.replace(UNDATED, starts=STARTED.starts)


@pytest.mark.parametrize("name", ["offerCreate", "offerUpdate__accepted", "offerDelete"])
def test_an_offer_waits_for_its_application(name: str) -> None:
    """It names no person."""
    statement = stated(FEED, raw(name))
    assert statement.keys == Keys((f"ashby:application:{APPLICATION}",))
    assert statement.waits == f"a web hook that names application {APPLICATION}"


def test_a_deletion_asks_to_forget() -> None:
    """Whom it names."""
    assert FEED.read(raw("candidateDelete"), SOURCE) == Erasure(Keys((CANDIDATE,)), "deleted in Ashby")


def test_a_merge_names_both() -> None:
    """One candidate is no more, the other goes on."""
    into = "ashby:candidate:a0b1c2d3-e4f5-4061-8273-849506172839"
    assert FEED.read(raw("candidateMerge"), SOURCE) == Merge(Keys((CANDIDATE,)), into)


def test_the_ping_of_a_web_hook_says_nothing() -> None:
    """Ashby sends it when a web hook is made or changed."""
    assert FEED.read(raw("ping"), SOURCE) == Silence()


def test_without_a_recruiter_it_is_whom_the_application_is_credited_to() -> None:
    """By the e-mail address or, without one, the name."""
    nobody = told(FEED, encoded(hook("candidateHire", hiringTeam=[])))[-1]
    named = told(FEED, encoded(hook("candidateHire", hiringTeam=None, creditedToUser={"firstName": "Bo"})))[
        -1
    ]
    assert isinstance(nobody, PlacementStarted)
    assert isinstance(named, PlacementStarted)
    assert (nobody.recruiter, named.recruiter) == ("tomas.reyes@agency.example", "Bo")


BAD = [
    (b"{", None, "expected JSON"),
    (b"{}", "action", "expected the field action"),
    (encoded({"action": "surveySubmit", "data": {}}), "action", "found surveysubmit"),
    (encoded({"action": "candidateHire"}), "data", "expected the field"),
    (encoded(hook("candidateHire", id="7")), "data.application.id", "UUID"),
    (encoded(hook("candidateStageChange", status="On ice")), "data.application.status", "found onice"),
    (encoded(hook("candidateHire", updatedAt="soon")), "data.application.updatedAt", "a moment"),
    (
        raw("candidateHire").replace(b"2026-03-16", b"2026-02-30"),
        "data.offer.latestVersion.startDate",
        "a day",
    ),
]


@pytest.mark.parametrize(("payload", "field", "words"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_refused_with_its_field(payload: bytes, field: str | None, words: str) -> None:
    """Whatever is wrong, the answer says where and what was expected."""
    with pytest.raises(UnreadableError) as refused:
        FEED.read(payload, SOURCE)
    assert refused.value.field == field
    assert words in refused.value.reason


def test_a_start_kept_as_a_moment_is_the_day_that_is_written() -> None:
    """In no other time zone."""
    payload = raw("candidateHire").replace(b"2026-03-16", b"2026-03-16T00:00:00.000Z")
    assert told(FEED, payload)[-1] == STARTED


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (encoded(hook("candidateHire", status=3)), CANDIDATE),
        (encoded({"data": {"surveySubmission": {"candidateId": CANDIDATE[-36:].upper()}}}), CANDIDATE),
        (encoded({"data": {"offer": {"applicationId": APPLICATION}}}), f"ashby:application:{APPLICATION}"),
        (encoded({"data": {"candidate": {"id": "Jane"}}}), None),
        (encoded({"data": [1]}), None),
        (b"{", None),
        (b"[" * 100_000, None),
    ],
)
def test_an_unreadable_payload_still_shows_whom_it_speaks_of(payload: bytes, found: str | None) -> None:
    """So that it is cleared when they are erased."""
    assert FEED.mentions(payload) == found


def test_a_candidate_is_called_by_their_id() -> None:
    """As Ashby writes it, in either case."""
    assert FEED.named(CANDIDATE[-36:].upper()) == CANDIDATE
    assert FEED.named("Jane") is None
