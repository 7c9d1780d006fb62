"""A look at all of a file, while it is stored or at another time."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from services.ingest.files import contents, headings, workbook
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
    """Passes a file's pieces on and looks at each; of a workbook, read from its end, it keeps all."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self._scan = Scan()
        self._digest = sha256()
        self._size = 0
        self._first = b""
        self._kept: IO[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._first = self._first or piece
            self._digest.update(piece)
            self._size += len(piece)
            self._see(piece)
            yield piece

    def _see(self, piece: bytes) -> None:
        if not self._first.startswith(workbook.ARCHIVE):
            self._scan.see(piece)
            return
        self._kept = self._kept or TemporaryFile()  # noqa: SIM115 - closed once it was looked at
        self._kept.write(piece)

    def looked(self, columns: Columns) -> Looked:
        """What all pieces together tell."""
        encoding, nearest = "utf-8", None
        found: Headings | UnreadableError
        try:
            encoding, candidates = self._candidates()
            nearest = headings.nearest(columns, candidates)
            found = headings.find(columns, candidates)
        except UnreadableError as error:
            found = error
        return Looked(self._digest.hexdigest(), self._size, self._first, encoding, found, nearest)

    def _candidates(self) -> tuple[str, list[Headings]]:
        if self._kept:
            with self._kept as file:
                workbook.check(file)
                return "utf-8", list(workbook.candidates(file))
        workbook.refuse_others(self._first)
        encoding = self._scan.encoding()
        if not self._first:
            raise UnreadableError("expected a file with rows, found nothing")
        return encoding, list(contents.candidates(self._first, encoding))


def look(columns: Columns, pieces: Iterable[bytes]) -> Looked:
    """Look at all of a file. A large workbook takes long, a minute for some hundred megabytes unpacked."""
    looking = Looking(pieces)
    for _ in looking:
        pass
    return looking.looked(columns)
