"""In which encoding a file is written, told while it streams by."""

import codecs

from charset_normalizer import from_bytes

from shared.errors import UnreadableError

HEAD = 16 * 1024
"""Bytes from the beginning that are looked at."""
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""UTF-32's little-endian mark begins like UTF-16's, so it is looked for first."""
USUAL = "cp1252"
"""What spreadsheets of Western Europe and America write; preferred where the bytes fit several."""


class Scan:
    """Sees all of a file, and keeps its beginning and what is no UTF-8."""

    def __init__(self) -> None:
        self.head = b""
        self._odd: bytes | None = None
        self._utf8 = codecs.getincrementaldecoder("utf-8")()

    def see(self, chunk: bytes) -> None:
        """The next bytes of the file."""
        if len(self.head) < HEAD:
            self.head = (self.head + chunk)[:HEAD]
        if self._odd is None:
            try:
                self._utf8.decode(chunk)
            except UnicodeDecodeError as error:
                self._odd = chunk[max(0, error.start - HEAD // 2) :][:HEAD]

    def encoding(self) -> str:
        """The encoding's name in Python; `UnreadableError` when there is none that fits."""
        for mark, name in MARKS:
            if self.head.startswith(mark):
                return name
        if self._odd is None and b"\0" not in self.head:
            return "utf-8"
        return _guess(self.head + (self._odd or b""))


def _guess(sample: bytes) -> str:
    found = from_bytes(sample)
    best = found.best()
    if best is None:
        raise UnreadableError(
            "expected text in UTF-8, UTF-16 or a usual 8-bit encoding, found bytes that are none",
            field="encoding",
        )
    usual = next((each for each in found if USUAL in each.could_be_from_charset), None)
    return USUAL if usual and usual.chaos <= best.chaos else best.encoding
