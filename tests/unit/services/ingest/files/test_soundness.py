"""Files that only look like workbooks, or that would fill the memory: refused before any of them is read."""

import io
from collections.abc import Callable
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from vocabulary.workbooks import rewritten, workbook

from services.ingest.feeds.jobs import FEED
from services.ingest.files import soundness
from services.ingest.files.columns import Columns
from services.ingest.files.looking import look
from shared.errors import UnreadableError

GOOD = workbook([["job_id", "title", "posted_on"], ["J1", "Engineer", "2026-03-02"]])


def refusal(content: bytes) -> str:
    found = look(Columns(FEED), [content]).headings
    assert isinstance(found, UnreadableError), found
    return found.reason


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("_", "."), content)
    return out.getvalue()


LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le")
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500


def test_other_files_are_told_from_workbooks() -> None:
    """With what to do next, where there is something."""
    assert "without a password, found one that has one" in refusal(LOCKED)
    assert "save it as .xlsx" in refusal(OLD)
    assert "another kind of archive" in refusal(archive(a_csv=b"job_id,title,posted_on\n"))
    word = rewritten(
        GOOD, lambda old: old.replace(b"spreadsheetml", b"wordprocessingml"), "[Content_Types].xml"
    )
    assert "another kind of archive" in refusal(word)


@pytest.mark.parametrize("cut", [4, 100, len(GOOD) // 2, len(GOOD) - 1])
def test_a_file_cut_short_is_called_broken(cut: int) -> None:
    """And not read in part."""
    assert "found one that is broken" in refusal(GOOD[:cut])


def row_of(cells: int) -> bytes:
    return b'<row r="3">' + b"<c><v>1</v></c>" * cells + b"</row>"


XML: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "ends early": (lambda old: old[:-30], "broken"),
    "declares entities": (lambda old: b'<!DOCTYPE x [<!ENTITY a "b">]>' + old, "document type"),
    "rows backwards": (lambda old: old.replace(b'<row r="2"', b'<row r="1"'), "rows in their order"),
    "a cell twice": (lambda old: old.replace(b'r="B2"', b'r="A2"'), "cells in their order"),
    "a row without end": (
        lambda old: old.replace(b"</sheetData>", row_of(80_000) + b"</sheetData>"),
        "row 3",
    ),
    "a row in a row": (lambda old: old.replace(b"</row>", b'<row r="9"/></row>', 1), "rows in their order"),
    "a row beyond all rows": (
        lambda old: old.replace(b'<row r="2"', b'<row r="1048577"'),
        "rows in their order",
    ),
    "strict": (
        lambda old: old.replace(soundness.MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
        "Strict Open XML",
    ),
}


@pytest.mark.parametrize("what", XML)
def test_a_sheet_that_would_be_read_wrongly_or_without_end_is_refused(what: str) -> None:
    """Before anything of it is taken."""
    change, says = XML[what]
    assert says in refusal(rewritten(GOOD, change))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/theme/theme1.xml", "docProps/core.xml"])
def test_a_bomb_is_refused_in_time(part: str) -> None:
    """What is a hundred kilobytes on the wire may not be gigabytes in memory."""
    bomb = rewritten(
        GOOD, lambda old: old.replace(b">", b">" + b" " * (soundness.LARGEST_PART + 10), 1), part
    )
    assert len(bomb) < 200_000
    assert "at most 64000000 bytes" in refusal(bomb)
    many = rewritten(GOOD, lambda _: b"<sst>" + b"<si/>" * (soundness.MOST_ELEMENTS + 1) + b"</sst>", part)
    assert "at most 3000000 elements" in refusal(many)


def test_an_archive_of_too_many_files_is_not_even_listed() -> None:
    """The list alone would fill the memory."""
    assert "far too many files" in refusal(archive(**{f"part{n:050}": b"" for n in range(11_000)}))


def test_a_part_with_a_password_is_called_that() -> None:
    """Zip has passwords of its own."""
    at = GOOD.index(b"PK\1\2") + 8
    assert "without a password" in refusal(GOOD[:at] + b"\1" + GOOD[at + 1 :])
