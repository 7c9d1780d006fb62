"""Where in a TOML file something stands: the line of each key and of each element of a list."""

from collections.abc import Iterator

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

Path = tuple[str | int, ...]
"""Keys and places in lists, from the top."""


class Places:
    """The lines of a TOML text that was read without an error."""

    def __init__(self, text: str) -> None:
        parser = Parser(Language(tree_sitter_toml.language()))
        self._lines = dict(_document(parser.parse(text.encode()).root_node))

    def line(self, path: Path) -> int:
        """The line, from 1, of what stands at a path, or else of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self._lines:
                return self._lines[path[:length]]
        return 1


def _document(root: Node) -> Iterator[tuple[Path, int]]:
    for child in root.named_children:
        if child.type == "pair":
            yield from _pair(child, ())
        elif child.type in {"table", "table_array_element"}:
            yield from _table(child)


def _table(node: Node) -> Iterator[tuple[Path, int]]:
    name, *pairs = node.named_children
    path = _keys(name)
    for length in range(1, len(path) + 1):
        yield path[:length], _line(node)
    for pair in pairs:
        if pair.type == "pair":
            yield from _pair(pair, path)


def _pair(node: Node, table: Path) -> Iterator[tuple[Path, int]]:
    key, value = (child for child in node.named_children if child.type != "comment")
    path = table + _keys(key)
    yield path, _line(node)
    yield from _value(value, path)


def _value(node: Node, path: Path) -> Iterator[tuple[Path, int]]:
    elements = [child for child in node.named_children if child.type != "comment"]
    if node.type == "array":
        for place, element in enumerate(elements):
            yield (*path, place), _line(element)
    elif node.type == "inline_table":
        for pair in elements:
            yield from _pair(pair, path)


def _keys(node: Node) -> Path:
    if node.type == "dotted_key":
        return tuple(key for child in node.named_children for key in _keys(child))
    text = (node.text or b"").decode()
    return (text[1:-1] if node.type == "quoted_key" else text,)


def _line(node: Node) -> int:
    return node.start_point.row + 1
