"""Workbooks as spreadsheet programs and agencies' systems write them, for tests."""

import io
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(
    *sheets: Sequence[Sequence[object]],
    hidden: Sequence[int] = (),
    formats: Mapping[str, str] = MappingProxyType({}),
) -> bytes:
    """A workbook of these sheets; `formats` shows cells otherwise: `{"B2": "00000"}`, of the first sheet."""
    book = Workbook()
    for number, rows in enumerate(sheets):
        sheet = book.worksheets[0] if number == 0 else book.create_sheet()
        sheet.sheet_state = "hidden" if number in hidden else "visible"
        for row in rows:
            sheet.append(list(row))
    for cell, shown in formats.items():
        book.worksheets[0][cell].number_format = shown
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Its bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows: Sequence[dict[str, str]]) -> bytes:
    """Rows as a workbook of one sheet, every cell a text."""
    return workbook([list(rows[0]), *([*row.values()] for row in rows)])


def rewritten(content: bytes, change: Callable[[bytes], bytes], part: str = SHEET) -> bytes:
    """The same archive with one of its parts changed."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            found = old.read(info)
            new.writestr(info.filename, change(found) if info.filename == part else found)
    return out.getvalue()
