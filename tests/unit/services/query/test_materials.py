"""What a task's materials say when it is looked at."""

from datetime import date
from typing import Any
from uuid import UUID

from vocabulary.installation import JANE, TASK, Installation, days, planned

from shared.facts.market import JobOpened
from shared.facts.tasks import Material

FIGURES = (Material(kind="benchmark", ref="software"), Material(kind="trends", ref="software"))


def materials(here: Installation) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = here.client().get(f"/v1/tasks/{TASK}").json()["materials"]
    return found


def jobs(here: Installation, number: int, posted_on: date) -> None:
    for one in range(number):
        job = JobOpened(
            feed="jobs",
            reference=f"{one} {posted_on}",
            title="Software Engineer",
            posted_on=posted_on,
            pay_from=50_000 + 5_000 * one,
            currency="EUR",
        )
        here.project(job, person=str(UUID(int=posted_on.toordinal() * 100 + one)))


def test_benchmark_and_trends_are_told_as_they_stand(here: Installation) -> None:
    """In words that may be sent along; the task names only the field."""
    here.project(planned(materials=(*FIGURES, Material(kind="hiring_guides"))))
    assert [one["says"] for one in materials(here)] == [None, None, None]
    jobs(here, 6, date(2025, 12, 1))
    jobs(here, 5, date(2024, 12, 1))
    benchmark, trends, guides = (one["says"] for one in materials(here))
    assert benchmark.splitlines()[0] == (
        "Software: half of 6 jobs pay between 56,200 and 68,800 EUR a year, the middle one 62,500."
    )
    assert benchmark.splitlines()[1].startswith("Software (mid): ")
    assert trends.startswith("Software, October to December 2025: 6 jobs were posted, 20% more than a year")
    assert trends.endswith(" before; 11 are open today.")
    assert guides is None


def test_a_person_s_export_is_about_that_person(here: Installation) -> None:
    """Figures of the market are not."""
    here.project(planned(materials=FIGURES))
    jobs(here, 5, days(-10))
    (task,) = here.client().get(f"/v1/people/{JANE}/export").json()["tasks"]
    assert [one["says"] for one in task["materials"]] == [None, None]
