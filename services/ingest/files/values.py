"""A sheet's values as text, as the same cell would stand in a CSV."""

import re
from datetime import date, datetime

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell

AnyCell = Cell | MergedCell | ReadOnlyCell | EmptyCell
WHOLE_BELOW = 1e15
"""Up to here a number's digits are all known."""
_NO_PART_OF_A_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def text(cell: AnyCell) -> str:
    """What a cell says; a moment is taken as its day, and a day of which only the month is shown as that."""
    value = cell.value
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value, cell.number_format)
        case date():
            return _day(value, cell.number_format)
        case _:
            return "" if value is None else str(value)


def _number(value: float, shown_as: str | None) -> str:
    """As many digits as a spreadsheet shows, and none after the point of a whole number."""
    if isinstance(value, int) or (abs(value) < WHOLE_BELOW and value.is_integer()):
        return _whole(int(value), shown_as)
    return format(value, ".15g")


def _whole(value: int, shown_as: str | None) -> str:
    """With the zeros before it that a number format shows."""
    zeros = len(shown_as) if shown_as and set(shown_as) == {"0"} else 0
    return str(value).zfill(zeros)


def _day(value: date, shown_as: str | None) -> str:
    day = value.date() if isinstance(value, datetime) else value
    parts = set(_NO_PART_OF_A_DATE.sub("", shown_as or "").lower())
    if "d" in parts or "y" not in parts:
        return day.isoformat()
    return f"{day:%Y-%m}" if "m" in parts else str(day.year)
