"""Workbooks over HTTP: read like a CSV of the same rows, and refused where they cannot be."""

import json
from collections.abc import Iterator

import pytest
from vocabulary import workbooks
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import placement, sample, table

from shared.facts.placements import PlacementStarted

WRITTEN = "placements/placements.xlsxwriter.xlsx"
HEAD = ["placement_id", "person_id", "starts_on"]


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url, file_bytes=3_000_000) as made:
        yield made


def started(ingest: Ingest) -> list[PlacementStarted]:
    return [body for body in ingest.bodies("placement.started") if isinstance(body, PlacementStarted)]


def test_a_workbook_as_a_spreadsheet_program_has_it_is_read(ingest: Ingest) -> None:
    """Real days, a month, formulas, a title above, empty rows below; refusals by the sheet's own rows."""
    found = ingest.read("placements", sample(WRITTEN), "All.xlsx")
    assert ingest.counts(found) == (5, 3, 0, 2)
    assert [(one["row"], one["field"]) for one in found["problems"]] == [(7, "starts_on"), (8, "client")]
    assert "found a spreadsheet's error #N/A" in found["problems"][1]["reason"]
    assert found["unknown_columns"] == ["Fee"]
    said = [(each.client, str(each.starts), str(each.ends)) for each in started(ingest)]
    assert said == [
        ("Acme", "2026-03-02", "None"),
        ("Globex", "2025-09-01", "2026-08-31"),
        ("Initech", "in 2024-05", "None"),
    ]
    assert ingest.http.get("/v1/feeds/placements/person?id=00311").status_code == 200


def test_a_dry_run_tells_the_sheet(ingest: Ingest) -> None:
    """And all else as of a CSV."""
    files = {"file": ("All.xlsx", sample(WRITTEN))}
    found = ingest.http.post("/v1/feeds/placements/files?dry_run=true", files=files).json()
    assert (found["sheet"], found["headings_row"]) == ("Placements", 3)
    assert (found["taken"], found["refused"]) == (3, 2)
    assert found["rows"][0]["columns"]["starts_on"] == "2026-03-02"
    assert ingest.events() == []


def test_a_workbook_says_nothing_new_after_the_csv_of_the_same_rows(ingest: Ingest) -> None:
    """Whatever an agency sends from now on, it is the same placements."""
    rows = [placement(placement_id=f"P{n}", person_id=f"C{n}", email="") for n in range(3)]
    assert ingest.counts(ingest.read("placements", table(rows)))[:2] == (3, 3)
    assert ingest.counts(ingest.read("placements", workbooks.table(rows), "p.xlsx")) == (3, 0, 3, 0)


def test_a_workbook_under_other_headings_is_read_by_the_mapping(ingest: Ingest) -> None:
    """As a CSV is, and jobs as placements are."""
    saved = {"columns": {"Stelle": "job_id", "Titel": "title", "Online seit": "posted_on"}}
    assert ingest.http.put("/v1/feeds/jobs/mapping", json=saved).status_code == 200
    content = workbooks.workbook([["Stelle", "Titel", "Online seit"], [7, "Engineer", "2026-03-02"]])
    assert ingest.counts(ingest.read("jobs", content)) == (1, 1, 0, 0)
    assert ingest.types() == ["job.opened"]


def test_rows_of_a_workbook_wait_in_quarantine_and_leave_it(ingest: Ingest) -> None:
    """Tried again they are refused again; told anew, by whatever kind of file, they are replaced."""
    bad = [
        placement(starts_on="2026-02-30", email=""),
        placement(placement_id="P2", person_id="C2", email=""),
    ]
    ingest.read("placements", workbooks.table(bad), "p.xlsx")
    (entry,) = ingest.parked()
    assert (entry.parked.origin, entry.parked.row, entry.parked.field) == ("placements row 2", 2, "starts_on")
    assert b"2026-02-30" in (entry.parked.value or b"")
    ingest.retry(entry.parked.id)
    ingest.work()
    assert ingest.parked()[0].attempts == 2
    ingest.pass_time(1)
    ingest.read("placements", table([placement(email="")]))
    assert ingest.parked() == []


def test_reading_a_workbook_goes_on_where_a_crash_left_off(ingest: Ingest) -> None:
    """From the row after the last one stored."""
    rows = [placement(placement_id=f"{n}", person_id=f"{n}", email="") for n in range(450)]
    ingest.chores.importer.probe = stop_at("taken")
    id_ = ingest.upload("placements", workbooks.table(rows), "p.xlsx").json()["import"]
    for _ in range(2):
        with pytest.raises(Stopped):
            ingest.work()
    ingest.chores.importer.probe = lambda _point: None
    ingest.work()
    assert ingest.counts(ingest.imported(id_)) == (450, 450, 0, 0)
    assert len(started(ingest)) == 450


def test_a_workbook_that_cannot_be_read_is_kept_and_answered_clearly(ingest: Ingest) -> None:
    """With what to do; once its columns are agreed on, it is read as it came."""
    theirs = workbooks.workbook([["Nr", "Kandidat", "Beginn"], ["P1", "7", "2026-03-02"]])
    for content in (theirs[:-50], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99):
        answer = ingest.upload("placements", content, "p.xlsx")
        assert (answer.status_code, "save it" in answer.json()["detail"]) == (422, True)
    import_ = ingest.upload("placements", theirs, "p.xlsx").json()["import"]
    columns = {"Nr": "placement_id", "Kandidat": "person_id", "Beginn": "starts_on"}
    ingest.http.put("/v1/feeds/placements/mapping", json={"columns": columns})
    for entry in ingest.parked():
        ingest.retry(entry.parked.id)
    ingest.work()
    assert ingest.counts(ingest.imported(import_)) == (1, 1, 0, 0)
    assert [entry.attempts for entry in ingest.parked()] == [2, 2]


def test_where_a_sheet_breaks_off_its_rest_stands_in_quarantine(ingest: Ingest) -> None:
    """As one row that says so; the rows before it are taken."""
    rows: list[list[object]] = [[*HEAD], *([f"P{n}", n, "2026-03-02"] for n in range(60))]
    content = workbooks.rewritten(
        workbooks.workbook(rows), lambda old: old.replace(b"<v>50</v>", b"<v>fifty</v>")
    )
    found = ingest.read("placements", content, "p.xlsx")
    assert ingest.counts(found) == (51, 50, 0, 1)
    assert found["problems"][0]["row"] == 52
    assert "nothing is read from this row on" in json.dumps(found["problems"])
