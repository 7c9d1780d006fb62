"""A workbook taken apart into rows, without a database."""

import re
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from vocabulary.workbooks import rewritten, saved, workbook

from services.ingest.feeds.jobs import FEED
from services.ingest.files.columns import Columns
from services.ingest.files.contents import Layout, records
from services.ingest.files.headings import Headings
from services.ingest.files.looking import look
from services.ingest.files.rows import Split, split
from services.ingest.payload import decode
from services.ingest.rawrow import RawRow, named
from services.ingest.reading import Cells
from shared.errors import UnreadableError

HEAD = ["job_id", "title", "posted_on"]
JOB = ["J1", "Engineer", "2026-03-02"]


def headings(content: bytes) -> Headings:
    found = look(Columns(FEED), [content]).headings
    assert not isinstance(found, UnreadableError), found
    return found


def refusal(content: bytes) -> str:
    found = look(Columns(FEED), [content]).headings
    assert isinstance(found, UnreadableError), found
    return found.reason


def rows(content: bytes) -> list[Split]:
    found = headings(content)
    return list(split(records([content[:100], content[100:]], Layout("utf-8", "", found.sheet)), found.row))


def cells(row: Split) -> Cells:
    return named(FEED, decode(row.raw, RawRow).cells)


def shown(value: object, shown_as: str | None = None) -> str:
    """How a value in the third column stands there as text."""
    formats = {"C2": shown_as} if shown_as else {}
    (row,) = rows(workbook([HEAD, ["J1", "Engineer", value]], formats=formats))
    return cells(row).get("posted_on", "")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2 Mar 2026 ", "2 Mar 2026"),
        (date(2026, 3, 2), "2026-03-02"),
        (datetime(2026, 3, 2), "2026-03-02"),  # noqa: DTZ001 - sheets know no zones
        (datetime(2026, 3, 2, 23, 59, 59), "2026-03-02"),  # noqa: DTZ001 - as above
        (time(9, 30), "09:30:00"),
        (85000, "85000"),
        (85000.0, "85000"),
        (0.1 + 0.2, "0.3"),
        (1e300, "1e+300"),
        (True, "true"),
        (False, "false"),
        (None, ""),
        ("#N/A", "#N/A"),
    ],
)
def test_values_are_what_the_same_cell_is_in_a_csv(value: object, says: str) -> None:
    """A moment is its day, a whole number has no point."""
    assert shown(value) == says


@pytest.mark.parametrize(
    ("value", "shown_as", "says"),
    [
        (date(2026, 3, 1), "mmm-yy", "2026-03"),
        (date(2026, 3, 1), '[$-409]yyyy\\ "d"mm;@', "2026-03"),
        (date(2026, 3, 1), "yyyy", "2026"),
        (date(2026, 3, 1), "dd.mm.yyyy", "2026-03-01"),
        (date(2026, 3, 1), "m/d/yy h:mm", "2026-03-01"),
        (42, "00000", "00042"),
        (42, "0", "42"),
        (42, "0.00", "42"),
    ],
)
def test_no_more_is_read_than_is_shown(value: object, shown_as: str, says: str) -> None:
    """Of a day only the month, when that is all one sees; and an id's zeros."""
    assert shown(value, shown_as) == says


def test_a_serial_number_that_is_no_day_is_refused_by_its_row() -> None:
    """As an error of the cell."""
    assert shown(99_999_999, "yyyy-mm-dd") == "#VALUE!"


def test_rows_are_counted_as_the_sheet_counts_them() -> None:
    """Also below a preamble, across rows that are not there, and with empty ones at the end."""
    book = Workbook()
    sheet = book.worksheets[0]
    for place, row in ((3, HEAD), (4, JOB), (7, JOB), (9, ["", " "])):
        for column, value in enumerate(row, 1):
            sheet.cell(place, column, value)
    sheet["A1"] = "All jobs"
    sheet.cell(5000, 3).number_format = "yyyy"
    found = rows(saved(book))
    assert [row.number for row in found] == [4, 7]
    assert cells(found[0]) == {"job_id": "J1", "title": "Engineer", "posted_on": "2026-03-02"}


def test_the_first_sheet_with_the_headings_is_read() -> None:
    """Not the first one, and not a hidden one."""
    notes = [["About", "these jobs"]]
    content = workbook(notes, [HEAD, ["hidden", "", ""]], [HEAD, JOB], [HEAD, ["later", "", ""]], hidden=[1])
    assert headings(content) == Headings(1, tuple(HEAD), sheet="Sheet2")
    assert [cells(row)["job_id"] for row in rows(content)] == ["J1"]


def test_the_headings_of_a_hidden_sheet_are_none() -> None:
    """What nobody sees is not read."""
    assert "found none of them" in refusal(workbook([["Notes"]], [HEAD, JOB], hidden=[1]))


def test_what_stands_beside_the_table_is_not_read() -> None:
    """In a sheet it is a note; in a CSV it would be a quote gone wrong."""
    (row,) = rows(workbook([HEAD, [*JOB, None, "ask Ann"]]))
    assert "ask Ann" not in row.raw.decode()


def test_what_the_sheet_says_of_its_size_is_not_believed() -> None:
    """Some programs write anything there."""
    content = rewritten(workbook([HEAD, JOB]), lambda old: old.replace(b'ref="A1:C2"', b'ref="A1:A1"'))
    assert len(rows(content)) == 1


FORMULA = workbook([HEAD, ["J1", "=A1", "2026-03-02"]])
"""As a program writes it that never calculates."""


def test_a_formula_without_its_result_is_not_taken_for_nothing() -> None:
    """A spreadsheet program writes it down when it saves."""
    assert "found one without in row 2: open the file" in refusal(FORMULA)
    none = rewritten(
        FORMULA, lambda old: old.replace(b"<v></v>", b"").replace(b"<v/>", b"").replace(b"<v />", b"")
    )
    assert "found one without in row 2" in refusal(none)


@pytest.mark.parametrize(
    ("kind", "result", "says"), [("str", "Lead", "Lead"), ("str", "", ""), ("n", "7", "7")]
)
def test_a_formula_is_what_it_came_to(kind: str, result: str, says: str) -> None:
    """When the file was saved; a text may be empty."""
    cell = f'<c r="B2" t="{kind}"><f>A1</f><v>{result}</v></c>'
    content = rewritten(FORMULA, lambda old: re.sub(rb'<c r="B2".*?</c>', cell.encode(), old))
    assert cells(rows(content)[0])["title"] == says


def test_where_a_sheet_breaks_off_a_row_says_so() -> None:
    """What came before is taken, and what may be missing is not passed over."""
    content = rewritten(
        workbook([HEAD, JOB, ["J2", 7, "2026-03-02"], JOB]),
        lambda old: old.replace(b"<v>7</v>", b"<v>seven</v>"),
    )
    first, last = rows(content)
    assert (first.number, cells(first)["job_id"]) == (2, "J1")
    assert last.number == 3
    assert "nothing is read from this row on" in (decode(last.raw, RawRow).problem or "")
