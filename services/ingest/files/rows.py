"""A file's records as rows to be kept."""

import io
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from services.ingest.files.headings import Headings
from services.ingest.files.records import Record, records
from services.ingest.rawrow import RawRow

LONGEST_LINE = 1_000_000
"""Characters; a longer line is cut, and then refused for its cells."""


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
    return iter(lambda: text.readline(LONGEST_LINE), "")


def split(source: Iterable[str], headings: Headings) -> Iterator[Split]:
    """The rows below the headings, without empty ones."""
    for record in records(source, headings.delimiter):
        if record.number > headings.row and (record.problem or any(cell.strip() for cell in record.cells)):
            yield Split(record.number, _kept(record, headings.names))


def _kept(record: Record, names: tuple[str, ...]) -> bytes:
    beyond = [cell for cell in record.cells[len(names) :] if cell.strip()]
    if record.problem or beyond:
        problem = f"expected {len(names)} cells, found {len(record.cells)}: is a quote missing?"
        return _problem(record, record.problem or problem)
    cells = list(zip_longest(names, record.cells[: len(names)], fillvalue=""))
    try:
        return msgspec.json.encode(RawRow(cells))
    except UnicodeEncodeError:
        return _problem(record, "expected text in the encoding of the file's beginning, found other bytes")


def _problem(record: Record, problem: str) -> bytes:
    line = record.text.encode("utf-8", "backslashreplace").decode()
    return msgspec.json.encode(RawRow(line=line, problem=problem))
