"""Where bars of plots stand. Pure: numbers in, numbers out; the templates draw."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

WIDE = 320
"""Units of a plot of columns; its labels are as large as the page's words where it is drawn that wide."""
HIGH = 96
GAP = 8
LEAST = 2
"""Units that the smallest column is high, so that it is seen."""


class Column(NamedTuple):
    """A column of a plot; one without a value is empty."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: float | None
    middle: float


class Span(NamedTuple):
    """From where to where a bar goes, and where its mark is, of a hundred."""

    begins: float
    length: float
    mark: float


def columns(values: Sequence[tuple[str, float | None]], most: float | None = None) -> list[Column]:
    """One column for each labelled value, the highest as high as the plot unless `most` says more."""
    top = max([most or 0, *(value or 0 for _, value in values)]) or 1
    width = (WIDE - GAP * (len(values) - 1)) / max(len(values), 1)
    return [_column(number, label, value, width, top) for number, (label, value) in enumerate(values)]


def _column(number: int, label: str, value: float | None, width: float, top: float) -> Column:
    x, height = number * (width + GAP), max(LEAST, HIGH * value / top) if value else 0
    return Column(_(x), _(HIGH - height), _(width), _(height), label, value, _(x + width / 2))


def span(lower: float, mark: float, upper: float, most: float, least: float = 0) -> Span:
    """A bar on a scale from `least` to `most`; one with both ends at one place is still seen."""
    scale = 100 / ((most - least) or 1)
    length = max(scale * (upper - lower), 1) if upper > least else 0
    return Span(_(scale * (lower - least)), _(length), _(scale * (mark - least)))


def parts(values: Iterable[float]) -> list[Span]:
    """Bars one after the other that make a hundred; none where there is nothing."""
    each, found, begins = list(values), list[Span](), 0.0
    for value in each if sum(each) else []:
        length = 100 * value / sum(each)
        found.append(Span(_(begins), _(length), _(begins)))
        begins += length
    return found


def _(number: float) -> float:
    return round(number, 1)
