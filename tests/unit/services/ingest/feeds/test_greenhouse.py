"""Greenhouse's web hooks, by the vendor's own samples."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from vocabulary.hooks import events, told
from vocabulary.payloads import about, hire, sample

from services.ingest.feeds._greenhouse_applications import placement_id
from services.ingest.feeds.greenhouse import FEED, read
from services.ingest.reading import Erasure, Keys, Merge, Silence, Source, Statement
from services.ingest.standing import Consented, Profiled
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.people import ConsentWithdrawn, PersonProfiled
from shared.facts.placements import (
    ApplicationMoved,
    OfferMade,
    PlacementCancelled,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span, exactly

SOURCE = Source("demo", "digest", datetime(2026, 3, 10, tzinfo=UTC), date(2026, 3, 10))
EVENTS = "greenhouse/webhooks__candidate_events__"
OFFERS = "greenhouse/webhooks__application_events__"


def stated(name: str) -> Statement:
    reading = read(sample(name), SOURCE)
    assert isinstance(reading, Statement)
    return reading


def read_json(hook: Any) -> Statement:  # noqa: ANN401 - JSON
    reading = read(json.dumps(hook).encode(), SOURCE)
    assert isinstance(reading, Statement)
    return reading


def bodies(hook: Any) -> list[Fact]:  # noqa: ANN401 - JSON
    return told(FEED, json.dumps(hook).encode())


def profile(statement: Statement) -> PersonProfiled:
    return next(one.profile for one in statement.standings if isinstance(one, Profiled))


def test_a_hire_places_the_candidate() -> None:
    """The vendor's sample: who, what, from when, and by whom."""
    hired = stated(f"{EVENTS}02_candidate_hired.json")
    assert hired.keys == Keys(
        ("greenhouse:candidate:35897443",),
        ("greenhouse:application:46194062", "email:personal@example.com", "email:work@example.com"),
    )
    assert told(FEED, sample(f"{EVENTS}02_candidate_hired.json")) == [
        PlacementStarted(
            feed="greenhouse",
            placement=placement_id("demo", 46194062),
            starts=exactly(date(2015, 1, 23)),
            recruiter="bob_johnson@localhost.com",
            title="Developer",
        ),
    ]
    assert profile(hired) == PersonProfiled(
        feed="greenhouse",
        recruiter="bob_johnson@localhost.com",
        name="Johnny Smith",
        given_name="Johnny",
        emails=("personal@example.com", "work@example.com"),
        phones=("518-555-1212", "212-555-1212"),
        title="Previous Title",
    )


def test_an_unhire_cancels_the_placement() -> None:
    """It happened at the application's last activity."""
    cancelled = events(FEED, sample(f"{EVENTS}05_candidate_unhired.json"))[-1]
    assert cancelled.body == PlacementCancelled(feed="greenhouse", placement=placement_id("demo", 265293))
    assert cancelled.occurred == "2015-03-18T20:28:09.000000Z"


def test_a_stage_change_moves_the_application() -> None:
    """With the job's and the stage's name."""
    assert told(FEED, sample(f"{EVENTS}04_candidate_stage_change.json")) == [
        ApplicationMoved(feed="greenhouse", application="265277", job="Designer", stage="Assessment")
    ]


def test_an_accepted_offer_dates_the_placement() -> None:
    """It names an application only, and its date has the month first."""
    offered = stated(f"{OFFERS}04_offer_created.json")
    starts = exactly(date(2013, 4, 15))
    placement = placement_id("demo", 234556)
    assert offered.keys == Keys(("greenhouse:application:234556",))
    assert offered.waits
    made = OfferMade(
        feed="greenhouse", offer="12345", version=1, placement=placement, status="accepted", starts=starts
    )
    rescheduled = PlacementRescheduled(feed="greenhouse", placement=placement, starts=starts)
    assert told(FEED, sample(f"{OFFERS}04_offer_created.json")) == [rescheduled, made]


def test_an_offer_that_does_not_hold_moves_no_date() -> None:
    """A deprecated version is told, and nothing follows from it."""
    assert [type(body) for body in told(FEED, sample(f"{OFFERS}06_offer_updated.json"))] == [OfferMade]


def test_a_merge_names_both() -> None:
    """One candidate is no more, the other goes on."""
    assert read(sample(f"{EVENTS}03_candidate_merged.json"), SOURCE) == Merge(
        Keys(("greenhouse:candidate:37031511",)), "greenhouse:candidate:457456"
    )


@pytest.mark.parametrize("name", ["01_candidate_deleted", "09_candidate_anonymized"])
def test_a_deletion_and_an_anonymisation_ask_to_forget(name: str) -> None:
    """Both mean that nothing personal may be kept."""
    reading = read(sample(f"{EVENTS}{name}.json"), SOURCE)
    assert isinstance(reading, Erasure)
    assert reading.keys == Keys(("greenhouse:candidate:37031511",))


def test_the_ping_of_a_new_web_hook_says_nothing() -> None:
    """Greenhouse tries a web hook when it is made."""
    assert read(json.dumps(about("ping", web_hook_id=1)).encode(), SOURCE) == Silence()


@pytest.mark.parametrize(("allowed", "told"), [(False, [ConsentWithdrawn]), (True, []), (None, [])])
def test_only_a_no_to_e_mails_is_heard(allowed: bool | None, told: list[type]) -> None:  # noqa: FBT001 - a table
    """`true` is the vendor's default: nobody has said yes by it."""
    statement = read_json(hire(candidate_says={"can_email": allowed}))
    consent = next(one for one in statement.standings if isinstance(one, Consented))
    assert [type(said.body) for said in consent.tell(None, "seed").said] == told


def test_a_recruiter_without_an_address_is_known_by_name() -> None:
    """E-mail first, name else, nobody at last."""
    assert profile(read_json(hire(candidate_says={"recruiter": {"name": "Ann"}}))).recruiter == "Ann"
    assert profile(read_json(hire(candidate_says={"recruiter": None}))).recruiter is None


def test_client_and_employment_are_fields_of_the_job() -> None:
    """An agency's own fields say where somebody is placed, and how."""
    fields = {"client": {"value": "Acme"}, "employment_type": {"value": "Contract"}}
    (started,) = bodies(hire(job={"name": "Engineer", "custom_fields": fields}))
    assert isinstance(started, PlacementStarted)
    assert (started.client, started.employment) == ("Acme", "contract")


def test_a_hire_without_an_offer_starts_at_an_unknown_date() -> None:
    """Nothing is made up."""
    (started,) = bodies(hire(offer=None))
    assert isinstance(started, PlacementStarted)
    assert started.starts == Span()


def test_a_profile_on_linkedin_is_a_strong_key() -> None:
    """Percent-encoded or not, it is the same person."""
    links = [{"value": "https://www.linkedin.com/in/jos%C3%A9-d/"}]
    statement = read_json(hire(candidate_says={"social_media_addresses": links}))
    assert "linkedin:josé-d" in statement.keys.also


BAD = [
    (b"{", None, "expected JSON"),
    (b"[]", None, "expected `object`"),
    (b"{}", "action", "expected the field action"),
    (json.dumps(about("scorecard_deleted")).encode(), "action", "found scorecard_deleted"),
    (json.dumps(about("hire_candidate")).encode(), "payload.application", "expected the field"),
    (
        json.dumps(hire(candidate_says={"id": "1"})).encode(),
        "payload.application.candidate.id",
        "found `str`",
    ),
    (
        json.dumps(hire(offer={"starts_at": "2015-02-30"})).encode(),
        "payload.application.offer.starts_at",
        "found '2015-02-30'",
    ),
    (json.dumps(hire(last_activity_at="soon")).encode(), "payload.application.last_activity_at", "a moment"),
    (json.dumps(hire(job={"name": "a\0b"})).encode(), "payload.application.job.name", "found the character"),
    (b'{"action": "\\ud800"}', None, "expected JSON"),
    (b'{"action": "ping", "not read": ["\\u0000\x80"]}', None, "expected JSON"),
    (b"\xff\xfe{", None, "expected JSON"),
    (b"[" * 100_000, None, "expected"),
]


@pytest.mark.parametrize(("raw", "field", "words"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_read_is_refused_with_its_field(raw: bytes, field: str | None, words: str) -> None:
    """Whatever is wrong, the answer says where and what was expected."""
    with pytest.raises(UnreadableError) as refused:
        read(raw, SOURCE)
    assert refused.value.field == field
    assert words in refused.value.reason


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (json.dumps(hire(offer=3)).encode(), "greenhouse:candidate:1"),
        (json.dumps(about("delete_candidate", person={"id": 7, "x": 1})).encode(), "greenhouse:candidate:7"),
        (json.dumps(about("rename_candidate", candidate={"id": 8})).encode(), "greenhouse:candidate:8"),
        (json.dumps(about("x", application={"candidate_id": 9})).encode(), "greenhouse:candidate:9"),
        (json.dumps(about("x", application={"candidate": [1]})).encode(), None),
        (b"{", None),
        (b'{"payload": 3}', None),
        (b"[1]", None),
    ],
)
def test_an_unreadable_payload_still_shows_whom_it_speaks_of(raw: bytes, found: str | None) -> None:
    """So that it is cleared when they are erased."""
    assert FEED.mentions(raw) == found


def test_a_vendors_word_brings_nothing_personal_into_the_open() -> None:
    """What stands in the clear is a word: letters, and not many."""
    made = about("offer_created", id=1, application_id=2, version=1, offer_status=" Un-resolved (+1 555) ")
    (offer,) = bodies(made)
    assert isinstance(offer, OfferMade)
    assert offer.status == "unresolved"
    with pytest.raises(UnreadableError, match=r"; found janeexamplecom$"):
        read(json.dumps(about("Jane@example.com 555")).encode(), SOURCE)
    with pytest.raises(UnreadableError, match=r"; found x{40}$"):
        read(json.dumps(about("x" * 5000)).encode(), SOURCE)
