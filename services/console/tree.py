"""Who told us of whom, drawn from left to right: whom somebody told of stands beside them. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from services.console.services import Json

LINE = 40
"""Units between two lines."""
STEP = 210
"""Units from one step to the next."""
EDGE = 14
LONGEST = 24
"""Letters of a name in the drawing; the list beside it has all."""


class Node(NamedTuple):
    """Somebody in the drawing."""

    x: int
    y: int
    name: str
    person: str | None
    placed: bool
    """Whether a referral of them led to a placement."""


class Line(NamedTuple):
    """That one told of the other."""

    path: str
    placed: bool


class Drawing(NamedTuple):
    """Everything, and how large it is."""

    nodes: list[Node]
    lines: list[Line]
    width: int
    height: int


@dataclass
class _Pen:
    """Draws somebody once, below what was drawn before."""

    told: Mapping[str, Sequence[Json]]
    nodes: dict[str, Node] = field(default_factory=dict)
    line: int = 0
    depth: int = 0

    def draw(self, who: str, name: str, person: str | None, *, placed: bool) -> None:
        """Somebody and all they told of, without walking into anybody twice."""
        waiting = [(who, name, person, placed, 0)]
        while waiting:
            key, called, id_, came, depth = waiting.pop()
            if key in self.nodes:
                continue
            self.line += depth <= self.depth  # the first somebody told of stands on their own line
            self.depth = depth
            self.nodes[key] = Node(EDGE + depth * STEP, self.line * LINE - EDGE, called, id_, came)
            below = [
                (key_of(one), _named(one["name"]), one["referred"], bool(one["placed_on"]), depth + 1)
                for one in self.told.get(key, ())
            ]
            waiting += reversed(below)


def drawn(referrals: Iterable[Json]) -> Drawing:
    """The drawing of some referrals; whom nobody told us of stands at the left."""
    told: dict[str, list[Json]] = {}
    for one in referrals:
        told.setdefault(one["by"], []).append(one)
    heard_of = {key_of(one) for some in told.values() for one in some}
    pen = _Pen(told)
    # Those that are left walk in a circle: any of them may begin.
    for who in sorted(told, key=lambda each: each in heard_of):
        pen.draw(who, _named(told[who][0]["by_name"]), who, placed=False)
    lines = [_line(pen.nodes[by], pen.nodes[key_of(one)], one) for by, some in told.items() for one in some]
    width = max((node.x for node in pen.nodes.values()), default=0) + STEP
    return Drawing(list(pen.nodes.values()), lines, width, pen.line * LINE)


def key_of(one: Json) -> str:
    """Whom they told of: the person, or else the referral itself."""
    return str(one["referred"] or one["referral"])


def _named(name: str | None) -> str:
    said = name or "Somebody"
    return said if len(said) <= LONGEST else f"{said[: LONGEST - 1]}…"


def _line(one: Node, other: Node, referral: Json) -> Line:
    bend = (one.x + other.x) // 2
    curve = f"M{one.x} {one.y}C{bend} {one.y} {bend} {other.y} {other.x} {other.y}"
    return Line(curve, bool(referral["placed_on"]))
