"""JSON files: an array of objects, or objects one after the other; each is a record with its own text."""

import re
from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from json import JSONDecodeError, JSONDecoder

from services.ingest.files.headings import Headings
from services.ingest.files.lines import LONGEST_LINE
from services.ingest.files.records import Record
from shared.errors import UnreadableError

ITEM = "item"
"""The one column there is."""
_BETWEEN = re.compile(r"[\s,\ufeff]*(?:[\[\]][\s,\ufeff]*)*")
_BROKEN = "expected JSON objects, found something else"
_JSON = JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
"""Only where an object ends is wanted: a number of any length is text."""


def headings(first: bytes, encoding: str) -> Headings:
    """The one heading; `UnreadableError` where a file begins with anything else."""
    begins = first.decode(encoding, "replace").lstrip("\ufeff \t\r\n")[:1]
    if begins not in {"[", "{"}:
        raise UnreadableError(f"{_BROKEN}; expected a JSON array, or one object a line", field="file")
    return Headings(0, (ITEM,))


def records(pieces: Iterable[bytes], encoding: str) -> Iterator[Record]:
    """The heading, as record 0, and each object; where a file cannot be read on, a last record says so."""
    yield Record(0, [ITEM], "", separated=False)
    text = _Text(pieces, encoding)
    number, depth = 0, 0
    while True:
        depth += text.skip()
        if not text:
            break
        number += 1
        item = text.item()
        if item is not None:
            yield Record(number, [item], item, separated=False)
            continue
        line = text.line() if not depth else ""
        yield Record(number, [], line, _BROKEN if line else f"{_BROKEN}; nothing is read from this item on")
        if not line:
            return
    if depth:
        yield Record(number + 1, [], "", "expected the end of a JSON array, found that of the file")


class _Text:
    """The text of a file as far as it was read, and what of it is still ahead."""

    def __init__(self, pieces: Iterable[bytes], encoding: str) -> None:
        self._pieces = iter(pieces)
        self._decoder = getincrementaldecoder(encoding)("surrogateescape")
        self._read = ""
        self._at = 0
        self._over = False

    def __bool__(self) -> bool:
        return self._at < len(self._read)

    def skip(self) -> int:
        """Pass over what stands between two objects; how many arrays begin in it, less those that end."""
        depth = 0
        while True:
            found = _BETWEEN.match(self._read, self._at)
            between = found[0] if found else ""
            depth += between.count("[") - between.count("]")
            self._at += len(between)
            if self or not self._more():
                return depth

    def item(self) -> str | None:
        """The text of the object that comes now; `None` where there is none, or one that is too long."""
        while self._read.startswith("{", self._at):
            try:
                _, end = _JSON.raw_decode(self._read, self._at)
            except JSONDecodeError:
                if self._ahead < LONGEST_LINE and self._more():
                    continue
                return None
            except RecursionError:
                return None
            return self._take(end)
        return None

    def line(self) -> str:
        """The rest of the line."""
        while self._read.find("\n", self._at) < 0 and self._ahead < LONGEST_LINE and self._more():
            pass
        return self._take(self._read.find("\n", self._at) + 1 or len(self._read))

    @property
    def _ahead(self) -> int:
        return len(self._read) - self._at

    def _take(self, end: int) -> str:
        found, self._at = self._read[self._at : end], end
        return found

    def _more(self) -> bool:
        """Read on; whether there was anything."""
        if self._over:
            return False
        piece = next(self._pieces, None)
        self._over = piece is None
        self._read = self._read[self._at :] + self._decoder.decode(piece or b"", final=self._over)
        self._at = 0
        return not self._over
