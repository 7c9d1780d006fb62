"""Where bars and lines of drawings stand."""

from typing import Any

from services.console.plots import HIGH, WIDE, columns, parts, span
from services.console.tree import LINE, drawn


def told(by: str, of: str | None, referral: str = "", placed_on: str | None = None) -> dict[str, Any]:
    return {
        "by": by,
        "by_name": by,
        "referral": referral or f"{by} {of}",
        "referred": of,
        "name": of,
        "placed_on": placed_on,
    }


def test_columns_fill_the_plot() -> None:
    """The highest is as high as it, nothing is empty, and little is still seen."""
    low, none, high = columns([("a", 1), ("b", None), ("c", 1_000)])
    assert (high.height, high.y, none.height, low.height) == (HIGH, 0, 0, 2)
    assert high.x + high.width == WIDE
    assert columns([]) == []
    assert columns([("a", 0)])[0].height == 0
    assert columns([("a", 5)], 10)[0].height == HIGH / 2


def test_bars_are_of_a_hundred() -> None:
    """A span on its scale; parts that make a whole; nothing of nothing."""
    assert span(20, 30, 40, 80) == (25, 25, 37.5)
    assert [(one.begins, one.length) for one in parts([3, 0, 1])] == [(0, 75), (75, 0), (75, 25)]
    assert parts([0, 0]) == []
    assert span(0, 0, 0, 0) == (0, 0, 0)
    assert span(50, 50, 50, 100, 40) == (16.7, 1, 16.7)


def test_whom_somebody_told_of_stands_beside_them() -> None:
    """The first on their own line, the others below; each once."""
    found = drawn(
        [told("ann", "bo"), told("ann", "cy"), told("bo", "di", placed_on="2026-01-01"), told("ed", None)]
    )
    places = {node.name: (node.x // 200, node.y // LINE) for node in found.nodes}
    assert places == {
        "ann": (0, 0),
        "bo": (1, 0),
        "di": (2, 0),
        "cy": (1, 1),
        "ed": (0, 2),
        "Somebody": (1, 2),
    }
    assert [line.placed for line in found.lines] == [False, False, True, False]
    assert [node.name for node in found.nodes if node.placed] == ["di"]


def test_a_circle_and_two_who_told_of_one_are_drawn_once() -> None:
    """Nobody walks around for ever, whatever feeds say."""
    found = drawn([told("ann", "bo"), told("bo", "ann"), told("cy", "bo"), told("di", "di")])
    assert sorted(node.name for node in found.nodes) == ["ann", "bo", "cy", "di"]
    assert len(found.lines) == 4
    assert drawn([]) == ([], [], 210, 0)


def test_a_deep_chain_is_drawn() -> None:
    """A thousand one after the other."""
    found = drawn([told(str(number), str(number + 1)) for number in range(1_000)])
    assert (len(found.nodes), found.height) == (1_001, LINE)
