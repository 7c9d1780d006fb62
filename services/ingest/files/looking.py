"""A look at all of a file, while it is stored or later."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from services.ingest.files import headings
from services.ingest.files.encoding import Scan
from services.ingest.files.headings import Headings
from services.ingest.reading import FileFeed
from shared.errors import UnreadableError


class Looked(NamedTuple):
    """What a look tells."""

    digest: str
    size: int
    """In bytes."""
    head: bytes
    encoding: str
    headings: Headings | UnreadableError


class Looking:
    """Passes a file's pieces on and looks at each."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._scan = Scan()
        self._digest = sha256()
        self._size = 0
        self._first = b""

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._first = self._first or piece
            self._scan.see(piece)
            self._digest.update(piece)
            self._size += len(piece)
            yield piece

    def looked(self, feed: FileFeed) -> Looked:
        """What all pieces together tell."""
        encoding = "utf-8"
        found: Headings | UnreadableError = UnreadableError("expected a file with rows, found nothing")
        try:
            encoding = self._scan.encoding()
            if self._first:
                found = headings.find(feed, self._first.decode(encoding, "replace"))
        except UnreadableError as error:
            found = error
        return Looked(self._digest.hexdigest(), self._size, self._first, encoding, found)


def look(feed: FileFeed, pieces: Iterator[bytes]) -> Looked:
    """Look at all of a file."""
    looking = Looking(pieces)
    for _ in looking:
        pass
    return looking.looked(feed)
