"""Our CSV of jobs, row by row and as the difference of two; and that it says nothing of anybody."""

from datetime import UTC, date, datetime

import pytest
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import table

from services.ingest.feeds.jobs import FEED, NAME, read_row
from services.ingest.rawrow import named
from services.ingest.reading import Notice, Source
from shared.errors import UnreadableError
from shared.facts.market import JobClosed, JobOpened

SOURCE = Source("demo", "digest", datetime(2026, 3, 10, tzinfo=UTC), date(2026, 3, 10))


def job(**changes: str) -> dict[str, str]:
    known = {
        "job_id": "J-1042",
        "title": "Senior Software Engineer",
        "posted_on": "2026-03-02",
        "client": "Initech",
        "place": "Leeds",
        "field": "",
        "skills": "Python; Kafka, Python",
        "pay_from": "80000",
        "pay_to": "95000",
        "currency": "eur",
        "closes_on": "2026-03-30",
        "status": "",
        "url": "https://jobs.example/J-1042",
    }
    return known | changes


def noticed(**changes: str) -> Notice:
    reading = read_row(named(FEED, list(job(**changes).items())), SOURCE)
    assert isinstance(reading, Notice)
    return reading


def told(*rows: dict[str, str]) -> list[object]:
    """What the last of these rows says, after the others."""
    keep: bytes | None = None
    said: list[object] = []
    for row in rows:
        found = noticed(**row).standing.tell(keep, "seed")
        keep, said = found.keep or keep, [one.body for one in found.said]
    return said


def test_a_row_opens_a_job() -> None:
    """Whole, with its skills each once; the same again says nothing."""
    assert told({}) == [
        JobOpened(
            feed=NAME,
            reference="J-1042",
            title="Senior Software Engineer",
            posted_on=date(2026, 3, 2),
            closes_on=date(2026, 3, 30),
            client="Initech",
            place="Leeds",
            skills=("Python", "Kafka"),
            pay_from=80_000,
            pay_to=95_000,
            currency="EUR",
            url="https://jobs.example/J-1042",
        )
    ]
    assert told({}, {}) == []


def test_a_changed_row_states_the_job_anew() -> None:
    """And so does one that opens again."""
    (said,) = told({}, {"place": "York"})
    assert isinstance(said, JobOpened)
    assert said.place == "York"
    assert [type(one) for one in told({}, {"status": "closed"}, {})] == [JobOpened]


def test_a_job_closes_once() -> None:
    """One that was closed before it was heard of was open to nobody."""
    assert told({}, {"status": "closed"}) == [JobClosed(feed=NAME, on=date(2026, 3, 10))]
    assert told({}, {"status": "closed"}, {"status": "closed"}) == []
    assert told({"status": "closed"}) == []


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *[("job_id", ""), ("title", ""), ("posted_on", "31 Feb 2026"), ("closes_on", "2026-03-01")],
        *[("field", "alchemy"), ("pay_from", "80k"), ("pay_to", "70000"), ("currency", "euros")],
        *[("status", "perhaps"), ("url", "javascript:alert(1)")],
    ],
)
def test_what_makes_no_sense_names_its_column(column: str, cell: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(UnreadableError) as refused:
        noticed(**{column: cell})
    assert refused.value.field == column


def test_a_file_becomes_facts_once(ingest: Ingest) -> None:
    """The whole file each night: only what differs is said; a row that makes no sense is parked alone."""
    first = table([job(), job(job_id="J-2"), job(job_id="J-3", posted_on="soon")])
    assert ingest.counts(ingest.read("jobs", first, "jobs.csv")) == (3, 2, 0, 1)
    ingest.pass_time(1)
    second = table([job(), job(job_id="J-2", status="closed"), job(job_id="J-3")])
    assert ingest.counts(ingest.read("jobs", second, "jobs.csv")) == (3, 2, 1, 0)
    assert ingest.types() == ["job.opened", "job.opened", "job.closed", "job.opened"]
    assert ingest.parked() == []
    assert {record.topic for record in ingest.records()} == {"afterhire.market", "afterhire.quarantine"}


def test_an_older_file_that_comes_late_says_nothing(ingest: Ingest) -> None:
    """The newest day holds."""
    ingest.read("jobs", table([job(place="York")]), "jobs.csv", "2026-03-09")
    assert ingest.counts(ingest.read("jobs", table([job()]), "jobs.csv", "2026-03-08"))[1] == 0
    (said,) = ingest.bodies("job.opened")
    assert isinstance(said, JobOpened)
    assert said.place == "York"


def test_a_process_that_dies_before_deciding_loses_nothing(ingest: Ingest) -> None:
    """The file is kept; the next process decides on it, once."""
    ingest.upload("jobs", table([job()]), "jobs.csv")
    ingest.chores.importer.probe = stop_at("decided")
    with pytest.raises(Stopped):
        ingest.work()
    ingest.chores.importer.probe = lambda _point: None
    ingest.pass_time(1)
    ingest.work()
    ingest.work()
    assert ingest.types() == ["job.opened"]
