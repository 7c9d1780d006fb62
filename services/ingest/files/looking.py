"""A look at all of a file, while it is stored or later."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from services.ingest.files import contents, headings
from services.ingest.files.columns import Columns
from services.ingest.files.encoding import Scan
from services.ingest.files.headings import Headings
from shared.errors import UnreadableError


class Looked(NamedTuple):
    """What a look tells."""

    digest: str
    size: int
    """In bytes."""
    head: bytes
    encoding: str
    headings: Headings | UnreadableError
    nearest: Headings | None = None
    """The row most like headings, also where none has all that is required."""


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

    def looked(self, columns: Columns) -> Looked:
        """What all pieces together tell."""
        encoding, nearest = "utf-8", None
        found: Headings | UnreadableError
        try:
            encoding = self._scan.encoding()
            candidates = list(contents.candidates(self._first, encoding))
            nearest = headings.nearest(columns, candidates)
            found = self._found(columns, candidates)
        except UnreadableError as error:
            found = error
        return Looked(self._digest.hexdigest(), self._size, self._first, encoding, found, nearest)

    def _found(self, columns: Columns, candidates: list[Headings]) -> Headings:
        if not self._first:
            raise UnreadableError("expected a file with rows, found nothing")
        return headings.find(columns, candidates)


def look(columns: Columns, pieces: Iterator[bytes]) -> Looked:
    """Look at all of a file."""
    looking = Looking(pieces)
    for _ in looking:
        pass
    return looking.looked(columns)
