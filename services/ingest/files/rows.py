"""A file's records as rows to be kept."""

import io
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from services.ingest.files.headings import Headings
from services.ingest.files.keeping import WHOLE, Keeping
from services.ingest.files.records import Record, records
from services.ingest.rawrow import RawRow

LONGEST_LINE = 1_000_000
"""Characters; a longer line is refused, and the rest of it is not kept."""
OTHER_BYTES = "expected text in the encoding of the file's beginning, found other bytes"


class Split(NamedTuple):
    """One row of a file."""

    number: int
    raw: bytes


class Stream(io.RawIOBase):
    """Chunks as one stream of bytes."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # a narrower buffer is all we get
        """As many bytes of the current chunk as fit."""
        if not self._rest:
            self._rest = next(self._chunks, b"")
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def lines(chunks: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The text's lines with their ends; bytes that are none in this encoding become lone surrogates."""
    text = io.TextIOWrapper(
        io.BufferedReader(Stream(chunks)), encoding=encoding, errors="surrogateescape", newline=""
    )
    while line := text.readline(LONGEST_LINE):
        yield line
        while _is_cut(line):
            line = text.readline(LONGEST_LINE)


def _is_cut(line: str) -> bool:
    return len(line) == LONGEST_LINE and not line.endswith(("\n", "\r"))


def split(source: Iterable[str], headings: Headings, keeping: Keeping = WHOLE) -> Iterator[Split]:
    """The rows below the headings, without empty ones, as much of each as is kept."""
    for record in records(source, headings.delimiter):
        if record.number > headings.row and (record.problem or any(cell.strip() for cell in record.cells)):
            yield Split(record.number, _kept(record, headings.names, keeping))


def _kept(record: Record, names: tuple[str, ...], keeping: Keeping) -> bytes:
    if keeping is not WHOLE:
        return _part_kept(record, names, keeping)
    if problem := _too_long(record) or record.problem or _too_many(record, len(names)):
        return _problem(record, problem)
    cells = list(zip_longest(names, record.cells[: len(names)], fillvalue=""))
    try:
        return msgspec.json.encode(RawRow(cells))
    except UnicodeEncodeError:
        return _problem(record, OTHER_BYTES)


def _part_kept(record: Record, names: tuple[str, ...], keeping: Keeping) -> bytes:
    """As of any row; but of a line whose cells may be others than they seem only a hash, to know it again."""
    problem = (
        _too_long(record) or record.problem or _too_many(record, len(names)) or _too_few(record, len(names))
    )
    hidden = sha256(record.text.encode("utf-8", "backslashreplace")).hexdigest()
    if problem:
        return msgspec.json.encode(RawRow(line=hidden, problem=problem))
    try:
        return msgspec.json.encode(RawRow(keeping.of(zip(names, record.cells, strict=False))))
    except UnicodeEncodeError:
        return msgspec.json.encode(RawRow(line=hidden, problem=OTHER_BYTES))


def _too_few(record: Record, expected: int) -> str | None:
    if len(record.cells) >= expected:
        return None
    return f"expected {expected} cells, found {len(record.cells)}: is a quote missing?"


def _too_long(record: Record) -> str | None:
    if len(record.text) < LONGEST_LINE:
        return None
    return f"expected a line of less than {LONGEST_LINE} characters, found a longer one; its rest is not kept"


def _too_many(record: Record, expected: int) -> str | None:
    if not any(cell.strip() for cell in record.cells[expected:]):
        return None
    return f"expected {expected} cells, found {len(record.cells)}: is a quote missing?"


def _problem(record: Record, problem: str) -> bytes:
    line = record.text.encode("utf-8", "backslashreplace").decode()
    return msgspec.json.encode(RawRow(line=line, problem=problem))
