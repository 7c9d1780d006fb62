"""Sheets of an .xlsx workbook as numbered rows of cells, a row at a time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from services.ingest.files import headings, soundness
from services.ingest.files.headings import Headings
from services.ingest.files.records import Record
from services.ingest.files.values import text
from shared.errors import UnreadableError

ARCHIVE = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an Office file of before 2007 begins, and any that has a password."""
OTHER = "expected an .xlsx workbook or CSV, found another kind of archive"
LOCKED = "EncryptedPackage".encode("utf-16-le")
TYPES = "[Content_Types].xml"
_WORKBOOK = re.compile(rb"(spreadsheetml|ms-excel)\.[A-Za-z.]*main\+xml")
"""What an archive says that it is, among its parts' types."""


def refuse_others(head: bytes) -> None:
    """`UnreadableError` for spreadsheets that begin so and that are none of ours."""
    if not head.startswith(COMPOUND):
        return
    if LOCKED in head:
        raise UnreadableError(
            "expected a workbook without a password, found one that has one: save it without"
        )
    raise UnreadableError(
        "expected .xlsx or CSV, found an old Office file or one with a password: save it as .xlsx"
    )


def check(file: IO[bytes]) -> None:
    """`UnreadableError` when the file is no workbook, is broken, or would be too much once it is unpacked."""
    with _as_broken():
        soundness.check_directory(file)
        with ZipFile(file) as archive:
            if TYPES not in archive.namelist():
                raise UnreadableError(OTHER)
            soundness.check(archive)
            if not _WORKBOOK.search(archive.read(TYPES)):
                raise UnreadableError(OTHER)


def candidates(file: IO[bytes]) -> Iterator[Headings]:
    """The rows at the beginning of each sheet that may be its headings; hidden sheets are not looked at."""
    with _opened(file) as book:
        for sheet in _shown(book):
            for record in islice(_records(sheet), headings.PREAMBLE):
                if any(cell.strip() for cell in record.cells):
                    yield Headings(record.number, headings.names(record), sheet=sheet.title)


def records(file: IO[bytes], title: str) -> Iterator[Record]:
    """All rows of a sheet, which was found among the candidates."""
    with _opened(file) as book:
        for sheet in _shown(book):
            if sheet.title == title:
                yield from _records(sheet)
                return
        raise UnreadableError("expected the sheet in which the headings were found, found it no more")


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[Workbook]:
    with _as_broken():
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()


def _shown(book: Workbook) -> Iterator[Worksheet]:
    return (sheet for sheet in book.worksheets if sheet.sheet_state == "visible")


def _records(sheet: Worksheet) -> Iterator[Record]:
    """Where the sheet breaks off, a last row says so: nothing is lost without a word."""
    number = 0
    try:
        with _as_broken():
            for number, cells in enumerate(_rows(sheet), 1):
                yield Record(number, cells, "\t".join(cells), separated=False)
    except UnreadableError as error:
        yield Record(number + 1, [], "", f"{error.reason}; nothing is read from this row on")


def _rows(sheet: Worksheet) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # type: ignore[attr-defined] # sheets of a workbook that is only read have it
    for row in sheet.iter_rows():
        cells = [text(cell) for cell in row]
        while cells and not cells[-1].strip():
            cells.pop()
        yield cells


@contextmanager
def _as_broken() -> Iterator[None]:
    try:
        yield
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        # The library raises whatever comes: a workbook is hundreds of kinds of parts, and each may be broken.
        raise UnreadableError(
            f"expected an .xlsx workbook, found one that is broken ({type(error).__name__}): save it anew"
        ) from error
