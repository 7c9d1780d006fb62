"""Where in a file its headings stand."""

from collections.abc import Iterable
from typing import NamedTuple

from services.ingest.files.columns import Columns
from services.ingest.files.records import Record
from shared.errors import UnreadableError

PREAMBLE = 40
"""Rows in which the headings are looked for."""
MOST_COLUMNS = 200
"""A wider file is none of ours, and each of its rows would be kept with all its headings."""

MOST_SHOWN, LONGEST_SHOWN = 20, 60
"""Unknown headings that a sender is told, and the characters of each."""


class Headings(NamedTuple):
    """The row of headings."""

    row: int
    """Counted from 1."""
    names: tuple[str, ...]
    delimiter: str = ","
    sheet: str | None = None
    """Of a workbook: which one they stand in."""


def names(record: Record) -> tuple[str, ...]:
    """A row's cells as headings."""
    return tuple(cell.strip().lstrip("\ufeff") for cell in record.cells)


def find(columns: Columns, candidates: Iterable[Headings]) -> Headings:
    """The first row that has all required headings; `UnreadableError` says what is missing and was found."""
    found = nearest(columns, candidates)
    if found is None or columns.missing(found.names):
        raise UnreadableError(_complaint(columns, found), field="columns")
    if len(found.names) > MOST_COLUMNS:
        raise UnreadableError(
            f"expected at most {MOST_COLUMNS} columns, found {len(found.names)}", field="columns"
        )
    return found


def nearest(columns: Columns, candidates: Iterable[Headings]) -> Headings | None:
    """The row that is most like headings: of required columns, then of any, then of cells that are filled.

    The first of those that are alike; the very first that has all that is required.
    """

    def likeness(each: Headings) -> tuple[int, int, int]:
        missing = len(columns.missing(each.names))
        return (-missing, *((len(columns.present(each.names)), _filled(each)) if missing else (0, 0)))

    return max(candidates, key=likeness, default=None)


def unknown(columns: Columns, found: Iterable[str]) -> list[str]:
    """Headings that are no column of the feed, as they stand there: what is under them is not read."""
    unread = dict.fromkeys(name[:LONGEST_SHOWN] for name in found if name and columns.of(name) is None)
    return list(unread)[:MOST_SHOWN]


def _filled(candidate: Headings) -> int:
    return sum(bool(name) for name in candidate.names)


def _complaint(columns: Columns, found: Headings | None) -> str:
    required = sorted(columns.needed(found.names if found else ()))
    expected = f"expected the columns {_listed(columns, required)}"
    missing = columns.missing(found.names) if found else required
    if found is None or len(missing) == len(required):
        # A row without any of them may be somebody's: it is not quoted.
        return f"{expected} in the first {PREAMBLE} rows, found none of them"
    # Only headings the feed knows: any other cell may be somebody's name, and this is announced in the open.
    present = columns.present(found.names)
    known = _listed(columns, (column for column in columns.feed.columns if column in present))
    return f"{expected}; missing: {_listed(columns, missing)}; found: {known}"


def _listed(columns: Columns, wanted: Iterable[str]) -> str:
    return ", ".join(map(columns.heading, wanted))
