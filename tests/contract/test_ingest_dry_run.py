"""A dry run over HTTP: what would be understood of a file, with nothing taken."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import archive, connection, placement, table

from services.ingest import trial
from services.ingest.tables import metadata

Json = dict[str, Any]


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url, file_bytes=3_000_000) as made:
        yield made


def attempt(ingest: Ingest, content: bytes, feed: str = "placements", **form: str) -> Any:  # noqa: ANN401 - a response
    """A dry run of a file."""
    path = f"/v1/feeds/{feed}/files?dry_run=true"
    return ingest.http.post(path, files={"file": ("people.csv", content)}, data=form)


def tried(ingest: Ingest, content: bytes, feed: str = "placements", **form: str) -> Json:
    """What a dry run tells."""
    answer = attempt(ingest, content, feed, **form)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def matched(found: Json) -> dict[str, tuple[str | None, str | None]]:
    return {each["heading"]: (each["column"], each["by"]) for each in found["headings"]}


def kept(ingest: Ingest) -> dict[str, int]:
    """How many rows each table holds."""
    return {name: ingest.scalar(f"SELECT count(*) FROM {name}") for name in metadata.tables}  # noqa: S608 - our own


def test_it_says_what_would_be_understood(ingest: Ingest) -> None:
    """Headings, columns that are not there, counts, the first rows, and what would be refused."""
    rows = [
        placement(Salary="1"),
        placement(placement_id="P2", starts_on="2026-02-30"),
        placement(placement_id="P3", person_id=""),
    ]
    found = tried(ingest, table(rows))
    assert matched(found)["starts_on"] == ("starts_on", "name")
    assert matched(found)["Salary"] == (None, None)
    assert (found["missing"], "phone" in found["absent"], "email" in found["absent"]) == ([], True, False)
    assert (found["taken"], found["refused"], found["whole"], found["problem"]) == (1, 2, True, None)
    assert [(one["row"], one["field"]) for one in found["problems"]] == [(3, "starts_on"), (4, "person_id")]
    (row,) = found["rows"]
    assert (row["row"], row["columns"]["given_name"]) == (2, "Jane")
    assert [fact["type"] for fact in row["facts"]] == ["person.profiled", "placement.started"]
    assert row["facts"][1]["says"]["starts"] == "2026-03-02"


def test_nothing_is_stored_and_nothing_is_said(ingest: Ingest) -> None:
    """Whether the file can be read or not; the same file is new when it is sent."""
    content = table([placement(), placement(placement_id="P2", person_id="")])
    before = kept(ingest)
    for each in (content, b"", b"a,b\n1,2\n", b"\xff\xfe\x00", content):
        tried(ingest, each)
    ingest.work()
    assert (kept(ingest), ingest.events()) == (before, [])
    assert ingest.counts(ingest.read("placements", content)) == (2, 1, 0, 1)


def test_it_says_of_each_row_what_the_import_says(ingest: Ingest) -> None:
    """The same rows are refused, for the same reasons."""
    rows = [placement(placement_id=f"P{n}", starts_on=day) for n, day in enumerate(["2026-01", "x", "", "1"])]
    told = tried(ingest, table(rows))
    read = ingest.read("placements", table(rows))
    assert told["problems"] == read["problems"]
    assert (told["taken"], told["refused"]) == (read["new"], read["quarantined"])


def test_a_file_without_what_is_needed_shows_the_headings_it_seems_to_have(ingest: Ingest) -> None:
    """So that somebody can say what they mean."""
    found = tried(ingest, "Export vom 1. März\n\nKandidat;Einsatz;Beginn\n7;P7;2026-03-02\n".encode("cp1252"))
    assert [each["heading"] for each in found["headings"]] == ["Kandidat", "Einsatz", "Beginn"]
    assert found["headings_row"] == 3
    assert found["missing"] == ["person_id", "placement_id", "starts_on"]
    assert "found none of them" in found["problem"]["reason"]
    assert (found["taken"], found["rows"]) == (0, [])


def test_a_mapping_can_be_tried_before_it_is_saved(ingest: Ingest) -> None:
    """It holds for this dry run alone."""
    content = b"Kandidat,Einsatz,Beginn\n7,P7,2026-03-02\n"
    mapping = json.dumps({"Kandidat": "person_id", "einsatz": "placement_id", "Beginn": "starts_on"})
    found = tried(ingest, content, mapping=mapping)
    assert (found["missing"], found["taken"]) == ([], 1)
    assert matched(found)["Einsatz"] == ("placement_id", "mapping")
    assert found["rows"][0]["columns"] == {"person_id": "7", "placement_id": "P7", "starts_on": "2026-03-02"}
    assert tried(ingest, content)["taken"] == 0


@pytest.mark.parametrize(
    ("mapping", "field", "says"),
    [
        ("[1]", "mapping", "expected `object`"),
        (
            '{"Beginn": "begins_on"}',
            "columns.Beginn",
            "expected a column of placements, which are placement_id",
        ),
        ('{"A": "client", "B": "client"}', "columns.B", "expected one heading for client, found 'A' too"),
    ],
)
def test_a_mapping_that_is_none_is_refused(ingest: Ingest, mapping: str, field: str, says: str) -> None:
    """With the heading that is wrong."""
    answer = attempt(ingest, table([placement()]), mapping=mapping)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert says in answer.json()["detail"]


def test_jobs_are_tried_alike(ingest: Ingest) -> None:
    """A closed job is understood, and says nothing when nothing is known of it."""
    head, rest = "job_id,title,posted_on,status\n", ",Engineer,2026-03-02,"
    found = tried(ingest, f"{head}J1{rest}open\nJ2{rest}closed\nJ3{rest}ajar\n".encode(), "jobs")
    assert [[fact["type"] for fact in row["facts"]] for row in found["rows"]] == [["job.opened"], []]
    assert [one["field"] for one in found["problems"]] == ["status"]


def test_a_very_long_file_is_tried_in_part(ingest: Ingest) -> None:
    """And the answer says so: a request does not read without end."""
    head = "job_id,title,posted_on\n"
    found = tried(ingest, (head + "J,T,2026-03-02\n" * (trial.MOST_ROWS + 1)).encode(), "jobs")
    assert (found["taken"], found["whole"]) == (trial.MOST_ROWS, False)


def test_what_cannot_be_tried_is_a_problem(ingest: Ingest) -> None:
    """As it is without a dry run."""
    assert attempt(ingest, b"x" * 3_000_001).status_code == 413
    assert attempt(ingest, b"{}", "workday").status_code == 404
    assert ingest.http.post("/v1/feeds/jobs/files?dry_run=true").json()["field"] == "file"
    assert attempt(ingest, b"", exported_on="2026-02-30").json()["field"] == "exported_on"


def test_of_an_archive_its_first_file_is_tried(ingest: Ingest) -> None:
    """As it would be read from it; an archive in which nothing is understood is refused."""
    inside = {"Profile.csv": b"x", "Basic_LinkedInDataExport/Connections.csv": table([connection()])}
    found = tried(ingest, archive(inside), "linkedin")
    assert (found["taken"], found["refused"], found["problem"]) == (1, 0, None)
    answer = attempt(ingest, archive({"Profile.csv": b"x"}), "linkedin")
    assert (answer.status_code, "Profile.csv" in answer.json()["detail"]) == (422, True)
