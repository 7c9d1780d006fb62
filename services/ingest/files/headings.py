"""Where in a file its headings stand."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from services.ingest.files.records import records
from services.ingest.rawrow import plain
from services.ingest.reading import FileFeed
from shared.errors import UnreadableError

DELIMITERS = (",", ";", "\t")
PREAMBLE = 40
"""Rows in which the headings are looked for."""
MOST_COLUMNS = 200
"""A wider file is none of ours, and each of its rows would be kept with all its headings."""

MOST_SHOWN, LONGEST_SHOWN = 20, 60
"""Unknown headings that a sender is told, and the characters of each."""


class Headings(NamedTuple):
    """The row of headings."""

    delimiter: str
    row: int
    """Counted from 1."""
    names: tuple[str, ...]


def find(feed: FileFeed, head: str) -> Headings:
    """The first row that has all required headings; `UnreadableError` says what is missing and was found."""
    candidates = list(_candidates(head.splitlines(keepends=True)))
    wanted = {column: {plain(one) for one in feed.columns[column]} for column in sorted(feed.required)}
    found = [each for each in candidates if not _missing(wanted, each)]
    if found:
        return _narrow(found[0])
    nearest = min(candidates, key=lambda each: len(_missing(wanted, each)), default=None)
    raise UnreadableError(_complaint(feed, wanted, nearest), field="columns")


def unknown(feed: FileFeed, headings: Headings) -> list[str]:
    """Headings that are no column of the feed, as they stand there: what is under them is not read."""
    known = {plain(one) for names in feed.columns.values() for one in names}
    found = dict.fromkeys(
        name[:LONGEST_SHOWN] for name in headings.names if name and plain(name) not in known
    )
    return list(found)[:MOST_SHOWN]


def _narrow(headings: Headings) -> Headings:
    if len(headings.names) > MOST_COLUMNS:
        raise UnreadableError(
            f"expected at most {MOST_COLUMNS} columns, found {len(headings.names)}", field="columns"
        )
    return headings


def _candidates(lines: Iterable[str]) -> Iterator[Headings]:
    for delimiter in DELIMITERS:
        for record in islice(records(lines, delimiter), PREAMBLE):
            if any(cell.strip() for cell in record.cells):
                names = tuple(cell.strip().lstrip("\ufeff") for cell in record.cells)
                yield Headings(delimiter, record.number, names)


def _missing(wanted: dict[str, set[str]], candidate: Headings) -> list[str]:
    names = {plain(name) for name in candidate.names}
    return [column for column, known in wanted.items() if not known & names]


def _complaint(feed: FileFeed, wanted: dict[str, set[str]], nearest: Headings | None) -> str:
    expected = f"expected the columns {_listed(feed.columns[column][0] for column in wanted)}"
    missing = _missing(wanted, nearest) if nearest else list(wanted)
    if nearest is None or len(missing) == len(wanted):
        # A row without any of them may be somebody's: it is not quoted.
        return f"{expected} in the first {PREAMBLE} rows, found none of them"
    # Only headings the feed knows: any other cell may be somebody's name, and this is announced in the open.
    found = _listed(feed.columns[one][0] for one in _present(feed, nearest))
    return f"{expected}; missing: {_listed(feed.columns[one][0] for one in missing)}; found: {found}"


def _present(feed: FileFeed, candidate: Headings) -> list[str]:
    names = {plain(name) for name in candidate.names}
    return [column for column, known in feed.columns.items() if names & {plain(one) for one in known}]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
