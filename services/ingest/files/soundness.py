"""Whether a workbook can be read at all, and in little memory: asked of every part before one is read.

A workbook is an archive of XML parts; what is small on the wire may be anything once it is unpacked.
openpyxl holds one row of a sheet at a time, and any other part whole. It stops at what is not well formed, in
the midst of a sheet, and leaves out rows that are out of order.
"""

from collections.abc import Iterator
from typing import IO
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from shared.errors import UnreadableError

LARGEST_DIRECTORY = 1_000_000
"""Bytes of the archive's list of parts, which is held whole."""
LARGEST_WHOLE = 1_000_000_000
"""Bytes of all parts, unpacked."""
LARGEST_PART = 64_000_000
"""Bytes of one part without its rows, unpacked: that of all texts is the largest."""
MOST_ELEMENTS = 3_000_000
"""Elements of one part without its rows."""
LARGEST_ROW = 1_000_000
"""Bytes from the beginning of a row to the next."""
LAST_ROW = 1_048_576
"""As many as Excel has."""

PIECE = 64 * 1024
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"
ROW, CELL, FORMULA, RESULT = (f"{MAIN} {name}" for name in ("row", "c", "f", "v"))
MARKUP = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""How a part begins that is, or may be, XML, whatever its name."""


def check(archive: ZipFile) -> None:
    """Go through all parts; `UnreadableError` says what is wrong. The archive may raise what it likes."""
    total = 0
    for info in archive.infolist():
        if info.flag_bits & 1:
            raise UnreadableError("expected a workbook without a password, found one that has one")
        for piece in _checked(archive, info):
            total += len(piece)
            if total > LARGEST_WHOLE:
                raise _too_large(LARGEST_WHOLE)


def check_directory(file: IO[bytes]) -> None:
    """Refuse an archive whose list of parts is too long to be held."""
    size = file.seek(0, 2)
    file.seek(max(0, size - PIECE))
    end = file.read()
    alone = end[-22:-18] == b"PK\5\6" and end.endswith(b"\0\0")
    at = len(end) - 22 if alone else end.rfind(b"PK\5\6")
    newer = end.rfind(b"PK\6\6", 0, max(at, 0))
    listed = end[newer + 40 : newer + 48] if newer >= 0 else end[at + 12 : at + 16]
    if at >= 0 and int.from_bytes(listed, "little") > LARGEST_DIRECTORY:
        raise UnreadableError("expected a workbook, found an archive of far too many files")


def _checked(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """The pieces of a part that is XML, as they are checked; of any other none is read."""
    with archive.open(info) as part:
        head = part.read(PIECE)
        if not (info.filename.endswith((".xml", ".rels")) or head.startswith(MARKUP)):
            if info.file_size > LARGEST_PART:
                raise _too_large(LARGEST_PART)
            return
        yield from _well_formed(head, part)


def _well_formed(head: bytes, part: IO[bytes]) -> Iterator[bytes]:
    scan = _Scan()
    piece = head
    while piece:
        scan.see(piece)
        yield piece
        piece = part.read(PIECE)
    scan.end()


class _Scan:
    """Reads a part of XML and keeps nothing of it but where its last row began."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begins
        self._parser.EndElementHandler = self._ends
        self._parser.StartDoctypeDeclHandler = _declared
        self._read = 0
        self._mark = 0
        self._elements = 0
        self._row = 0
        self._in_row = False
        self._column = (0, "")
        self._is_text = False
        self._owed = False

    def see(self, piece: bytes) -> None:
        """The next bytes."""
        self._parser.Parse(piece, False)  # noqa: FBT003 - expat takes it by place only
        self._read += len(piece)
        if self._read - self._mark > LARGEST_PART:
            raise _too_large(LARGEST_PART)

    def end(self) -> None:
        """There are no more."""
        self._parser.Parse(b"", True)  # noqa: FBT003 - as above

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if name == ROW:
            self._next_row(attributes.get("r"))
        elif name == CELL and self._in_row:  # elsewhere there are lists of cells too
            self._next_cell(attributes)
        elif name == FORMULA:
            self._owed = not self._is_text  # a text may be empty
        elif name == RESULT and self._owed:
            self._parser.CharacterDataHandler = self._paid
        elif self._elements > MOST_ELEMENTS:
            raise _too_large(MOST_ELEMENTS, "elements")
        elif self._elements == 1 and name.startswith(STRICT):
            raise UnreadableError(
                "expected a usual .xlsx workbook, found a `Strict Open XML` one: save it as `Excel Workbook`"
            )

    def _ends(self, name: str) -> None:
        if name == ROW:
            self._in_row = False
            self._bound_row()
        elif name == CELL and self._owed:
            raise UnreadableError(
                f"expected formulas with their results, found one without in row {self._row}: open the file "
                "in a spreadsheet program and save it"
            )

    def _paid(self, _result: str) -> None:
        self._owed = False
        self._parser.CharacterDataHandler = None

    def _next_row(self, said: str | None) -> None:
        number = int(float(said)) if said else self._row + 1
        if self._in_row or not self._row < number <= LAST_ROW:
            raise UnreadableError(f"expected rows in their order up to {LAST_ROW}, found others")
        self._in_row, self._row, self._column, self._elements = True, number, (0, ""), 0
        self._mark = self._parser.CurrentByteIndex

    def _next_cell(self, attributes: dict[str, str]) -> None:
        """A second one at the same place would take the place of the first."""
        self._is_text = attributes.get("t") == "str"
        if "r" in attributes:
            letters = attributes["r"].rstrip("0123456789")
            column = (len(letters), letters)
            if column <= self._column:
                raise UnreadableError(f"expected cells in their order, found others in row {self._row}")
            self._column = column

    def _bound_row(self) -> None:
        if self._parser.CurrentByteIndex - self._mark > LARGEST_ROW:
            raise UnreadableError(
                f"expected rows of at most {LARGEST_ROW} bytes, found row {self._row} to be longer"
            )


def _declared(*_parts: object) -> None:
    raise UnreadableError("expected a workbook, found one that declares a document type of its own")


def _too_large(limit: int, what: str = "bytes") -> UnreadableError:
    return UnreadableError(
        f"expected a workbook whose parts hold at most {limit} {what}, found more; send its sheet as CSV"
    )
