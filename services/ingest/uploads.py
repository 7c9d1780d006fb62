"""Takes files in: whole, into the database, before anything is decided about their rows."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from services.ingest import imports as importing
from services.ingest.files import headings, looking, naming
from services.ingest.files.looking import Looked, Looking
from services.ingest.parts import Parts
from services.ingest.reading import FileFeed
from services.ingest.rowstore import State
from services.ingest.tables import chunks, imports, rows
from shared.clock import day_of
from shared.database import copy_rows, transaction
from shared.errors import UnreadableError
from shared.parked import Parked
from shared.settings import Settings

CHUNK = 256 * 1024
"""Bytes of one stored piece; the headings are looked for in the first."""
LARGEST_PARKED = 1_000_000
"""Bytes of a refused file that its quarantine entry shows; the import keeps all of it."""


class File(NamedTuple):
    """An uploaded file."""

    content: BinaryIO
    name: str | None
    exported_on: date | None
    """The day whose state it shows, when the sender said so."""


class Earlier(NamedTuple):
    """An import of the same content."""

    id: str
    state: str


class Received(NamedTuple):
    """A stored file."""

    id: str
    refused: UnreadableError | None
    """Why none of it can be read."""
    kept: bool = True
    """Whether one that was refused stands in quarantine."""


@dataclass(frozen=True)
class Uploads:
    """The way in for files."""

    parts: Parts
    settings: Settings

    def receive(self, feed: FileFeed, file: File) -> Received:
        """Store a file. One that came before, of the same day, is stored as a repeat of that one.

        Raises `UnavailableError`, with nothing stored, when the database is away.
        """
        name = naming.safe(file.name)
        said = file.exported_on or naming.day_in(name)
        id_ = str(uuid4())
        with transaction(self.parts.engine) as connection:
            looked = self._store(connection, feed, file, id_)
            digest = f"{looked.digest} {said or ''}"
            earlier = self._earlier(connection, feed, digest)
            if isinstance(looked.headings, UnreadableError) and earlier:
                self._drop(connection, id_)
                return Received(earlier.id, looked.headings)
            row = self._row(feed, looked, said) | {"id": id_, "name": name, "digest": digest}
            if earlier and earlier.state != "failed":
                self._drop(connection, id_)
                row |= {"repeats": earlier.id, "state": "done"}
            private = feed.kept is not None and isinstance(looked.headings, UnreadableError)
            if private:  # what it says is nobody's business, and which part of it, only its headings tell
                self._drop(connection, id_)
                row |= {"digest": ""}
            connection.execute(sa.insert(imports).values(row))
            if isinstance(looked.headings, UnreadableError):
                if not private:
                    self._park(connection, feed, id_, looked)
                return Received(id_, looked.headings, kept=not private)
            importing.note_unknown(connection, id_, headings.unknown(feed, looked.headings))
        return Received(id_, None)

    def read_again(self, connection: sa.Connection, feed: FileFeed, id_: str) -> None:
        """Look at a refused file once more; its entry is released or refused again."""
        entry = self.parts.quarantine.get(connection, id_)
        looked = looking.look(feed, importing.content(self.parts.engine, id_))
        if isinstance(looked.headings, UnreadableError):
            self.parts.quarantine.refuse_again(connection, entry, looked.headings.reason)
            return
        importing.begin(connection, id_, looked.encoding, looked.headings)
        importing.note_unknown(connection, id_, headings.unknown(feed, looked.headings))
        self.parts.quarantine.release(connection, entry)

    def _store(self, connection: sa.Connection, feed: FileFeed, file: File, id_: str) -> Looked:
        pieces = iter(lambda: file.content.read(CHUNK), b"")
        scanning = Looking(pieces)
        numbered = ((id_, number, piece) for number, piece in enumerate(scanning))
        copy_rows(connection, 'COPY ingest.chunks ("import", number, content) FROM STDIN', numbered)
        return scanning.looked(feed)

    def _earlier(self, connection: sa.Connection, feed: FileFeed, digest: str) -> Earlier | None:
        """The first import of the same content; the lock holds off one that comes at the same time.

        One that left out people who were not known is read anew: they may be by now.
        """
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtext(f"{self.parts.agency} {feed.name} {digest}"))
        connection.execute(sa.select(lock))
        same = (imports.c.agency == self.parts.agency) & (imports.c.feed == feed.name)
        left_out = (rows.c["import"] == imports.c.id) & (rows.c.state == State.IGNORED)
        query: sa.Select[tuple[str, str]] = (
            sa.select(imports.c.id, imports.c.state)
            .where(same, imports.c.digest == digest, imports.c.repeats.is_(None))
            .where(~sa.exists().where(left_out))
            .order_by(imports.c.state == "failed", imports.c.order)
        )
        found = connection.execute(query).first()
        return Earlier(found.id, found.state) if found else None

    def _row(self, feed: FileFeed, looked: Looked, said: date | None) -> dict[str, object]:
        now = self.parts.clock.now()
        refused = looked.headings if isinstance(looked.headings, UnreadableError) else None
        found = None if isinstance(looked.headings, UnreadableError) else looked.headings
        return {
            "agency": self.parts.agency,
            "feed": feed.name,
            "bytes": looked.size,
            "as_of": said or day_of(now, self.settings.zone),
            "encoding": looked.encoding,
            "delimiter": found.delimiter if found else ",",
            "header_row": found.row if found else 0,
            "state": "failed" if refused else "reading",
            "position": 0,
            "received_at": now,
            "reason": refused.reason if refused else None,
            "field": refused.field if refused else None,
        }

    def _drop(self, connection: sa.Connection, id_: str) -> None:
        connection.execute(sa.delete(chunks).where(chunks.c["import"] == id_))

    def _park(self, connection: sa.Connection, feed: FileFeed, id_: str, looked: Looked) -> None:
        problem = looked.headings
        if not isinstance(problem, UnreadableError):
            return
        parked = Parked(
            id=id_,
            agency=self.parts.agency,
            subject=id_,
            origin=f"{feed.name} file",
            reason=problem.reason,
            value=looked.head[:LARGEST_PARKED],
            field=problem.field,
        )
        self.parts.quarantine.park(connection, [parked])
