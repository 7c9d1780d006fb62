"""Jobs as the ATS tell of them: the same facts as those of the jobs file."""

import json
from datetime import UTC, date, datetime

import msgspec
import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import sample

from services.ingest import trial
from services.ingest.feeds import FEEDS
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from services.ingest.reading import Notice, Source, WebhookFeed, files_of
from services.ingest.trial import Trial
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.market import JobClosed, JobOpened

NOW = datetime(2026, 3, 10, tzinfo=UTC)
SOURCE = Source("demo", "digest", NOW, NOW.date())
GREENHOUSE = JobOpened(
    feed="greenhouse",
    reference="371417",
    title="Software Engineer",
    posted_on=date(2016, 10, 20),
    place="New York, NY",
    pay_from=10_000,
    pay_to=20_000,
    currency="USD",
)
ASHBY = JobOpened(
    feed="ashby",
    reference="5a1c0d9e-3b7f-4e02-9a6c-2f8d7b1e4c55",
    title="Controls Engineer",
    posted_on=date(2026, 1, 12),
    client="Northwind Robotics",
    place="Hull",
)
LEVER = JobOpened(
    feed="lever",
    reference="f1d2c3b4-a596-4788-9c0d-1e2f3a4b5c6d",
    title="Platform Engineer",
    posted_on=date(2026, 1, 9),
    place="Rotterdam",
    pay_from=72_000,
    pay_to=90_000,
    currency="EUR",
    url="https://jobs.lever.co/agency/f1d2c3b4-a596-4788-9c0d-1e2f3a4b5c6d",
)
WORKABLE = JobOpened(
    feed="workable",
    reference="FJORD007",
    title="Supply Chain Lead",
    posted_on=date(2026, 1, 20),
    place="Gothenburg, Sweden",
    pay_from=48_000,
    pay_to=60_000,
    currency="SEK",
    url="https://agency.workable.com/jobs/102268944",
)


def told(feed: str, *payloads: bytes) -> list[Fact]:
    """What web hooks about one job say."""
    found = FEEDS[feed]
    assert isinstance(found, WebhookFeed)
    keep: bytes | None = None
    said: list[Fact] = []
    for raw in payloads:
        reading = found.read(raw, SOURCE)
        assert isinstance(reading, Notice)
        one = reading.standing.tell(keep, "seed")
        keep, said = one.keep or keep, [*said, *(each.body for each in one.said)]
    return said


def tried(feed: str, content: bytes) -> Trial:
    files = files_of(FEEDS[feed])
    assert files is not None
    columns = Columns(files)
    looked = look(columns, [content])
    return trial.run(columns, looked, lambda: [content], Source("demo", looked.digest, NOW, NOW.date()))


def greenhouse(name: str, **changes: object) -> bytes:
    found = json.loads(sample(f"greenhouse/webhooks__job_events__{name}.json"))
    found["payload"]["job"] |= changes
    return json.dumps(found).encode()


def ashby(name: str, **changes: object) -> bytes:
    found = json.loads(sample(f"ashby/{name}.json"))
    found["data"]["job"] |= changes
    return json.dumps(found).encode()


def test_greenhouses_web_hooks() -> None:
    """A confidential job is closed to everybody; a deleted one was."""
    created, deleted = greenhouse("01_job_created"), greenhouse("02_job_deleted", id=371417)
    closed = JobClosed(feed="greenhouse", on=SOURCE.as_of)
    assert told("greenhouse", created, created, deleted, deleted) == [GREENHOUSE, closed]
    assert told("greenhouse", created, greenhouse("01_job_created", confidential=True)) == [
        GREENHOUSE,
        closed,
    ]
    assert [type(one) for one in told("greenhouse", greenhouse("03_job_updated"))] == [JobOpened]


def test_greenhouses_export() -> None:
    """The same job; one that is closed says nothing."""
    found = tried("greenhouse", sample("greenhouse/harvest/jobs.json"))
    assert [row.facts for row in found.shown] == [[], [GREENHOUSE]]


def test_ashbys_web_hooks() -> None:
    """A draft is no job yet."""
    names = ("jobCreate", "jobUpdate", "jobUpdate__closed")
    assert told("ashby", *map(ashby, names)) == [ASHBY, JobClosed(feed="ashby", on=SOURCE.as_of)]


def test_a_job_that_does_not_tell_when_it_opened_keeps_the_day_it_was_heard_of() -> None:
    """It is not opened anew by each web hook."""
    undated = {"openedAt": None, "createdAt": None}
    assert told("ashby", ashby("jobUpdate", **undated), ashby("jobUpdate", updatedAt=None, **undated)) == [
        msgspec.structs.replace(ASHBY, posted_on=SOURCE.as_of)
    ]


@pytest.mark.parametrize(
    ("feed", "name", "facts"),
    [
        ("lever", "lever/postings/data_api.json", [[LEVER], []]),
        ("lever", "lever/postings/public_api.ndjson", [[LEVER]]),
        ("workable", "workable/jobs/jobs.ndjson", [[WORKABLE], []]),
    ],
)
def test_files_of_jobs(feed: str, name: str, facts: list[list[Fact]]) -> None:
    """What is open, whole."""
    found = tried(feed, sample(name))
    assert [row.facts for row in found.shown] == facts
    assert found.refused == 0


@pytest.mark.parametrize(
    ("feed", "item", "field"),
    [
        ("lever", {"id": "7"}, "id"),
        ("lever", {"id": LEVER.reference, "text": "Cook", "createdAt": 10**15}, "createdAt"),
        ("lever", {"id": LEVER.reference, "text": " ", "createdAt": 1767960000000}, "text"),
        ("workable", {"shortcode": "A"}, "title"),
        ("workable", {"shortcode": "A", "title": "B", "state": "draft", "created_at": "soon"}, "created_at"),
        ("greenhouse", {"id": 1, "openings": [], "name": "", "status": "open"}, "name"),
    ],
)
def test_a_job_that_cannot_be_read_is_refused_with_its_field(feed: str, item: object, field: str) -> None:
    """And says nothing."""
    (refused,) = tried(feed, json.dumps([item]).encode()).refusals
    assert refused.field == field


@pytest.mark.parametrize(
    ("feed", "raw", "field"),
    [
        ("greenhouse", greenhouse("01_job_created", opened_at="soon"), "payload.job.opened_at"),
        ("greenhouse", greenhouse("02_job_deleted", id="x"), "payload.job.id"),
        ("ashby", ashby("jobUpdate", title=" "), "data.job.title"),
    ],
)
def test_a_web_hook_that_cannot_be_read_is_refused_with_its_field(feed: str, raw: bytes, field: str) -> None:
    """As any other."""
    with pytest.raises(UnreadableError) as refused:
        told(feed, raw)
    assert refused.value.field == field


def test_a_job_is_one_by_web_hook_and_by_export(ingest: Ingest) -> None:
    """And one that waits for nobody."""
    assert ingest.states(json.loads(greenhouse("01_job_created"))) == ["new"]
    found = ingest.read("greenhouse", sample("greenhouse/harvest/jobs.json"), "jobs.json")
    assert ingest.counts(found) == (2, 0, 2, 0)
    assert ingest.types() == ["job.opened"]


@pytest.mark.parametrize(
    "pay", [{"min_value": "65.0"}, {"unit": "dollars", "min_value": 3}, "a lot", 7, None]
)
def test_pay_that_is_no_years_is_not_told(pay: object) -> None:
    """Whatever stands in the agency's field."""
    said = told("greenhouse", greenhouse("01_job_created", custom_fields={"salary_range": {"value": pay}}))
    assert said == [msgspec.structs.replace(GREENHOUSE, pay_from=None, pay_to=None, currency=None)]
