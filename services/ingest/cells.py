"""Cells of a row, read one by one; what is wrong is said with the column."""

import re

from services.ingest.reading import Cells
from shared.errors import UnreadableError

LONGEST = 2_000
"""Characters of one cell; more is a file whose quotes went wrong."""
YES, NO = ("yes", "y", "true", "1"), ("no", "n", "false", "0")
ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!")
)
"""What a spreadsheet shows where a formula came to nothing, in workbooks as in what is saved from them."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def text(cells: Cells, column: str, longest: int = LONGEST) -> str | None:
    """The cell's text, `None` when empty; a formula is text like any other."""
    found = cells.get(column, "").strip()
    if len(found) > longest:
        raise UnreadableError(f"expected at most {longest} characters, found {len(found)}", field=column)
    if _CONTROL.search(found):
        raise UnreadableError("expected text, found a control character", field=column)
    if found in ERRORS:
        raise UnreadableError(f"expected something, found a spreadsheet's error {found}", field=column)
    return found or None


def readable(cells: Cells, column: str) -> str | None:
    """The cell's text, `None` also when it cannot be read."""
    try:
        return text(cells, column)
    except UnreadableError:
        return None


def needed(cells: Cells, column: str) -> str:
    """The cell's text; `UnreadableError` when empty."""
    found = text(cells, column)
    if found is None:
        raise UnreadableError("expected something, found an empty cell", field=column)
    return found


def yes_or_no(cells: Cells, column: str) -> bool | None:
    """True for yes, False for no, `None` for an empty cell."""
    found = (text(cells, column) or "").lower()
    if found in YES:
        return True
    if found in NO:
        return False
    if found:
        raise UnreadableError("expected yes, no or an empty cell, found something else", field=column)
    return None
