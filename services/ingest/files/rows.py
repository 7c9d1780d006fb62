"""A file's records as rows to be kept."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from services.ingest.files import headings
from services.ingest.files.columns import NONE, Meanings
from services.ingest.files.lines import LONGEST_LINE
from services.ingest.files.records import Record
from services.ingest.rawrow import RawRow


class Split(NamedTuple):
    """One row of a file."""

    number: int
    raw: bytes


def split(source: Iterable[Record], header_row: int, mapping: Meanings = NONE) -> Iterator[Split]:
    """The rows below the headings, without empty ones, each with what the agency said of the headings."""
    said = dict(mapping)
    names: tuple[str, ...] = ()
    for record in source:
        if record.number == header_row:
            names = headings.names(record)
        elif record.number > header_row and (record.problem or any(cell.strip() for cell in record.cells)):
            yield Split(record.number, _kept(record, names, said))


def _kept(record: Record, names: tuple[str, ...], mapping: dict[str, str | None]) -> bytes:
    if problem := _too_long(record) or record.problem or _too_many(record, len(names)):
        return _problem(record, problem)
    cells = list(zip_longest(names, record.cells[: len(names)], fillvalue=""))
    try:
        return msgspec.json.encode(RawRow(cells, mapping=mapping))
    except UnicodeEncodeError:
        return _problem(record, "expected text in the encoding of the file's beginning, found other bytes")


def _too_long(record: Record) -> str | None:
    if len(record.text) < LONGEST_LINE:
        return None
    return f"expected a line of less than {LONGEST_LINE} characters, found a longer one; its rest is not kept"


def _too_many(record: Record, expected: int) -> str | None:
    if not record.separated or not any(cell.strip() for cell in record.cells[expected:]):
        return None
    return f"expected {expected} cells, found {len(record.cells)}: is a quote missing?"


def _problem(record: Record, problem: str) -> bytes:
    line = record.text.encode("utf-8", "backslashreplace").decode()
    return msgspec.json.encode(RawRow(line=line, problem=problem))
