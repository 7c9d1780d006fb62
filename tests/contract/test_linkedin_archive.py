"""LinkedIn's archive as it is downloaded: a zip, of which the files that are understood are read."""

import threading
from collections.abc import Iterator
from zipfile import ZIP_STORED

import pytest
from vocabulary.inbox import Ingest, Stopped, stop_at
from vocabulary.payloads import archive, connection, table

from shared.facts.roles import RoleChanged

NAME = "Basic_LinkedInDataExport_03-01-2026.zip"
JANE = table([connection()])
PROFILE = b"First Name,Last Name,Headline\nAnn,Smith,Recruiter\n"


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url, file_bytes=3_000_000) as made:
        yield made


def test_an_archive_is_read_as_it_was_downloaded(ingest: Ingest) -> None:
    """Its files have counts of their own; those that are not understood are named."""
    content = archive({"Profile.csv": PROFILE, "Connections.csv": JANE, "Jobs/Saved Jobs.csv": b"x"})
    found = ingest.read("linkedin", content, NAME)
    assert (found["state"], found["file"], ingest.counts(found)) == ("done", NAME, (1, 1, 0, 0))
    assert found["not_read"] == ["Profile.csv", "Saved Jobs.csv"]
    (file,) = found["files"]
    assert (file["file"], ingest.counts(file)) == ("Connections.csv", (1, 1, 0, 0))
    assert ingest.imported(file["import"]) == file


def test_the_day_of_an_archive_is_that_of_its_files(ingest: Ingest) -> None:
    """As its name gives it, with the month first."""
    ingest.read("linkedin", JANE, exported_on="2026-01-15")
    later = archive({"Connections.csv": table([connection(Company="Globex")])})
    ingest.read("linkedin", later, NAME)
    (changed,) = ingest.bodies("role.changed")
    assert isinstance(changed, RoleChanged)
    assert str(changed.since) == "between 2026-01-15 and 2026-03-01"


def test_the_same_archive_again_is_known(ingest: Ingest) -> None:
    """Also when LinkedIn packs the same files anew."""
    ingest.read("linkedin", archive({"Connections.csv": JANE}), NAME)
    before = ingest.types()
    again = ingest.read("linkedin", archive({"Connections.csv": JANE, "Profile.csv": PROFILE}), NAME)
    assert ingest.counts(again) == (1, 0, 1, 0)
    assert again["files"][0]["repeats"]
    assert ingest.types() == before


def test_bad_rows_are_told_with_their_file(ingest: Ingest) -> None:
    """And stand in quarantine, as of a file that came alone."""
    rows = [connection(), connection(URL="https://example.com/jane")]
    found = ingest.read("linkedin", archive({"Connections.csv": table(rows)}), NAME)
    assert ingest.counts(found) == (2, 1, 0, 1)
    (problem,) = found["problems"]
    assert (problem["file"], problem["row"], problem["field"]) == ("Connections.csv", 3, "url")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (archive({"Connections.csv": JANE})[:-30], "broken"),
        (archive({"Profile.csv": PROFILE}), "found none; in it: Profile.csv"),
        (archive({"Connections.csv": b"x" * 4_000_000}), "at most 3000000 bytes"),
        (archive({"Connections.csv": JANE}, ZIP_STORED).replace(b"Jane", b"John"), "broken"),
    ],
)
def test_an_archive_that_cannot_be_read_leaves_nothing_behind(
    ingest: Ingest, content: bytes, word: str
) -> None:
    """422 with the reason; much in it is nobody's business."""
    answer = ingest.upload("linkedin", content, NAME)
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert word in answer.json()["detail"]
    assert ingest.parked() == []
    for kept in ("chunks", "imports", "archives"):
        assert ingest.scalar(f"SELECT count(*) FROM ingest.{kept}") == 0  # noqa: S608 - a table of ours


def test_a_file_of_it_that_says_nothing_is_refused_like_one_alone(ingest: Ingest) -> None:
    """Kept in quarantine, and told with its name; the archive is refused when none of its files is read."""
    old = b"First Name,Last Name,Email Address,Company,Position,Connected On\nA,B,,C,D,14 May 2021\n"
    answer = ingest.upload("linkedin", archive({"Connections.csv": old}), NAME)
    assert (answer.status_code, answer.json()["field"]) == (422, "columns")
    found = ingest.read("linkedin", archive({"a/Connections.csv": old, "b/Connections.csv": JANE}), NAME)
    assert (found["state"], [one["state"] for one in found["files"]]) == ("done", ["failed", "done"])
    assert "missing: URL" in found["problems"][0]["reason"]
    assert len(ingest.parked()) == 1


def test_an_archive_goes_on_where_a_crash_left_off(ingest: Ingest) -> None:
    """In the middle of a file of it, as of one that came alone."""
    rows = [connection(URL=f"https://www.linkedin.com/in/p{number}") for number in range(450)]
    ingest.chores.importer.probe = stop_at("taken")
    id_ = ingest.upload("linkedin", archive({"Connections.csv": table(rows)}), NAME).json()["import"]
    for _ in range(2):
        with pytest.raises(Stopped):
            ingest.work()
        assert ingest.imported(id_)["state"] == "reading"
    ingest.chores.importer.probe = lambda _point: None
    ingest.work()
    assert ingest.counts(ingest.imported(id_)) == (450, 450, 0, 0)
    assert ingest.types().count("person.registered") == 450


def test_other_feeds_take_no_archive(ingest: Ingest) -> None:
    """Their vendors give none."""
    assert ingest.upload("placements", archive({"Connections.csv": JANE}), NAME).status_code == 422
    assert ingest.chores.round(threading.Event()) is False


def test_the_page_of_the_api_tells_of_archives(ingest: Ingest) -> None:
    """An archive's answer holds answers like itself."""
    schemas = ingest.http.get("/openapi.json").json()["components"]["schemas"]
    files = schemas["ImportAnswer"]["properties"]["files"]
    assert files["items"]["$ref"].endswith("/ImportAnswer")
