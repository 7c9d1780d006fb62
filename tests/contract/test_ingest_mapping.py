"""What an agency says of the headings in its files, saved and used."""

from collections.abc import Iterator
from typing import Any

import pytest
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import placement, table

from shared.facts.placements import PlacementStarted

Json = dict[str, Any]
PATH = "/v1/feeds/placements/mapping"
GERMAN = {"Einsatz-Nr.": "placement_id", "Kandidat": "person_id", "Beginn": "starts_on", "Kunde": "client"}
THEIRS = b"Einsatz-Nr.;Kandidat;Beginn;Kunde;title\nP7;7;2026-03-02;Acme;Dr.\n"


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url) as made:
        yield made


def save(ingest: Ingest, columns: object) -> Any:  # noqa: ANN401 - a response
    """Save a mapping."""
    return ingest.http.put(PATH, json={"columns": columns})


def saved(ingest: Ingest, columns: object) -> Json:
    """What is saved then."""
    answer = save(ingest, columns)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def started(ingest: Ingest) -> list[PlacementStarted]:
    return [body for body in ingest.bodies("placement.started") if isinstance(body, PlacementStarted)]


def test_a_mapping_is_saved_shown_and_forgotten(ingest: Ingest) -> None:
    """In the order of the feed's columns, with all that the feed can read; forgetting twice is no error."""
    assert ingest.http.get(PATH).json()["saved_at"] is None
    kept = saved(ingest, GERMAN)
    assert list(kept["columns"]) == ["Einsatz-Nr.", "Kandidat", "Kunde", "Beginn"]
    assert ingest.http.get(PATH).json() == kept
    needed = [each["name"] for each in kept["feed_columns"] if each["needed"]]
    assert needed == ["placement_id", "person_id", "starts_on"]
    assert saved(ingest, {"Start": "starts_on", "title": None})["columns"] == {
        "Start": "starts_on",
        "title": None,
    }
    for _ in range(2):
        assert ingest.http.delete(PATH).status_code == 204
    assert ingest.http.get(PATH).json()["columns"] == {}


def test_files_are_read_by_what_was_saved(ingest: Ingest) -> None:
    """A heading that means nothing by itself is understood, and what was said to be unread is not read."""
    assert ingest.upload("placements", THEIRS).status_code == 422
    saved(ingest, GERMAN | {"Title": None})
    found = ingest.read("placements", THEIRS)
    assert ingest.counts(found) == (1, 1, 0, 0)
    assert found["unknown_columns"] == ["title"]
    (said,) = started(ingest)
    assert (said.client, said.title, str(said.starts)) == ("Acme", None, "2026-03-02")


def test_the_same_file_is_read_again_when_its_headings_mean_something_else(ingest: Ingest) -> None:
    """It is no repeat; what was understood wrongly is corrected."""
    content = table([placement(Customer="Globex", client="Acme", email="")])
    ingest.read("placements", content)
    saved(ingest, {"Customer": "client"})
    found = ingest.read("placements", content)
    assert (found["repeats"], found["new"]) == (None, 1)
    assert [said.client for said in started(ingest)] == ["Acme", "Globex"]
    assert ingest.read("placements", content)["repeats"] is not None


def test_a_row_is_tried_again_by_what_its_headings_meant_when_it_came(ingest: Ingest) -> None:
    """Whatever is saved by then; a refused file, nothing of it read, is looked at by what is saved now."""
    saved(ingest, GERMAN)
    bad = THEIRS.replace(b"2026-03-02", b"2026-02-30")
    assert ingest.read("placements", bad)["problems"][0]["field"] == "starts_on"
    ingest.http.delete(PATH)
    ingest.upload("placements", THEIRS)
    for entry in ingest.parked():
        ingest.retry(entry.parked.id)
    ingest.work()
    assert {entry.attempts for entry in ingest.parked()} == {2}
    assert "2026-02-30" in str([entry.parked.reason for entry in ingest.parked()])
    saved(ingest, GERMAN)
    ingest.retry(next(entry.parked.id for entry in ingest.parked() if "row" not in entry.parked.origin))
    ingest.work()
    assert len(started(ingest)) == 1


def test_an_import_goes_on_with_the_mapping_it_began_with(ingest: Ingest) -> None:
    """A crash between, and another mapping saved meanwhile, change nothing of it."""
    rows = "".join(f"P{n};{n};2026-03-02;Acme;Engineer\n" for n in range(450))
    saved(ingest, GERMAN)
    ingest.chores.importer.probe = stop_at("taken")
    id_ = ingest.upload("placements", THEIRS.splitlines(keepends=True)[0] + rows.encode()).json()["import"]
    with pytest.raises(Stopped):
        ingest.work()
    saved(ingest, {"Kunde": "title", "Einsatz-Nr.": "client"})
    ingest.chores.importer.probe = lambda _point: None
    ingest.work()
    assert ingest.counts(ingest.imported(id_)) == (450, 450, 0, 0)
    assert {(said.client, said.title) for said in started(ingest)} == {("Acme", "Engineer")}


def test_a_dry_run_uses_what_is_saved(ingest: Ingest) -> None:
    """Unless it is given another one to try."""
    saved(ingest, GERMAN)
    path, files = "/v1/feeds/placements/files?dry_run=true", {"file": ("p.csv", THEIRS)}
    assert ingest.http.post(path, files=files).json()["taken"] == 1
    other = {"mapping": '{"Beginn": "ends_on"}'}
    assert ingest.http.post(path, files=files, data=other).json()["taken"] == 0


def test_what_is_missing_is_told_by_the_headings_that_were_agreed_on(ingest: Ingest) -> None:
    """And not by names that no file of theirs has."""
    saved(ingest, GERMAN)
    detail = ingest.upload("placements", THEIRS.replace(b"Beginn", b"Anfang")).json()["detail"]
    assert "missing: Beginn; found: Einsatz-Nr., Kandidat, Kunde" in detail


@pytest.mark.parametrize(
    ("columns", "field", "says"),
    [
        ({}, "columns", "expected 1 to 200 headings, found 0"),
        ({f"c{n}": None for n in range(201)}, "columns", "found 201"),
        ({"Beginn": "start"}, "columns.Beginn", "expected a column of placements, which are placement_id, "),
        ({"A": "client", "B": "client"}, "columns.B", "expected one heading for client, found 'A' too"),
        (
            {"Start Date": "starts_on", "start_date": "ends_on"},
            "columns.start_date",
            "found it as 'Start Date'",
        ),
        ({" ": "client"}, "columns. ", "expected a heading of 1 to 200"),
        ({"x" * 201: "client"}, "columns." + "x" * 200, "expected a heading of 1 to 200"),
        ({"a\0b": "client"}, "columns.a\0b", "printable"),
        ({"{0}": "client", "{1}": "client"}, "columns.{1}", "found '{0}' too"),
    ],
)
def test_a_mapping_that_cannot_hold_is_refused(
    ingest: Ingest, columns: object, field: str, says: str
) -> None:
    """With the heading that is wrong and what would be right; nothing is saved."""
    answer = save(ingest, columns)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert says in answer.json()["detail"]
    assert ingest.http.get(PATH).json()["saved_at"] is None


def test_what_is_no_mapping_is_refused(ingest: Ingest) -> None:
    """By its form; and only feeds that there are have one."""
    assert ingest.http.put(PATH, json={"columns": {"A": 1}}).status_code == 422
    assert ingest.http.put(PATH, json={"columns": {"A": "client"}, "more": 1}).status_code == 422
    assert ingest.http.put(PATH, json=[1]).status_code == 422
    assert ingest.http.get("/v1/feeds/workday/mapping").status_code == 404


def test_a_heading_of_signs_is_a_heading(ingest: Ingest) -> None:
    """A column without a heading is not meant by it."""
    saved(ingest, {"#": "placement_id", "Kandidat": "person_id", "Beginn": "starts_on"})
    found = ingest.read("placements", b"#,,Kandidat,Beginn\nP7,x,7,2026-03-02\n")
    assert ingest.counts(found) == (1, 1, 0, 0)
