"""GET /v1/tasks/export."""

import csv
import json
from io import StringIO

import pytest
import sqlalchemy as sa
from vocabulary.installation import ANN, JOHN, TASK, Installation, completed, ids, planned

from services.query.api.exports import MOST_AT_ONCE, csv_lines
from services.query.api.task_answers import summary
from services.query.exporting import AT_ONCE, Export
from services.query.queue import Queue, Wanted
from shared.database import owning


def lines(here: Installation, **query: object) -> list[dict[str, object]]:
    """The tasks of an export as JSON."""
    asked = {name: str(value) for name, value in query.items()}
    answer = here.client().get("/v1/tasks/export", params=asked)
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def cells(here: Installation) -> list[dict[str, str]]:
    """The rows of an export as CSV, by their column's name."""
    answer = here.client().get("/v1/tasks/export", params={"format": "csv", "state": "any"})
    assert answer.headers["content-disposition"] == 'attachment; filename="tasks-2026-03-10.csv"'
    return list(csv.DictReader(StringIO(answer.content.decode(), newline="")))


def test_an_export_has_what_the_listing_has(here: Installation) -> None:
    """The same tasks, filters, order and fields; of more than one batch too."""
    many = ids(range(1, AT_ONCE + 11))
    here.take([here.record(here.event(planned(task, importance=int(task[-1], 16) % 5))) for task in many])
    here.project(completed(task=many[0]))
    here.project(planned(TASK, recruiter="bob@agency.example"), person=JOHN)
    listed = here.client().get("/v1/tasks", params={"limit": 200}).json()["tasks"]
    exported = lines(here)
    assert exported[:200] == listed
    assert len(exported) == len(many)
    assert len(lines(here, state="any")) == len(many) + 1
    assert [one["task"] for one in lines(here, recruiter="bob@agency.example")] == [TASK]
    assert lines(here, person=JOHN, play="none") == []


def test_each_format_says_the_same(here: Installation) -> None:
    """A cell is what stands in the JSON; nothing is an empty one."""
    here.project(planned(headline='Ask "Jane", please\nnow'))
    (row,), (line,) = cells(here), lines(here)
    assert row == {name: "" if value is None else str(value) for name, value in line.items()}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", " =", "＝"])  # noqa: RUF001 - as is
def test_a_spreadsheet_calculates_nothing(here: Installation, start: str) -> None:
    """A text that would be taken for a formula has an apostrophe before it; JSON has it as it is."""
    headline = f'{start}HYPERLINK("http://evil.example","x")'
    here.project(planned(headline=headline))
    assert cells(here)[0]["headline"] == f"'{headline}"
    assert lines(here)[0]["headline"] == headline


def test_an_export_shows_one_moment(here: Installation) -> None:
    """What comes in while it is read is not in it, whatever its place would be."""
    here.take([here.record(here.event(planned(task))) for task in ids(range(1, AT_ONCE + 2))])
    batches = Export(Queue(here.store)).batches(Wanted())
    first = next(batches)
    here.project(planned(ids([9_000])[0]))
    assert len(first) == AT_ONCE
    assert [len(batch) for batch in batches] == [1]


def test_of_who_is_erased_meanwhile_nothing_sealed_is_told(here: Installation) -> None:
    """The snapshot has their rows still; their key is gone, and with it what they say."""
    here.take([here.record(here.event(planned(task))) for task in ids(range(1, AT_ONCE + 2))])
    here.take([here.record(here.event(planned(TASK, importance=5), JOHN))])
    batches = Export(Queue(here.store)).batches(Wanted())
    next(batches)
    with here.parts.engine.begin() as connection:
        here.parts.vault.erase(connection, "demo", JOHN)
    (rest,) = batches
    assert [summary(task).headline for task in rest] == ["Ask Jane how it is going", None]
    assert b"Jane" not in b"".join(csv_lines([rest[1:]]))


def test_no_more_than_a_few_are_given_at_a_time(here: Installation) -> None:
    """Each has a place for as long as it lasts; it is free again once it has ended, well or not."""
    here.project(planned())
    client = here.client()
    for _ in range(MOST_AT_ONCE * 2):
        assert client.get("/v1/tasks/export").status_code == 200
    with owning(here.parts.engine) as connection:
        connection.execute(sa.text("ALTER TABLE query.tasks RENAME TO away"))
    for _ in range(MOST_AT_ONCE * 2):
        assert client.get("/v1/tasks/export").status_code == 500
    with owning(here.parts.engine) as connection:
        connection.execute(sa.text("ALTER TABLE query.away RENAME TO tasks"))
    assert lines(here)[0]["recruiter"] == ANN
