"""A nightly file tells a refused row anew: quarantine holds the newest of each only."""

import pytest
from vocabulary.inbox import Ingest
from vocabulary.payloads import connection, deletion, hire, placement, table

from shared.facts.quarantine import RecordReleased

BAD = placement(starts_on="2026-02-31")
OTHER = placement(placement_id="P2", person_id="C2", email="", starts_on="soon")


def nightly(ingest: Ingest, *rows: dict[str, str], exported_on: str = "") -> tuple[int, int, int, int]:
    """The next night's file; read, new, known, quarantined."""
    ingest.pass_time(1)
    return ingest.counts(ingest.read("placements", table(rows), exported_on=exported_on))


def parked_rows(ingest: Ingest) -> list[int]:
    return sorted(entry.parked.row or 0 for entry in ingest.parked())


def how_released(ingest: Ingest) -> list[str]:
    return [body.how for body in ingest.bodies("record.released") if isinstance(body, RecordReleased)]


def test_a_row_that_comes_right_takes_the_wrong_one_out_of_quarantine(ingest: Ingest) -> None:
    """It is said on the log, and nothing of the wrong one is kept."""
    assert nightly(ingest, BAD, OTHER)[3] == 2
    assert nightly(ingest, placement(), OTHER) == (2, 1, 0, 1)
    assert parked_rows(ingest) == [3]
    assert how_released(ingest) == ["replaced", "replaced"]
    assert ingest.scalar("SELECT count(*) FROM ingest.rows WHERE state = 'discarded' AND raw IS NULL") == 2


def test_a_row_that_stays_wrong_is_parked_once(ingest: Ingest) -> None:
    """However many nights it comes, and wherever in the file."""
    for night in range(3):
        nightly(ingest, *[placement(placement_id=f"N{night}", person_id="C9", email="")] * night, BAD)
    assert parked_rows(ingest) == [4]


@pytest.mark.parametrize("spoil", [b",one,too,many", b',"not closed'])
def test_a_line_without_columns_is_known_by_all_of_it(ingest: Ingest, spoil: bytes) -> None:
    """The same line again is the same row; another one is not told from it."""
    header, row = table([placement()]).splitlines()
    for night in range(2):
        ingest.pass_time(1)
        ingest.read("placements", b"\n".join([header, row + spoil]) + b"\n" * night)
    assert len(ingest.parked()) == 1


def test_an_older_file_that_comes_late_replaces_nothing(ingest: Ingest) -> None:
    """What it tells was true before."""
    nightly(ingest, BAD, exported_on="2026-03-10")
    nightly(ingest, placement(), exported_on="2026-03-01")
    assert len(ingest.parked()) == 1


def test_another_thing_of_the_same_person_replaces_nothing(ingest: Ingest) -> None:
    """A person has several placements."""
    nightly(ingest, BAD)
    nightly(ingest, placement(placement_id="P2"))
    assert len(ingest.parked()) == 1


def test_a_connection_is_known_by_its_profile(ingest: Ingest) -> None:
    """In LinkedIn's file each person has one row."""
    ingest.read("linkedin", table([connection(**{"Connected On": "someday"})]))
    ingest.pass_time(1)
    ingest.read("linkedin", table([connection()]))
    assert ingest.parked() == []


def test_two_rows_of_one_file_are_both_kept(ingest: Ingest) -> None:
    """Neither is the later one."""
    nightly(ingest, BAD, placement(starts_on="2026-02-30"))
    assert parked_rows(ingest) == [2, 3]


def test_nothing_reminds_of_a_refused_row_once_its_person_is_erased(ingest: Ingest) -> None:
    """Not even hidden."""
    ingest.take(hire())
    nightly(ingest, BAD)
    ingest.take(deletion())
    assert ingest.scalar("SELECT count(*) FROM ingest.refused_rows") == 0
