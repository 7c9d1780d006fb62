"""A file that is no table: its items as numbered records, under the feed's own names for their parts."""

from collections.abc import Iterable, Iterator

from services.ingest.files.headings import Headings
from services.ingest.files.records import Record
from services.ingest.reading import Document, FileFeed
from shared.errors import UnreadableError

LARGEST = 5_000_000
"""Bytes: such a file is held whole, and a publisher's has some hundred thousand at most."""
MOST_ITEMS = 5_000


def headings(feed: FileFeed, document: Document, pieces: Iterable[bytes]) -> Headings:
    """What its parts are called, before its first item; `UnreadableError` when none of it can be read."""
    _items(document, pieces)
    return Headings(0, tuple(feed.columns))


def records(feed: FileFeed, document: Document, pieces: Iterable[bytes]) -> Iterator[Record]:
    """The names, as record 0, and each item."""
    yield Record(0, list(feed.columns), "", separated=False)
    for number, item in enumerate(_items(document, pieces), 1):
        yield Record(number, [item.get(column, "") for column in feed.columns], "", separated=False)


def _items(document: Document, pieces: Iterable[bytes]) -> list[dict[str, str]]:
    content = bytearray()
    for piece in pieces:
        content += piece
        if len(content) > LARGEST:
            raise UnreadableError(f"expected at most {LARGEST} bytes, found more", field="file")
    items = document(bytes(content))
    if len(items) > MOST_ITEMS:
        raise UnreadableError(f"expected at most {MOST_ITEMS} items, found {len(items)}", field="file")
    return items
