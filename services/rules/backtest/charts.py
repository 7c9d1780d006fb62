"""Plots as geometry: what stands where, for the page to draw."""

from collections.abc import Iterable, Sequence
from math import ceil, log10
from typing import NamedTuple

from services.rules.backtest.report import Number, Pair

LABELS = 250
"""Room for the names beside bars, in the plot's own units."""
WIDTH = 900
ROW = 44
BAR = 13
HEIGHT = 260
AXIS = 46
"""Room for the numbers beside columns."""
VALUES = 96
"""Room for the numbers behind bars."""
STEPS = (1, 2, 2.5, 5, 10)


class Mark(NamedTuple):
    """One bar or column."""

    x: float
    y: float
    width: float
    height: float
    value: Number
    new: bool


class Group(NamedTuple):
    """A pair of them under one name."""

    name: str
    at: float
    """Its middle, across the marks."""
    marks: tuple[Mark, Mark]
    pair: Pair
    named: bool = True
    """Whether there is room for its name."""


class Tick(NamedTuple):
    """A line to read values by."""

    at: float
    value: str


class Chart(NamedTuple):
    """A plot of some width and height."""

    width: float
    height: float
    groups: Sequence[Group]
    ticks: Sequence[Tick]


def bars(pairs: Iterable[tuple[str, Pair]]) -> Chart:
    """Lying bars, two for each name."""
    named = list(pairs)
    scale = (WIDTH - LABELS - VALUES) / _top(named)
    groups = [_lying(name, pair, row, scale) for row, (name, pair) in enumerate(named)]
    return Chart(WIDTH, ROW * len(named), groups, ())


def _lying(name: str, pair: Pair, row: int, scale: float) -> Group:
    middle = ROW * row + ROW / 2
    before = Mark(LABELS, middle - BAR - 1, pair.in_force * scale, BAR, pair.in_force, new=False)
    after = Mark(LABELS, middle + 1, pair.new * scale, BAR, pair.new, new=True)
    return Group(name, middle, (before, after), pair)


def columns(pairs: Iterable[tuple[str, Pair]]) -> Chart:
    """Standing columns, two for each name, from left to right."""
    named = list(pairs)
    top = _top(named)
    scale, room = HEIGHT / top, (WIDTH - AXIS) / max(len(named), 1)
    every = ceil(len(named) / 14)
    groups = [
        _standing(name, pair, AXIS + room * place, room, scale)._replace(named=place % every == 0)
        for place, (name, pair) in enumerate(named)
    ]
    return Chart(
        WIDTH, HEIGHT, groups, [Tick(HEIGHT - value * scale, f"{value:,g}") for value in _steps(top)]
    )


def _standing(name: str, pair: Pair, left: float, room: float, scale: float) -> Group:
    width = min(room * 0.36, 26)
    middle = left + room / 2
    tall = (pair.in_force * scale, pair.new * scale)
    before = Mark(middle - width - 1, HEIGHT - tall[0], width, tall[0], pair.in_force, new=False)
    after = Mark(middle + 1, HEIGHT - tall[1], width, tall[1], pair.new, new=True)
    return Group(name, middle, (before, after), pair)


def _top(named: Sequence[tuple[str, Pair]]) -> float:
    most = max((max(pair.in_force, pair.new) for _, pair in named), default=0)
    return max(_step(most) * ceil(most / _step(most)), 1) if most else 1


def _steps(top: float) -> list[float]:
    step = _step(top)
    return [step * number for number in range(int(top / step) + 1)]


def _step(most: float) -> float:
    """A round number of which about four make the most."""
    rough = max(most / 4, 1)
    power: float = 10 ** int(log10(rough))
    return next(power * step for step in STEPS if power * step >= rough)
