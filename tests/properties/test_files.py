"""For any damage to a file: each of its rows ends in facts or in quarantine, or the file is refused whole."""

import io
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from vocabulary import workbooks
from vocabulary.payloads import placement, table

from services.ingest import trial
from services.ingest.feeds import bullhorn, jobs, placements
from services.ingest.files import contents
from services.ingest.files.columns import Columns
from services.ingest.files.looking import Looked, look
from services.ingest.reading import FileFeed, Source
from services.ingest.trial import Trial
from shared.errors import UnreadableError

NOW = datetime(2026, 3, 10, tzinfo=UTC)
ROWS = 6
PLACED = [placement(placement_id=f"P{n}", person_id=f"C{n}", consent="yes") for n in range(ROWS)]
POSTED = [
    {
        "job_id": f"J{n}",
        "title": "Engineer",
        "posted_on": "2026-03-02",
        "pay_from": "7",
        "url": "https://a.example",
    }
    for n in range(ROWS)
]
LOADED = [
    {
        "id": f"{n}",
        "candidate.id": f"{n}",
        "dateBegin": "3/2/26 0:00",
        "dateEnd": "",
        "status ": "Approved ",
        "employmentType": "Contract",
    }
    for n in range(ROWS)
]
assert bullhorn.FEED.files
FILES: dict[str, tuple[FileFeed, list[dict[str, str]]]] = {
    "placements": (placements.FEED, PLACED),
    "jobs": (jobs.FEED, POSTED),
    "bullhorn": (bullhorn.FEED.files, LOADED),
}
WORKBOOKS = {name: workbooks.table(rows) for name, (_, rows) in FILES.items()}
ODD = ("", " ", "#N/A", "2026-02-30", "01/02/2026", "-1", "1e999", "=1+1", "\0", "x" * 3000, '"', "\u2028")
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.sampled_from(ODD))
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="="), max_size=20),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.none(),
    st.sampled_from(["#N/A", "#REF!", "2026-02-30", "x" * 3000]),
)
Changes = list[tuple[int, int]]
BYTES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8)


def tried(feed: FileFeed, content: bytes) -> tuple[Looked, Trial]:
    """What becomes of a file; whatever is not foreseen fails the test."""
    columns = Columns(feed)
    looked = look(columns, [content])
    source = Source("demo", looked.digest, NOW, NOW.date())
    return looked, trial.run(columns, looked, lambda: [content], source)


def filled(looked: Looked, content: bytes) -> int:
    """The rows below the headings that hold anything."""
    assert not isinstance(looked.headings, UnreadableError)
    layout = contents.Layout(looked.encoding, looked.headings.delimiter, looked.headings.sheet)
    below = (each for each in contents.records([content], layout) if each.number > looked.headings.row)
    return sum(1 for each in below if each.problem or any(cell.strip() for cell in each.cells))


def accounted(feed: FileFeed, content: bytes) -> Trial:
    """The file was refused with a reason, or each of its rows was taken or refused with one."""
    looked, found = tried(feed, content)
    if isinstance(looked.headings, UnreadableError):
        assert looked.headings.reason.startswith("expected ")
        assert (found.taken, found.refused) == (0, 0)
    else:
        assert found.taken + found.refused == filled(looked, content)
        assert all(one.reason.startswith("expected ") for one in found.refusals)
        assert not any("to be handled" in one.reason for one in found.refusals), found.refusals
    return found


def changed(content: bytes, changes: Changes) -> bytes:
    """The same bytes with some of them changed."""
    spoilt = bytearray(content)
    for place, value in changes:
        spoilt[place % len(spoilt)] = value
    return bytes(spoilt)


@given(st.sampled_from(sorted(FILES)), BYTES)
def test_a_text_with_other_bytes_is_refused_or_accounted_for(name: str, changes: Changes) -> None:
    """Row by row, whatever the encoding looks like then."""
    feed, rows = FILES[name]
    accounted(feed, changed(table(rows), changes))


@given(st.sampled_from(sorted(FILES)), st.integers(0, ROWS - 1), st.data(), TEXTS)
def test_a_cell_of_a_text_with_anything_in_it_costs_its_row_at_most(
    name: str, number: int, data: st.DataObject, value: str
) -> None:
    """The other rows are taken."""
    feed, rows = FILES[name]
    column = data.draw(st.sampled_from(sorted(rows[0])))
    spoilt = [row | {column: value} if place == number else row for place, row in enumerate(rows)]
    found = accounted(feed, table(spoilt))
    assert (found.taken >= ROWS - 1, found.taken + found.refused) == (True, ROWS)


@given(st.sampled_from(sorted(FILES)), st.integers(2, ROWS + 1), st.integers(1, 5), VALUES)
@settings(deadline=None)
def test_a_cell_of_a_workbook_with_anything_in_it_costs_its_row_at_most(
    name: str,
    row: int,
    column: int,
    value: Any,  # noqa: ANN401 - whatever a cell may hold
) -> None:
    """The other rows are taken."""
    feed, _ = FILES[name]
    book = load_workbook(io.BytesIO(WORKBOOKS[name]))
    book.worksheets[0].cell(row, column, value)
    found = accounted(feed, workbooks.saved(book))
    assert (found.taken >= ROWS - 1, found.taken + found.refused) == (True, ROWS)


@given(st.sampled_from(sorted(FILES)), BYTES)
@settings(deadline=None)
def test_a_workbook_with_other_bytes_is_refused_or_accounted_for(name: str, changes: Changes) -> None:
    """The archive itself, as a line or a disk spoils it."""
    accounted(FILES[name][0], changed(WORKBOOKS[name], changes))


@given(st.sampled_from(sorted(FILES)), st.data(), BYTES)
@settings(deadline=None, max_examples=500)
def test_a_workbook_with_other_parts_is_refused_or_accounted_for(
    name: str, data: st.DataObject, changes: Changes
) -> None:
    """As a program writes it that is in error: the archive is whole, and what stands in it is not."""
    content = WORKBOOKS[name]
    with ZipFile(io.BytesIO(content)) as archive:
        part = data.draw(st.sampled_from([workbooks.SHEET, *sorted(archive.namelist())]))
    accounted(FILES[name][0], workbooks.rewritten(content, lambda old: changed(old, changes), part))
