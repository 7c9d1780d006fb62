"""Exports of Greenhouse's Harvest API, by the vendor's own samples: one feed with its web hooks."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import GREENHOUSE, sample

from services.ingest import trial
from services.ingest.feeds._greenhouse_applications import placement_id
from services.ingest.feeds.greenhouse import FEED
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from services.ingest.reading import Source
from services.ingest.trial import Trial
from shared.facts import Fact
from shared.facts.people import PersonProfiled
from shared.facts.placements import ApplicationMoved, OfferMade, PlacementRescheduled, PlacementStarted
from shared.facts.spans import Span, exactly

NOW = datetime(2026, 3, 10, tzinfo=UTC)
HIRED = PlacementStarted(
    feed="greenhouse",
    placement=placement_id("demo", 69306399),
    starts=Span(),
    recruiter="Greenhouse Admin",
    title="UX Designer - Boston",
)


def export(name: str) -> bytes:
    return sample(f"greenhouse/harvest/{name}")


def tried(content: bytes) -> Trial:
    assert FEED.files is not None
    columns = Columns(FEED.files)
    looked = look(columns, [content])
    return trial.run(columns, looked, lambda: [content], Source("demo", looked.digest, NOW, NOW.date()))


def facts(name: str) -> list[list[Fact]]:
    return [row.facts for row in tried(export(name)).shown]


def moved(application: int, job: str, stage: str) -> ApplicationMoved:
    return ApplicationMoved(feed="greenhouse", application=str(application), job=job, stage=stage)


def test_a_candidate_comes_with_what_they_applied_to() -> None:
    """Who is hired is placed from an unknown day on: that stands in the offer."""
    locke, johnny = facts("candidates.json")
    assert locke == [
        PersonProfiled(
            feed="greenhouse",
            recruiter="Greenhouse Admin",
            name="John Locke",
            given_name="John",
            emails=("test@work.com", "test@example.com"),
            phones=("555-555-5555",),
            employer="The Tustin Box Company",
            title="Customer Success Representative",
        ),
        moved(69102626, "DevOps Engineer", "Take Home Test"),
        moved(65153308, "Data Scientist - BK", "Face to Face"),
    ]
    assert [type(fact) for fact in johnny] == [PersonProfiled, PlacementStarted]


def test_applications_one_a_line() -> None:
    """Each waits for its candidate."""
    assert facts("applications.ndjson") == [
        [moved(69306314, "UX Designer - Boston", "Application Review")],
        [HIRED],
    ]


def test_offers_have_the_start_the_client_and_the_kind_of_employment() -> None:
    """An accepted one dates the placement; of one that is not, only the offer is told."""
    unresolved, accepted, _ = facts("offers.json")
    assert unresolved == [
        OfferMade(
            feed="greenhouse",
            offer="1142768",
            version=2,
            placement=placement_id("demo", 91078894),
            status="created",
            starts=exactly(date(2018, 6, 30)),
        )
    ]
    assert accepted[1:] == [
        PlacementRescheduled(feed="greenhouse", placement=HIRED.placement, starts=exactly(date(2017, 11, 6)))
    ]


def test_an_export_tells_what_web_hooks_told_and_no_more(ingest: Ingest) -> None:
    """One person and one placement; a name does not take the place of a recruiter's address."""
    ingest.take(sample(f"greenhouse/{GREENHOUSE}"))
    told = ingest.types()
    candidates = ingest.read("greenhouse", export("candidates.json"), "candidates.json")
    assert ingest.counts(candidates) == (2, 1, 1, 0)
    assert ingest.types()[: len(told)] == told
    assert ingest.types().count("placement.started") == 1
    offers = ingest.read("greenhouse", export("offers.json"), "offers.json")
    assert ingest.counts(offers) == (3, 1, 0, 2)
    assert "placement.rescheduled" not in ingest.types()
    hook = sample(f"greenhouse/{GREENHOUSE}").replace(b"518-555-1212", b"518-555-1213")
    assert ingest.states(json.loads(hook)) == ["new"]
    assert ingest.types()[-1] == "person.profiled"


def test_a_web_hook_tells_what_an_export_told_and_adds_what_it_knows(ingest: Ingest) -> None:
    """The start and who placed them."""
    ingest.read("greenhouse", export("candidates.json"), "candidates.json")
    before = ingest.types()
    ingest.take(sample(f"greenhouse/{GREENHOUSE}"))
    assert ingest.types()[len(before) :] == ["person.profiled", "placement.started", "placement.rescheduled"]
    assert len({event.subject for event in ingest.events("placement.started")}) == 1


def test_a_hire_and_its_offer_in_any_order(ingest: Ingest) -> None:
    """What waits for its candidate is read once they are known."""
    for name in ("offers.json", "applications.ndjson"):
        ingest.read("greenhouse", export(name), name)
    assert ingest.types() == []
    someone = {"id": 57683957, "first_name": "Kate", "last_name": "Austen", "applications": []}
    ingest.read("greenhouse", json.dumps([someone]).encode(), "candidates.json")
    ingest.work()
    (started, *rest) = ingest.bodies("placement.started")
    assert isinstance(started, PlacementStarted)
    last = [started, *rest][-1]
    assert isinstance(last, PlacementStarted)
    assert (str(last.starts), last.client, last.employment) == ("2017-11-06", "Oceanic Air", "contract")


def test_an_export_of_an_earlier_day_undoes_nothing(ingest: Ingest) -> None:
    """What came by web hook since then stands; one of a later day that shows no hire undoes it."""
    ingest.take(sample(f"greenhouse/{GREENHOUSE}"))
    before = ingest.types()
    shown: list[dict[str, Any]] = json.loads(export("candidates.json"))[1:]
    shown[0]["applications"][0]["status"] = "active"
    active = json.dumps(shown).encode()
    ingest.read("greenhouse", active, "candidates-2026-03-09.json")
    assert ingest.types() == before
    ingest.read("greenhouse", active, "candidates-2026-03-11.json")
    assert ingest.types()[-1] == "placement.cancelled"


@pytest.mark.parametrize(
    ("item", "field", "words"),
    [
        ({}, "item", "expected a candidate, an application, an offer, a job or an activity feed"),
        ({"id": "7", "first_name": "Kate"}, "id", "expected `int`"),
        ({"id": 7, "candidate_id": 8, "applied_at": None, "status": "asleep"}, "status", "found asleep"),
        (
            {"id": 7, "first_name": "", "applications": [{"id": 1, "candidate_id": 7, "status": "asleep"}]},
            "applications[0].status",
            "found asleep",
        ),
    ],
)
def test_an_object_that_cannot_be_read_is_refused_with_its_field(
    item: object, field: str, words: str
) -> None:
    """And says nothing."""
    (refused,) = tried(json.dumps([item]).encode()).refusals
    assert refused.field == field
    assert words in refused.reason


def test_a_refused_object_is_cleared_with_whom_it_speaks_of(ingest: Ingest) -> None:
    """By their number or their e-mail address."""
    ingest.take(sample(f"greenhouse/{GREENHOUSE}"))
    shown: list[dict[str, Any]] = json.loads(export("candidates.json"))[1:]
    shown[0]["applications"][0]["status"] = "asleep"
    ingest.read("greenhouse", json.dumps(shown).encode(), "candidates.json")
    assert len(ingest.parked()) == 1
    ingest.take({"action": "candidate_anonymized", "payload": {"candidate_id": 35897443}})
    assert ingest.scalar("SELECT count(*) FROM ingest.rows WHERE raw IS NOT NULL") == 0
