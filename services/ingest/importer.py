"""Reads uploaded files in the background: in order, in batches, from where a crash left off."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from services.ingest import imports, rowstore
from services.ingest.files import contents, keeping, rows
from services.ingest.files.columns import Columns
from services.ingest.files.records import Record
from services.ingest.imports import Import
from services.ingest.interpreter import Interpreter
from services.ingest.parts import Parts
from services.ingest.reading import Feed, FileFeed, files_of
from services.ingest.rowstore import Row
from shared import telemetry
from shared.database import transaction
from shared.envelope import computed_id
from shared.errors import FencedError, UnavailableError, UnreadableError
from shared.isolation import blames_record, reason

BATCH = 400
"""Rows of one transaction."""
LARGEST_BATCH = 4_000_000
"""Bytes after which a batch takes no more rows: a very wide file would hold its transaction too long."""
Probe = Callable[[str], None]
"""Called at the points `decided`, before a batch is committed, `taken`, after it, and `stored`, between the
two transactions of a batch that could not be taken in one; a test fails there on purpose."""


@dataclass
class Importer:
    """Reads one file at a time."""

    parts: Parts
    feeds: Mapping[str, Feed]
    interpreter: Interpreter
    probe: Probe = lambda _point: None

    def step(self, stop: threading.Event) -> bool:
        """Read the next file to its end, or until `stop` is set; False when there is none."""
        found = imports.claim(self.parts.engine, self.parts.agency)
        if found is None:
            return False
        try:
            self._read(found, stop)
        except FencedError:
            telemetry.logger(part="imports").info("somebody else reads on", file=found.id)
        except UnreadableError as error:
            self._fail(found, error)
        except Exception as error:
            if not blames_record(error):
                raise
            telemetry.logger(part="imports").error("unexpected", file=found.id, reason=reason(error))
            self._fail(found, UnreadableError("this file cannot be read: the operator's log says more"))
        return True

    def _fail(self, file: Import, error: UnreadableError) -> None:
        """It is kept in quarantine; the next file has its turn."""
        with transaction(self.parts.engine) as connection:
            imports.fail(connection, file.id, error)

    def _read(self, file: Import, stop: threading.Event) -> None:
        position = file.position
        remaining = (row for row in self._rows(file) if (row.number or 0) > position)
        for batch in _batches(remaining):
            position = self._take(file, position, batch)
            if stop.is_set():
                with transaction(self.parts.engine) as connection:
                    imports.let_go(connection, file.id, position)
                return
        with transaction(self.parts.engine) as connection:
            imports.finish(connection, file.id, position)

    def _take(self, file: Import, before: int, batch: list[Row]) -> int:
        """The rows and what becomes of them in one transaction: until then the file itself is kept.

        Where that fails they are stored first, so that they can be taken fewer at a time, down to one by one.
        """
        after = batch[-1].number or before
        try:
            with transaction(self.parts.engine) as connection:
                _advance(connection, file, before, after)
                self.interpreter.decide(connection, batch)
                self.probe("decided")
        except Exception as error:
            if not (isinstance(error, UnavailableError) or blames_record(error)):
                raise
            self._one_by_one(file, before, batch)
        self.probe("taken")
        return after

    def _one_by_one(self, file: Import, before: int, batch: list[Row]) -> None:
        with transaction(self.parts.engine) as connection:
            _advance(connection, file, before, batch[-1].number or before)
            rowstore.keep(connection, batch)
        self.probe("stored")
        self.interpreter.interpret(batch)

    def _rows(self, file: Import) -> Iterator[Row]:
        feed = files_of(self.feeds.get(file.feed))
        if feed is None:
            raise UnreadableError(f"expected a feed of files, found {file.feed}")
        columns = Columns(feed, file.mapping or {})
        kept = keeping.of(columns, file.header_row, self._records(file, feed))
        for each in rows.split(self._records(file, feed), file.header_row, columns.mapping, kept):
            yield file.row(computed_id("row", file.id, each.number), each.raw, each.number)

    def _records(self, file: Import, feed: FileFeed) -> Iterator[Record]:
        return contents.of(feed, imports.content(self.parts.engine, file.id), file.layout)


def _advance(connection: sa.Connection, file: Import, before: int, after: int) -> None:
    if not imports.advance(connection, file.id, before, after):
        raise FencedError(f"expected import {file.id} at row {before}, found it elsewhere")


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += len(row.raw)
        if len(batch) == BATCH or size >= LARGEST_BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
