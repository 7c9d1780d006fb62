"""A file's content as numbered rows of cells, whatever it is written in."""

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import NamedTuple

from services.ingest.files import documents, headings, items, workbook
from services.ingest.files.headings import Headings
from services.ingest.files.lines import lines
from services.ingest.files.records import Record
from services.ingest.files.records import records as separated
from services.ingest.reading import FileFeed

DELIMITERS = (",", ";", "\t")


class Layout(NamedTuple):
    """How a file is written."""

    encoding: str
    delimiter: str
    sheet: str | None = None
    """Of a workbook: the one to be read."""


def of(feed: FileFeed, pieces: Iterable[bytes], layout: Layout) -> Iterator[Record]:
    """All rows of a feed's file, also where it is no table."""
    if feed.items:
        return items.records(pieces, layout.encoding)
    return documents.records(feed, feed.document, pieces) if feed.document else records(pieces, layout)


def records(pieces: Iterable[bytes], layout: Layout) -> Iterator[Record]:
    """All rows of a file that comes in pieces; a workbook is put into a file of its own meanwhile."""
    if layout.sheet is None:
        yield from separated(lines(pieces, layout.encoding), layout.delimiter)
        return
    with TemporaryFile() as file:
        file.writelines(pieces)
        yield from workbook.records(file, layout.sheet)


def candidates(head: bytes, encoding: str) -> Iterator[Headings]:
    """The rows at a text's beginning that may be its headings."""
    text = head.decode(encoding, "replace")
    for delimiter in DELIMITERS:
        found = separated(io.StringIO(text, newline=""), delimiter)
        for record in islice(found, headings.PREAMBLE):
            if any(cell.strip() for cell in record.cells):
                yield Headings(record.number, headings.names(record), delimiter)
