"""What is kept of a file's rows: all of it, or what its feed reads where the rest is nobody's business."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from services.ingest import rawrow
from services.ingest.files.headings import Headings
from services.ingest.files.records import records
from services.ingest.reading import Cells, FileFeed


class Keeping(NamedTuple):
    """What is kept of each row."""

    headings: frozenset[str] | None = None
    """Plain, those under which cells are kept; `None` is all, also of lines that cannot be taken apart."""
    added: tuple[tuple[str, str], ...] = ()
    """Headings and cells that all rows tell together."""

    def of(self, cells: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What is kept of a row, each cell with its heading."""
        if self.headings is None:
            return list(cells)
        return [*self.added, *(one for one in cells if rawrow.plain(one[0]) in self.headings)]


WHOLE = Keeping()


def of(feed: FileFeed, headings: Headings, source: Iterable[str]) -> Keeping:
    """What is kept of a file's rows; `source`, its lines, is read only where they tell something together."""
    if feed.kept is None:
        return WHOLE
    told = feed.whole(_cells(feed, headings, source)) if feed.whole else {}
    kept = frozenset(rawrow.plain(heading) for column in feed.kept for heading in feed.columns[column])
    return Keeping(kept, tuple((feed.columns[column][0], cell) for column, cell in told.items()))


def _cells(feed: FileFeed, headings: Headings, source: Iterable[str]) -> Iterator[Cells]:
    for record in records(source, headings.delimiter):
        if record.number > headings.row and len(record.cells) == len(headings.names):
            yield rawrow.named(feed, list(zip(headings.names, record.cells, strict=True)))
