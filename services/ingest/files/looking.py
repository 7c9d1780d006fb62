"""A look at all of a file."""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from services.ingest.files import contents, documents, headings, items, workbook
from services.ingest.files.columns import Columns
from services.ingest.files.encoding import Scan
from services.ingest.files.headings import Headings
from services.ingest.reading import Document
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


class _Looking:
    """Sees each piece of a file.

    A workbook is read from its end: from `whole`, the same file open for that, or from what is kept of it.
    """

    def __init__(self, whole: IO[bytes] | None) -> None:
        self._whole = whole
        self._scan = Scan()
        self._digest = sha256()
        self._size = 0
        self._first = b""
        self._kept: IO[bytes] | None = None

    def see(self, piece: bytes) -> None:
        """The next piece."""
        self._first = self._first or piece
        self._digest.update(piece)
        self._size += len(piece)
        if not self._first.startswith(workbook.ARCHIVE):
            self._scan.see(piece)
        elif self._whole is None:
            self._kept = self._kept or TemporaryFile()  # noqa: SIM115 - closed once it was looked at
            self._kept.write(piece)

    def looked(self, columns: Columns) -> Looked:
        """What all pieces together tell."""
        encoding, nearest = "utf-8", None
        found: Headings | UnreadableError
        try:
            encoding, candidates = self._items() if columns.feed.items else self._candidates()
            nearest = headings.nearest(columns, candidates)
            found = headings.find(columns, candidates)
        except UnreadableError as error:
            found = error
        return Looked(self._digest.hexdigest(), self._size, self._first, encoding, found, nearest)

    def _candidates(self) -> tuple[str, list[Headings]]:
        if self._first.startswith(workbook.ARCHIVE):
            return "utf-8", self._sheets()
        workbook.refuse_others(self._first)
        encoding = self._scan.encoding()
        if not self._first:
            raise UnreadableError("expected a file with rows, found nothing")
        return encoding, list(contents.candidates(self._first, encoding))

    def _items(self) -> tuple[str, list[Headings]]:
        encoding = self._scan.encoding()
        return encoding, [items.headings(self._first, encoding)]

    def _sheets(self) -> list[Headings]:
        with nullcontext(self._whole) if self._whole else (self._kept or TemporaryFile()) as file:
            workbook.check(file)
            return list(workbook.candidates(file))


def look(columns: Columns, pieces: Iterable[bytes], whole: IO[bytes] | None = None) -> Looked:
    """Look at all of a file. A large workbook takes long, a minute for some hundred megabytes unpacked.

    `whole`: the same file, where it is open already and can be read anywhere.
    """
    if document := columns.feed.document:
        return _look_at(document, columns, pieces)
    looking = _Looking(whole)
    for piece in pieces:
        looking.see(piece)
    return looking.looked(columns)


def _look_at(document: Document, columns: Columns, pieces: Iterable[bytes]) -> Looked:
    digest, size, first = sha256(), 0, b""

    def counted() -> Iterator[bytes]:
        nonlocal size, first
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            first = first or piece
            yield piece

    found: Headings | UnreadableError
    all_pieces = counted()
    try:
        found = documents.headings(columns.feed, document, all_pieces)
    except UnreadableError as error:
        found = error
    deque(all_pieces, maxlen=0)  # of a file that is too large there are more
    return Looked(digest.hexdigest(), size, first, "utf-8", found)
