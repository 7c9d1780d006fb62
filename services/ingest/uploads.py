"""Takes files in: whole, into the database, before anything is decided about their rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import BinaryIO, NamedTuple
from uuid import uuid4

import sqlalchemy as sa

from services.ingest import imports as importing
from services.ingest import mappings
from services.ingest.files import headings, looking, naming
from services.ingest.files.columns import Columns, Meanings
from services.ingest.files.looking import Looked
from services.ingest.parts import Parts
from services.ingest.reading import FileFeed
from services.ingest.rowstore import State
from services.ingest.tables import chunks, imports, rows
from shared.clock import day_of
from shared.database import transaction
from shared.errors import UnreadableError
from shared.parked import Parked
from shared.parked import State as Asked
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

    @property
    def day(self) -> date | None:
        """The same, or what its name tells of it."""
        return self.exported_on or naming.day_in(naming.safe(self.name))

    def pieces(self) -> Iterator[bytes]:
        """Its content, from where it stands."""
        return iter(lambda: self.content.read(CHUNK), b"")

    def again(self) -> Iterator[bytes]:
        """The same, from its beginning."""
        self.content.seek(0)
        return self.pieces()


class Seen(NamedTuple):
    """A file that was looked at."""

    file: File
    columns: Columns
    looked: Looked


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
        seen = self.look(feed, file)
        with transaction(self.parts.engine) as connection:
            return self.keep(connection, seen)

    def look(self, feed: FileFeed, file: File) -> Seen:
        """How a file would be read: takes longer than a transaction may idle."""
        columns = self._columns(feed)
        return Seen(file, columns, looking.look(columns, file.pieces(), file.content))

    def keep(self, connection: sa.Connection, seen: Seen) -> Received:
        """Store a file that was looked at, in the transaction of this connection."""
        file, columns, looked = seen
        id_, feed, said = str(uuid4()), columns.feed, file.day
        digest = _identity(looked, said, columns.mapping)
        earlier = self._earlier(connection, feed, digest)
        if isinstance(looked.headings, UnreadableError) and earlier:
            return Received(earlier.id, looked.headings)
        row = self._row(columns, looked, said) | {"id": id_, "digest": digest}
        repeats = earlier is not None and earlier.state != "failed"
        if earlier and repeats:
            row |= {"repeats": earlier.id, "state": "done"}
        private = feed.kept is not None and isinstance(looked.headings, UnreadableError)
        if private:  # what it says is nobody's business, and which part of it, only its headings tell
            row |= {"digest": ""}
        connection.execute(sa.insert(imports).values(row | {"name": naming.safe(file.name)}))
        if not repeats and not private:
            self._store(connection, file, id_)
        if isinstance(looked.headings, UnreadableError):
            if not private:
                self._park(connection, feed, id_, looked)
            return Received(id_, looked.headings, kept=not private)
        importing.note_unknown(connection, id_, headings.unknown(columns, looked.headings.names))
        return Received(id_, None)

    def read_again(self, feed: FileFeed, id_: str) -> None:
        """Look at a refused file once more, with the mapping of now: it is read, or refused again."""
        columns = self._columns(feed)
        looked = looking.look(columns, importing.content(self.parts.engine, id_))
        with transaction(self.parts.engine) as connection:
            entry = self.parts.quarantine.get(connection, id_)
            if entry.state != Asked.RETRYING:
                return  # somebody else was first, or it is to be given up
            if isinstance(looked.headings, UnreadableError):
                self.parts.quarantine.refuse_again(connection, entry, looked.headings.reason)
                return
            importing.begin(connection, id_, _layout(looked, columns))
            importing.note_unknown(connection, id_, headings.unknown(columns, looked.headings.names))
            self.parts.quarantine.release(connection, entry)

    def _columns(self, feed: FileFeed) -> Columns:
        with transaction(self.parts.engine) as connection:
            return Columns(feed, mappings.of(connection, self.parts.agency, feed.name))

    def _store(self, connection: sa.Connection, file: File, id_: str) -> None:
        """After its import, through which the database knows whose it is."""
        for number, piece in enumerate(file.again()):
            chunk = {"import": id_, "number": number, "content": piece}
            connection.execute(sa.insert(chunks).values(chunk))

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

    def _row(self, columns: Columns, looked: Looked, said: date | None) -> dict[str, object]:
        now = self.parts.clock.now()
        refused = looked.headings if isinstance(looked.headings, UnreadableError) else None
        return {
            "agency": self.parts.agency,
            "feed": columns.feed.name,
            "bytes": looked.size,
            "as_of": said or day_of(now, self.settings.zone),
            **_layout(looked, columns),
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


def _identity(looked: Looked, said: date | None, mapping: Meanings) -> str:
    """What makes a file the same as an earlier one: its bytes, its day, and what was said of its headings."""
    meant = f" {sha256(repr(sorted(mapping.items())).encode()).hexdigest()}" if mapping else ""
    return f"{looked.digest} {said or ''}{meant}"


def _layout(looked: Looked, columns: Columns) -> dict[str, object]:
    """How the file is to be read, from its first row to its last, whatever is said in between."""
    found = None if isinstance(looked.headings, UnreadableError) else looked.headings
    return {
        "encoding": looked.encoding,
        "delimiter": found.delimiter if found else ",",
        "sheet": found.sheet if found else None,
        "header_row": found.row if found else 0,
        "mapping": dict(columns.mapping) or None,
    }
