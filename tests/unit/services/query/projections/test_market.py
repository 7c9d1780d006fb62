"""Jobs as they were stated last, and what is told of them."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

from vocabulary.installation import Installation, days

from shared.facts.market import JobClosed, JobOpened
from shared.log.protocol import Record

RECENT = days(-10)
QUARTERS = ((RECENT, 5), (date(2025, 11, 3), 6), (date(2024, 11, 3), 5), (date(2025, 2, 1), 4))
AUTUMN = date(2025, 11, 3)


def job(number: int) -> str:
    return str(UUID(int=5_000 + number))


def opened(pay: int | None = 60_000, **changes: object) -> JobOpened:
    known: dict[str, Any] = {
        "feed": "jobs",
        "reference": "7",
        "title": "Senior Software Engineer",
        "posted_on": RECENT,
        "client": "Acme",
        "pay_from": pay,
        "pay_to": pay and pay + 10_000,
        "currency": "EUR",
    }
    return JobOpened(**known | changes)


def several(here: Installation, number: int, first: int = 0, **changes: object) -> None:
    for one in range(first, first + number):
        here.project(opened(50_000 + 1_000 * one, **changes), person=job(one))


def benchmarks(here: Installation, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (
        here.client().get("/v1/insights/benchmarks", params=asked).json()["benchmarks"]
    )
    return found


def trends(here: Installation, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = here.client().get("/v1/insights/trends", params=asked).json()["trends"]
    return found


def said(here: Installation, body: JobOpened | JobClosed, **changes: object) -> Record:
    return here.record(here.event(body, job(1), **changes))


def test_the_last_word_holds_in_any_order(here: Installation) -> None:
    """A correction, a closing and an opening anew may come late, twice and in one batch."""
    told = [
        said(here, opened(50_000)),
        said(here, opened(70_000), occurred="2026-03-02"),
        said(here, JobClosed(feed="jobs", on=days(-3)), occurred="2026-03-03"),
    ]
    seen = []
    for order in permutations(told):
        with here.parts.engine.begin() as connection:
            connection.execute(here.tables.jobs.delete())
        for record in (*order, order[0]):
            here.take([record])
        seen.append(here.rows()["jobs"])
    assert all(rows == seen[0] for rows in seen)
    here.take([*told, *told])
    assert here.rows()["jobs"] == seen[0]
    assert 70_000 in seen[0][0]


def test_what_five_jobs_pay_is_told(here: Installation) -> None:
    """Quartiles of the middles of their bands, of the field and of each rank with five."""
    several(here, 5)
    several(here, 2, first=5, title="Software Engineer")
    whole, senior = benchmarks(here)
    assert (senior["seniority"], senior["jobs"], senior["clients"]) == ("senior", 5, 1)
    assert (senior["lower"], senior["median"], senior["upper"]) == (56_000, 57_000, 58_000)
    assert (whole["seniority"], whole["jobs"], whole["median"]) == (None, 7, 58_000)


def test_of_four_jobs_nothing_is_told(here: Installation) -> None:
    """Of one currency and of one year; a band with one end counts as that."""
    several(here, 4)
    several(here, 1, first=4, currency="USD")
    several(here, 1, first=5, posted_on=days(-366))
    several(here, 1, first=6, pay_to=None, pay_from=None)
    assert benchmarks(here) == []
    assert trends(here, field="software")[0]["quarters"][-1]["jobs"] == 6
    several(here, 1, first=7, pay_to=None)
    assert [one["jobs"] for one in benchmarks(here)] == [5, 5]
    assert benchmarks(here, field="sales") == []


def test_a_field_s_jobs_are_told_by_quarter(here: Installation) -> None:
    """Where there are five; those still open, and how long the closed ones were."""
    for quarter, number in (
        (days(-10), 5),
        (date(2025, 11, 3), 6),
        (date(2024, 11, 3), 5),
        (date(2025, 2, 1), 4),
    ):
        several(here, number, first=quarter.toordinal() % 1_000 * 10, posted_on=quarter)
    for one in range(5):
        first = date(2025, 11, 3).toordinal() % 1_000 * 10
        here.project(
            JobClosed(feed="jobs", on=date(2025, 11, 3) + timedelta(10 * one)), person=job(first + one)
        )
    (software,) = trends(here)
    told = {each["begins"]: each for each in software["quarters"]}
    assert [day for day, each in told.items() if each["jobs"]] == ["2024-10-01", "2025-10-01", "2026-01-01"]
    assert (told["2025-10-01"]["jobs"], told["2025-10-01"]["days_open"]) == (6, 20)
    assert (told["2025-01-01"]["jobs"], told["2026-01-01"]["over"]) == (None, False)
    assert (software["open_jobs"], software["change"]) == (15, 0.2)


def test_another_agency_s_jobs_are_not_told(here: Installation) -> None:
    """Each agency has its own market."""
    for one in range(5):
        here.take([here.record(here.event(opened(), job(one), agency="other"))])
    assert benchmarks(here) == trends(here) == []
