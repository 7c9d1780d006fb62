"""A person writes what a payload or a row should have been, and it is read once more.

What came is kept as it is: the mended one is read in its stead, under the same id, received when the first
one was. So the same content, sent rightly from the start, gives the same facts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from services.ingest import attempts, quarantined, rowstore
from services.ingest.attempts import Attempt
from services.ingest.interpreter import Interpreter
from services.ingest.parts import Parts
from services.ingest.payload import decode
from services.ingest.quarantined import Line
from services.ingest.rawrow import RawRow
from services.ingest.reading import Erasure, FileFeed, Merge
from services.ingest.rowstore import Outcome, Row, State
from shared.access.principal import CALLER, Scope
from shared.database import transaction
from shared.errors import ConflictError, ForbiddenError, UnreadableError
from shared.parked import HELD

Probe = Callable[[str], None]
"""Called at the point `stored`, between the two transactions; a test fails there on purpose."""
REFUSED = (State.QUARANTINED, State.WAITING)


class Content(NamedTuple):
    """What a row or a web hook holds."""

    payload: str | None = None
    """Of a web hook."""
    cells: Sequence[tuple[str, str]] | None = None
    """Of a row of a file, by its heading."""
    line: str | None = None
    """Of a row that could not be taken apart."""


class Whole(NamedTuple):
    """A record with what it holds."""

    line: Line
    original: Content | None
    """As it came; `None` of a file, of a record of the log, and of what was cleared."""
    current: Content | None
    """As it would be read now."""
    mended: Sequence[Attempt]
    columns: Sequence[str]
    """What the feed of a file calls its columns."""


class Change(NamedTuple):
    """What is to stand there instead."""

    payload: str | None = None
    """The whole payload of a web hook."""
    cells: Mapping[str, str] = {}
    """The cells of a row that are others, by their heading or by the feed's name of the column."""


@dataclass(frozen=True)
class Mending:
    """The way in for mended content."""

    parts: Parts
    interpreter: Interpreter
    probe: Probe = lambda _point: None

    def whole(self, record: str) -> Whole:
        """One record; `NotFoundError`, `UnavailableError`."""
        with transaction(self.parts.engine) as connection:
            line = quarantined.line(connection, self.parts.agency, record)
            found = rowstore.stored(connection, record)
            mended = attempts.of(connection, record)
        if found is None:
            return Whole(line, None, None, mended, ())
        row, original, _ = found
        return Whole(line, _content(row, original), _content(row, row.raw), mended, self._columns(row))

    def mend(self, record: str, change: Change) -> Outcome:
        """Read it with this change; what became of it. The same change again changes nothing.

        Raises `UnreadableError`, with nothing kept, when it could not be read with it either, and where;
        `ConflictError` when it was read or given up before, or is read right now, or is nothing that can be
        mended; `NotFoundError`, `UnavailableError`.
        """
        with transaction(self.parts.engine) as connection:
            found = rowstore.stored(connection, record)  # locked first, as who reads it does
            entry = self.parts.quarantine.get(connection, record)
            if found is None:
                raise ConflictError("Only a web hook or a row of a file that is kept can be mended.")
            row, _, state = found
            mended = row._replace(raw=self._changed(row, change), parked=True)
            if entry.state not in HELD:
                return self._before(connection, row, mended)
            if state not in REFUSED:
                raise ConflictError("It is being read right now; look again in a moment.")
            self._check(mended)
            attempts.add(connection, record, mended.raw, self.parts.clock.now())
            self.parts.quarantine.request_retry(connection, record)
            rowstore.read_again(connection, [record], grace_s=rowstore.GRACE_S)
        self.probe("stored")
        return self.interpreter.interpret([mended])[record]

    def _before(self, connection: sa.Connection, row: Row, mended: Row) -> Outcome:
        if row.raw != mended.raw:
            raise ConflictError("It was read, or given up, meanwhile.")
        return rowstore.outcomes(connection, [row.id])[row.id]

    def _check(self, row: Row) -> None:
        """Whoever mends does not forget or merge anybody by it, unless they may."""
        (read,) = self.parts.reader.read([row])
        if isinstance(read.reading, UnreadableError):
            raise read.reading
        if isinstance(read.reading, Erasure | Merge) and not CALLER.get().may(Scope.ACCESS):
            raise ForbiddenError("Mended like this it would forget or merge somebody: an admin does that.")

    def _columns(self, row: Row) -> Sequence[str]:
        feed = self.parts.reader.feeds.get(row.feed)
        return sorted(feed.kept or feed.columns) if isinstance(feed, FileFeed) else ()

    def _changed(self, row: Row, change: Change) -> bytes:
        if row.number is None:
            if change.payload is None:
                raise UnreadableError("expected the whole payload of a web hook, found none", field="payload")
            return change.payload.encode()
        return msgspec.json.encode(self._row(row, change.cells))

    def _row(self, row: Row, cells: Mapping[str, str]) -> RawRow:
        """With the cells that are others; a line that could not be taken apart is told cell by cell."""
        kept = decode(row.raw, RawRow)
        there = {heading for heading, _ in kept.cells}
        new = [heading for heading in cells if heading not in there]
        if unknown := set(new) - set(self._columns(row)):
            raise UnreadableError(f"expected a column of this file, found {sorted(unknown)}", field="cells")
        told = [(heading, cells.get(heading, text)) for heading, text in kept.cells]
        told += [(heading, cells[heading]) for heading in new]
        return RawRow(cells=told, mapping=kept.mapping)


def _content(row: Row, raw: bytes) -> Content:
    if row.number is None:
        return Content(payload=raw.decode(errors="replace"))
    kept = decode(raw, RawRow)
    return Content(cells=kept.cells, line=kept.line)
