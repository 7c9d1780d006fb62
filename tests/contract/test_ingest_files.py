"""Files over HTTP: uploaded, read in the background, told row by row."""

import json
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import connection, placement, sample, table

from shared.facts.people import PersonProfiled
from shared.facts.roles import RoleChanged

DEMO = Path(__file__).parents[2] / "deploy" / "demo"
LABELDEKHO = "linkedin/Connections.labeldekho.csv"


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url, file_bytes=3_000_000) as made:
        yield made


def names(ingest: Ingest) -> list[str | None]:
    bodies = ingest.bodies("person.profiled")
    return [body.name for body in bodies if isinstance(body, PersonProfiled)]


def test_a_vendors_export_is_read(ingest: Ingest) -> None:
    """Columns in another order, a preamble without quotes."""
    found = ingest.read("linkedin", sample(LABELDEKHO))
    assert found["state"] == "done"
    assert found["problems"] == []
    assert found["read"] == found["new"] == len(names(ingest)) > 5
    assert "Alice Johnson" in names(ingest)


def test_two_exports_give_role_changes_with_the_interval(ingest: Ingest) -> None:
    """From the day of the one to the day of the other."""
    ingest.read("linkedin", table([connection()]), exported_on="2026-01-15")
    later = table([connection(Company="Globex", Position="Lead")])
    ingest.read("linkedin", later, name="Basic_LinkedInDataExport_03-01-2026.csv")
    (changed,) = ingest.bodies("role.changed")
    assert isinstance(changed, RoleChanged)
    assert (str(changed.since), changed.move) == ("between 2026-01-15 and 2026-03-01", True)


def test_the_same_file_again_is_known(ingest: Ingest) -> None:
    """Also after a later one: it does not lead back."""
    first, later = table([connection()]), table([connection(Company="Globex")])
    ingest.read("linkedin", first)
    ingest.pass_time(30)
    ingest.read("linkedin", later)
    before = ingest.types()
    ingest.pass_time(30)
    again = ingest.read("linkedin", first)
    assert ingest.counts(again) == (1, 0, 1, 0)
    assert again["repeats"]
    assert ingest.types() == before


def test_a_nightly_file_tells_what_changed(ingest: Ingest) -> None:
    """Rows that did not change are known."""
    rows = [placement(placement_id=f"P{number}", person_id=f"C{number}", email="") for number in range(3)]
    ingest.read("placements", table(rows))
    rows[1]["starts_on"] = "2026-03-04"
    assert ingest.counts(ingest.read("placements", table(rows))) == (3, 1, 2, 0)
    assert ingest.types()[-1] == "placement.rescheduled"


def test_good_rows_are_taken_and_bad_ones_named(ingest: Ingest) -> None:
    """Each with its row, as a spreadsheet counts, and its column."""
    rows = [
        placement(placement_id="1", person_id="1", email=""),
        placement(placement_id="2", person_id="2", email="", starts_on="2026-02-30"),
        placement(placement_id="3", person_id="", email=""),
        placement(placement_id="4", person_id="4", email=""),
    ]
    found = ingest.read("placements", table(rows))
    assert ingest.counts(found) == (4, 2, 0, 2)
    assert [(one["row"], one["field"]) for one in found["problems"]] == [(3, "starts_on"), (4, "person_id")]
    entries = {entry.parked.row: entry.parked for entry in ingest.parked()}
    assert entries[3].origin == "placements row 3"
    assert b"2026-02-30" in (entries[3].value or b"")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-32"])
def test_encodings_are_told_apart(ingest: Ingest, encoding: str) -> None:
    """With or without a byte-order mark."""
    rows = [
        connection(**{"First Name": name, "URL": f"https://www.linkedin.com/in/p{number}"})
        for number, name in enumerate(["José", "Zoë", "Jürgen", "François", "Åsa", "Mary", "Ann"])
    ]
    found = ingest.read("linkedin", table(rows).decode().encode(encoding))
    assert ingest.counts(found) == (7, 7, 0, 0), found
    assert names(ingest)[:3] == ["José Doe", "Zoë Doe", "Jürgen Doe"]


def test_missing_columns_are_named_and_the_file_kept(ingest: Ingest) -> None:
    """422: what was expected, what is missing, what was found."""
    content = b"placement_id,person,start\n1,2,3\n"
    answer = ingest.upload("placements", content)
    assert answer.status_code == 422
    problem = answer.json()
    assert "missing: person_id, starts_on; found: placement_id. " in problem["detail"]
    assert problem["field"] == "columns"
    (entry,) = ingest.parked()
    assert (entry.parked.id, entry.parked.value) == (problem["import"], content)
    assert ingest.imported(problem["import"])["state"] == "failed"
    assert ingest.upload("placements", content).json()["import"] == problem["import"]
    assert len(ingest.parked()) == 1


NO_FILES = (b"", b"\n\n", b"Jane,Doe,secret\n", bytes(range(128, 256)) * 50, b"\x89PNG\r\n" + b"\0" * 99)
NAMES = ("../../etc/passwd", "C:\\people.csv", "\0.csv", "=cmd|'/c calc'!A1.csv", "\U0001f4bc" * 300, ".")


@pytest.mark.parametrize("content", NO_FILES)
def test_a_file_that_is_none_is_refused_without_quoting_it(ingest: Ingest, content: bytes) -> None:
    """What looks like somebody's row is not announced."""
    answer = ingest.upload("linkedin", content)
    assert answer.status_code == 422
    assert "secret" not in answer.text


def test_retrying_a_refused_file_looks_at_it_again(ingest: Ingest) -> None:
    """It is refused again as long as its columns are missing."""
    ingest.upload("placements", b"a,b\n1,2\n")
    (entry,) = ingest.parked()
    ingest.retry(entry.parked.id)
    ingest.work()
    assert ingest.parked()[0].attempts == 2


def test_a_quote_that_is_not_closed_swallows_nothing(ingest: Ingest) -> None:
    """The one line goes to quarantine, the next ones are taken."""
    head = "First Name,Last Name,URL,Company,Position\n"
    bad = 'Bad,"Doe,https://linkedin.com/in/bad,Acme,Lead\n'
    good = "".join(f"Jane,Doe,https://linkedin.com/in/jane{number},Acme,Lead\n" for number in range(3))
    found = ingest.read("linkedin", (head + bad + good).encode())
    assert ingest.counts(found) == (4, 3, 0, 1)
    assert found["problems"][0]["row"] == 2


def test_a_row_with_more_cells_than_headings_is_not_guessed_at(ingest: Ingest) -> None:
    """An unquoted comma would put everything into the wrong column."""
    head = "First Name,Last Name,URL,Company,Position\n"
    found = ingest.read("linkedin", (head + "J,D,https://linkedin.com/in/j,Acme, Inc.,Lead\n").encode())
    assert ingest.counts(found) == (1, 0, 0, 1)
    assert "expected 5 cells, found 6" in found["problems"][0]["reason"]


def test_other_bytes_late_in_the_file_spoil_one_row(ingest: Ingest) -> None:
    """The rest is read in the encoding the file is in."""
    rows = [
        placement(placement_id=f"{number}", person_id=f"{number}", email="", client="Café")
        for number in range(2000)
    ]
    content = table(rows).replace(b"1999,", b"19\x8199,")
    found = ingest.read("placements", content)
    assert found["read"] == 2000
    assert found["quarantined"] <= 1


def test_a_file_that_is_too_large_is_refused(ingest: Ingest) -> None:
    """413, and nothing stored."""
    assert ingest.upload("placements", b"x" * 3_000_001).status_code == 413
    assert ingest.scalar("SELECT count(*) FROM ingest.chunks") == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_only_a_name(ingest: Ingest, name: str) -> None:
    """It is kept for the reader's eye, without anything odd."""
    answer = ingest.upload("placements", table([placement()]), name)
    assert answer.status_code == 202
    kept = ingest.imported(answer.json()["import"])["file"]
    assert not set(kept) & set("/\\\0'|=")
    assert 0 < len(kept) <= 100


def test_a_form_without_a_file_is_refused(ingest: Ingest) -> None:
    """422 for the form's fields, whatever is wrong with them."""
    assert ingest.http.post("/v1/feeds/placements/files").json()["field"] == "file"
    assert ingest.http.post("/v1/feeds/placements/files", data={"file": "x"}).json()["field"] == "file"
    answer = ingest.upload("placements", table([placement()]), exported_on="2026-02-30")
    assert (answer.status_code, answer.json()["field"]) == (422, "exported_on")
    assert ingest.http.post("/v1/feeds/workday/files").status_code == 404


@pytest.mark.parametrize("id_", ["x", "00000000-0000-0000-0000-000000000000", "%00"])
def test_an_unknown_import_is_not_found(ingest: Ingest, id_: str) -> None:
    """As a problem."""
    assert ingest.http.get(f"/v1/imports/{id_}").status_code in (404, 422)


def test_a_files_order_is_kept_whatever_the_reader(ingest: Ingest) -> None:
    """A later export waits until the earlier one is read to its end."""
    ingest.upload("linkedin", table([connection()]), exported_on="2026-01-01")
    ingest.upload("linkedin", table([connection(Company="Globex")]), exported_on="2026-02-01")
    ingest.work()
    assert [event.type for event in ingest.events() if event.type.startswith("role")] == [
        *("role.observed", "role.changed"),
    ]


def test_random_bytes_never_break_the_reader(ingest: Ingest) -> None:
    """Whatever is sent, there is an answer that is nobody's failure."""
    dice = random.Random(1)  # noqa: S311 - repeatable
    good = table([connection() for _ in range(5)])
    for _ in range(15):
        spoilt = bytearray(good)
        for _ in range(dice.randrange(1, 30)):
            spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
        assert ingest.upload("linkedin", bytes(spoilt), "x.csv").status_code in (202, 422)
    assert ingest.upload("linkedin", os.urandom(10_000)).status_code in (202, 422)
    ingest.work()


@pytest.mark.parametrize(
    "file", sorted(DEMO.glob("[!p]*/*")) + sorted(DEMO.glob("placements/*")), ids=lambda file: file.name
)
def test_the_sample_agencys_feeds_are_readable(ingest: Ingest, file: Path) -> None:
    """As the newcomer's first run sends them."""
    text = file.read_text().replace("{{today+150d}}", "2026-08-01")
    while "{{" in text:
        text = text[: text.index("{{")] + "2026-01-05" + text[text.index("}}") + 2 :]
    if file.suffix == ".csv":
        assert ingest.read(file.parent.name, text.encode())["problems"] == []
    else:
        reason = ingest.post(text.encode()).json()["problem"]
        assert reason is None or "application" in json.dumps(reason)
