"""A file's records as rows to be kept."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import zip_longest
from typing import NamedTuple

import msgspec

from services.ingest.files import headings
from services.ingest.files.columns import NONE, Meanings
from services.ingest.files.keeping import WHOLE, Keeping
from services.ingest.files.lines import LONGEST_LINE
from services.ingest.files.records import Record
from services.ingest.rawrow import RawRow

OTHER_BYTES = "expected text in the encoding of the file's beginning, found other bytes"


class Split(NamedTuple):
    """One row of a file."""

    number: int
    raw: bytes


def split(
    source: Iterable[Record], header_row: int, mapping: Meanings = NONE, keeping: Keeping = WHOLE
) -> Iterator[Split]:
    """The rows below the headings, without empty ones, each with what the agency said of the headings.

    Of each as much as is kept.
    """
    said = dict(mapping)
    names: tuple[str, ...] = ()
    for record in source:
        if record.number == header_row:
            names = headings.names(record)
        elif record.number > header_row and (record.problem or any(cell.strip() for cell in record.cells)):
            raw = _kept(record, names, said) if keeping is WHOLE else _part(record, names, said, keeping)
            yield Split(record.number, raw)


def _kept(record: Record, names: tuple[str, ...], mapping: dict[str, str | None]) -> bytes:
    if problem := _too_long(record) or record.problem or _too_many(record, len(names)):
        return _problem(record, problem)
    cells = list(zip_longest(names, record.cells[: len(names)], fillvalue=""))
    try:
        return msgspec.json.encode(RawRow(cells, mapping=mapping))
    except UnicodeEncodeError:
        return _problem(record, OTHER_BYTES)


def _part(record: Record, names: tuple[str, ...], mapping: dict[str, str | None], keeping: Keeping) -> bytes:
    """As of any row; but of a line whose cells may be others than they seem only a hash, to know it again."""
    problem = (
        _too_long(record) or record.problem or _too_many(record, len(names)) or _too_few(record, len(names))
    )
    hidden = sha256(record.text.encode("utf-8", "backslashreplace")).hexdigest()
    if problem:
        return msgspec.json.encode(RawRow(line=hidden, problem=problem))
    try:
        return msgspec.json.encode(
            RawRow(keeping.of(zip(names, record.cells, strict=False)), mapping=mapping)
        )
    except UnicodeEncodeError:
        return msgspec.json.encode(RawRow(line=hidden, problem=OTHER_BYTES))


def _too_few(record: Record, expected: int) -> str | None:
    if not record.separated or len(record.cells) >= expected:
        return None
    return f"expected {expected} cells, found {len(record.cells)}: is a quote missing?"


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
