"""Records of a file, and how a CSV has them: numbered as a person counts a spreadsheet's rows."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from services.ingest.cells import LONGEST


class Record(NamedTuple):
    """One record, which may span several lines."""

    number: int
    cells: list[str]
    text: str
    """Its lines, whole."""
    problem: str | None = None
    """Why it could not be taken apart; `cells` is empty then."""
    separated: bool = True
    """Whether a sign stands between its cells: then one too many is a quote gone wrong, elsewhere a note."""


class _Lines:
    """Gives lines, remembers those of the current record, and takes some back."""

    def __init__(self, source: Iterable[str]) -> None:
        self._source = iter(source)
        self._back: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._source)
        self._taken.append(line)
        return line

    def record(self) -> str:
        """The lines since the last record."""
        text = "".join(self._taken)
        self._taken.clear()
        return text

    def give_back_all_but_first(self) -> str:
        """A quote that is not closed swallows good lines: only the first one is to blame."""
        first, *rest = self._taken
        self._taken.clear()
        self._back.extendleft(reversed(rest))
        return first


def records(source: Iterable[str], delimiter: str) -> Iterator[Record]:
    """All records; a line whose quotes are wrong comes with its problem, and the next ones are read on."""
    lines = _Lines(source)
    number = 0
    while True:
        try:
            for cells in csv.reader(lines, delimiter=delimiter, strict=True):
                number += 1
                yield Record(number, cells, lines.record())
        except csv.Error:
            number += 1
            first = lines.give_back_all_but_first()
            yield _mended(number, first, delimiter) or Record(number, [], first, _problem(first, delimiter))
        else:
            return


def _mended(number: int, line: str, delimiter: str) -> Record | None:
    """A line whose quotes are right but for spaces behind some: a program padded its columns."""
    padded = rf'"[ \t]+(?={re.escape(delimiter)}|\r?\n?$)'
    plain = re.sub(padded, '"', line)
    try:
        found = list(csv.reader([plain], delimiter=delimiter, strict=True)) if plain != line else []
    except csv.Error:
        return None
    return Record(number, found[0], line) if found else None


def _problem(line: str, delimiter: str) -> str:
    """Why a line cannot be taken apart; whatever its quotes, one cell may not be longer than the limit."""
    if len(line) > csv.field_size_limit():
        return f"expected cells of at most {LONGEST} characters, found a line of {len(line)}"
    return f"expected cells separated by {delimiter!r} with quotes in pairs, found other quotes"
