"""One row of a file as it is kept: its headings and cells, or the line that could not be taken apart."""

import re
from functools import lru_cache
from hashlib import sha256

import msgspec

from services.ingest.files.columns import NONE, Columns, Meanings
from services.ingest.identity import keys
from services.ingest.payload import decode
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Source
from shared.errors import UnreadableError

_BETWEEN = re.compile(r"[\s,;|\"<>]+")
_LIKE_A_KEY = re.compile(r"@|/in/")


class RawRow(msgspec.Struct, omit_defaults=True):
    """A row with the headings it stood under, so that a mended feed can read it again."""

    cells: list[tuple[str, str]] = []
    line: str | None = None
    problem: str | None = None
    """Why `line` could not be taken apart."""
    mapping: dict[str, str | None] = {}
    """What the agency had said of its headings when the file came."""


def read(feed: FileFeed, raw: bytes, source: Source) -> Reading:
    """What a kept row says; `UnreadableError` names the column."""
    row = decode(raw, RawRow)
    if row.problem is not None:
        raise UnreadableError(row.problem)
    return feed.read_row(named(feed, row.cells, row.mapping), source)


def thing(feed: FileFeed, raw: bytes) -> str:
    """What a row is about within its feed's files; the row itself where that cannot be read."""
    row = decode(raw, RawRow)
    if row.line is not None:
        return sha256(row.line.strip().encode()).hexdigest()
    return feed.thing(named(feed, row.cells, row.mapping)) or sha256(raw).hexdigest()


def mentioned(feed: FileFeed, raw: bytes) -> Keys:
    """The keys of whom a row seems to speak that cannot be read."""
    row = decode(raw, RawRow)
    if row.line is not None:
        return Keys(keys.among(*(word for word in _BETWEEN.split(row.line) if _LIKE_A_KEY.search(word))))
    return feed.mentions(named(feed, row.cells, row.mapping))


def named(feed: FileFeed, cells: list[tuple[str, str]], mapping: Meanings = NONE) -> Cells:
    """The cells by the feed's own names."""
    return _columns(feed, tuple(mapping.items())).named(cells)


@lru_cache(maxsize=16)
def _columns(feed: FileFeed, mapping: tuple[tuple[str, str | None], ...]) -> Columns:
    """All rows of a file have them in common."""
    return Columns(feed, dict(mapping))
