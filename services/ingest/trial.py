"""A dry run: what would be understood of a file, with nothing taken, stored or said."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import NamedTuple, assert_never

from services.ingest import rawrow
from services.ingest.files import contents, keeping, rows
from services.ingest.files.columns import Columns
from services.ingest.files.headings import Headings
from services.ingest.files.looking import Looked
from services.ingest.files.rows import Split
from services.ingest.payload import decode
from services.ingest.rawrow import RawRow
from services.ingest.reading import (
    Cells,
    Contacts,
    Erasure,
    Merge,
    Notice,
    Reading,
    Said,
    Silence,
    Source,
    Statement,
)
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.isolation import blames_record, reason

MOST_ROWS = 100_000
"""Rows that are read; of a longer file the rest is not, and the answer says so."""
MOST_SHOWN = 5
MOST_REFUSALS = 20


class Understood(NamedTuple):
    """One row as it was understood."""

    row: int
    cells: Cells
    facts: list[Fact]
    """What it would say of somebody or something that nothing is known of yet."""


class Refusal(NamedTuple):
    """One row that would go to quarantine."""

    row: int
    field: str | None
    reason: str


@dataclass
class Trial:
    """What would become of a file's rows."""

    taken: int = 0
    refused: int = 0
    whole: bool = True
    """False when there are more rows than were read."""
    shown: list[Understood] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def found(looked: Looked) -> Headings | None:
    """The row that has the headings, or seems to."""
    return looked.nearest if isinstance(looked.headings, UnreadableError) else looked.headings


def run(columns: Columns, looked: Looked, pieces: Callable[[], Iterable[bytes]], source: Source) -> Trial:
    """Read a file as an import would, each row for itself; `pieces` gives it from its beginning."""
    trial = Trial()
    if isinstance(looked.headings, UnreadableError):
        return trial
    layout = contents.Layout(looked.encoding, looked.headings.delimiter, looked.headings.sheet)
    feed = columns.feed
    header = looked.headings.row
    kept = keeping.of(columns, header, contents.of(feed, pieces(), layout))
    split = rows.split(contents.of(feed, pieces(), layout), header, columns.mapping, kept)
    for each in islice(split, MOST_ROWS):
        _try(trial, columns, each, source)
    trial.whole = next(split, None) is None
    return trial


def _try(trial: Trial, columns: Columns, row: Split, source: Source) -> None:
    try:
        facts = [said.body for said in _said(rawrow.read(columns.feed, row.raw, _of(source, row)))]
    except Exception as error:
        if not blames_record(error):
            raise
        trial.refused += 1
        if len(trial.refusals) < MOST_REFUSALS:
            where = error.field if isinstance(error, UnreadableError) else None
            trial.refusals.append(Refusal(row.number, where, reason(error)))
        return
    trial.taken += 1
    if len(trial.shown) < MOST_SHOWN:
        trial.shown.append(Understood(row.number, columns.named(decode(row.raw, RawRow).cells), facts))


def _of(source: Source, row: Split) -> Source:
    return source._replace(digest=sha256(row.raw).hexdigest())


def _said(reading: Reading) -> Iterator[Said]:
    match reading:
        case Contacts():
            yield from reading.said
        case Statement():
            yield from reading.said
            for standing in reading.standings:
                yield from standing.tell(None, "").said
        case Notice():
            yield from reading.standing.tell(None, "").said
        case Erasure() | Merge() | Silence():
            return
        case _:
            assert_never(reading)
