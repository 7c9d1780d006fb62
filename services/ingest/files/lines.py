"""A text file's lines, decoded while its pieces come."""

import io
from collections.abc import Iterable, Iterator

LONGEST_LINE = 1_000_000
"""Characters; a longer line is refused, and the rest of it is not kept."""


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
