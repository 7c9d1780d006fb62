"""A look at all of a file."""

from collections.abc import Iterable
from contextlib import nullcontext
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
            encoding, candidates = self._candidates()
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

    def _sheets(self) -> list[Headings]:
        with nullcontext(self._whole) if self._whole else (self._kept or TemporaryFile()) as file:
            workbook.check(file)
            return list(workbook.candidates(file))


def look(columns: Columns, pieces: Iterable[bytes], whole: IO[bytes] | None = None) -> Looked:
    """Look at all of a file. A large workbook takes long, a minute for some hundred megabytes unpacked.

    `whole`: the same file, where it is open already and can be read anywhere.
    """
    looking = _Looking(whole)
    for piece in pieces:
        looking.see(piece)
    return looking.looked(columns)
