"""A file's content as numbered rows of cells, whatever it is written in."""

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from services.ingest.files import headings
from services.ingest.files.headings import Headings
from services.ingest.files.lines import lines
from services.ingest.files.records import Record
from services.ingest.files.records import records as separated

DELIMITERS = (",", ";", "\t")


class Layout(NamedTuple):
    """How a file is written."""

    encoding: str
    delimiter: str


def records(pieces: Iterable[bytes], layout: Layout) -> Iterator[Record]:
    """All rows of a file that comes in pieces."""
    return separated(lines(pieces, layout.encoding), layout.delimiter)


def candidates(head: bytes, encoding: str) -> Iterator[Headings]:
    """The rows at a file's beginning that may be its headings."""
    text = head.decode(encoding, "replace")
    for delimiter in DELIMITERS:
        found = separated(io.StringIO(text, newline=""), delimiter)
        for record in islice(found, headings.PREAMBLE):
            if any(cell.strip() for cell in record.cells):
                yield Headings(record.number, headings.names(record), delimiter)
