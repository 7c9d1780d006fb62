"""A feed's columns, as an agency's files name them."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from unicodedata import normalize

from services.ingest.reading import Cells, FileFeed

Meanings = Mapping[str, str | None]
"""Which column stands under a heading, where an agency said so; `None`: what is under it is not read."""
NONE: Meanings = {}


class Columns:
    """Which heading is which column: as the agency said, and by name where it said nothing.

    A column that it gave a heading is found under that heading alone.
    """

    def __init__(self, feed: FileFeed, mapping: Meanings = NONE) -> None:
        self.feed = feed
        self.mapping = mapping
        said = {plain(heading): column for heading, column in mapping.items()}
        named = {column: names for column, names in feed.columns.items() if column not in said.values()}
        by_name = {plain(name): column for column, names in named.items() for name in names}
        self.kinds = (feed.required, *feed.instead)
        self._said = said
        self._columns: dict[str, str | None] = {**by_name, **said}

    def of(self, heading: str) -> str | None:
        """The column under a heading, if any."""
        return self._columns.get(plain(heading))

    def said_of(self, heading: str) -> bool:
        """Whether the agency said what stands under it."""
        return plain(heading) in self._said

    def present(self, headings: Iterable[str]) -> set[str]:
        """The columns under these headings."""
        return {column for heading in headings if (column := self.of(heading))}

    def needed(self, headings: Iterable[str]) -> frozenset[str]:
        """The columns without which the file says nothing: of its kind, where there are several."""
        present = self.present(headings)
        return min(self.kinds, key=lambda kind: len(kind - present))

    def missing(self, headings: Iterable[str]) -> list[str]:
        """Those of them that are under none of these headings."""
        names = tuple(headings)
        return sorted(self.needed(names) - self.present(names))

    def heading(self, column: str) -> str:
        """The heading that a column should have."""
        said = (heading for heading, meant in self.mapping.items() if meant == column)
        return next(said, self.feed.columns[column][0])

    def named(self, cells: Iterable[tuple[str, str]]) -> Cells:
        """A row's cells by column; of two columns of one name, the first that says something."""
        found: dict[str, str] = {}
        for heading, cell in cells:
            column = self.of(heading)
            if column is not None and not found.get(column):
                found[column] = cell.strip()
        return found


@lru_cache(maxsize=4096)
def plain(heading: str) -> str:
    """A heading without case, spaces and signs, its accents written the one way or the other.

    One that has only signs as it is.
    """
    composed = heading if heading.isascii() else normalize("NFC", heading)
    return re.sub(r"[\W_]+", "", composed).casefold() or heading.strip()
