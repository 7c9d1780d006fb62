"""What is kept of a file's rows: all of it, or what its feed reads where the rest is nobody's business."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from services.ingest.files import headings
from services.ingest.files.columns import Columns
from services.ingest.files.records import Record
from services.ingest.reading import Cells


class Keeping(NamedTuple):
    """What is kept of each row."""

    columns: Columns | None = None
    """Whose feed says which cells are kept; `None` is all, also of lines that cannot be taken apart."""
    added: tuple[tuple[str, str], ...] = ()
    """Headings and cells that all rows tell together."""

    def of(self, cells: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """What is kept of a row, each cell with its heading."""
        if self.columns is None or self.columns.feed.kept is None:
            return list(cells)
        kept = self.columns.feed.kept
        return [*self.added, *(one for one in cells if self.columns.of(one[0]) in kept)]


WHOLE = Keeping()


def of(columns: Columns, header_row: int, source: Iterable[Record]) -> Keeping:
    """What is kept of a file's rows; `source`, its records, is read where they tell something together."""
    feed = columns.feed
    if feed.kept is None:
        return WHOLE
    told = feed.whole(_cells(columns, header_row, source)) if feed.whole else {}
    return Keeping(columns, tuple((columns.heading(column), cell) for column, cell in told.items()))


def _cells(columns: Columns, header_row: int, source: Iterable[Record]) -> Iterator[Cells]:
    names: tuple[str, ...] = ()
    for record in source:
        if record.number == header_row:
            names = headings.names(record)
        elif record.number > header_row and record.problem is None:
            yield columns.named(zip(names, record.cells, strict=False))
