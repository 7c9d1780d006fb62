"""Imports in the database: uploaded files and how far they are read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest.files.contents import Layout
from services.ingest.rowstore import Row
from services.ingest.tables import chunks, imports, unknown_columns
from shared.database import transaction
from shared.errors import UnreadableError

LEASE_S = 30
"""An import whose reader has said nothing for so long is taken up by another."""
CHUNKS_AT_ONCE = 8
"""Of an upload's chunks: 2 MB."""
_LEASE = sa.func.now() + sa.func.make_interval(0, 0, 0, 0, 0, 0, LEASE_S)
_CLAIM = sa.text(
    "UPDATE ingest.imports SET lease_until = now() + make_interval(secs => :lease) WHERE id = ("
    " SELECT next.id FROM ingest.imports AS next"
    " WHERE next.agency = :agency AND next.state = 'reading'"
    " AND (next.lease_until IS NULL OR next.lease_until < now())"
    # Snapshots mean something only in their order, one after the other; so do the files of an archive, whose
    # feeds' names begin alike.
    " AND NOT EXISTS (SELECT FROM ingest.imports AS earlier WHERE earlier.agency = next.agency"
    " AND split_part(earlier.feed, '_', 1) = split_part(next.feed, '_', 1)"
    ' AND earlier."order" < next."order" AND earlier.state = \'reading\')'
    " AND NOT EXISTS (SELECT FROM ingest.rows JOIN ingest.imports AS earlier ON earlier.id = rows.import"
    " WHERE rows.state = 'read' AND earlier.agency = next.agency"
    " AND split_part(earlier.feed, '_', 1) = split_part(next.feed, '_', 1)"
    ' AND earlier."order" < next."order")'
    ' ORDER BY next."order" LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *'
)


class Import(NamedTuple):
    """A file that is being read."""

    id: str
    agency: str
    feed: str
    as_of: date
    encoding: str
    delimiter: str
    header_row: int
    position: int
    received_at: datetime
    sheet: str | None
    mapping: dict[str, str | None] | None
    """What the agency had said of its headings when the file came."""

    @property
    def layout(self) -> Layout:
        """How it is written."""
        return Layout(self.encoding, self.delimiter, self.sheet)

    def row(self, id_: str, raw: bytes, number: int) -> Row:
        """One of its rows."""
        return Row(id_, self.agency, self.feed, raw, self.received_at, self.as_of, self.id, number)


def claim(engine: sa.Engine, agency: str) -> Import | None:
    """The next import to read, for `LEASE_S` seconds from now; `None` when there is none."""
    with transaction(engine) as connection:
        row = connection.execute(_CLAIM, {"agency": agency, "lease": LEASE_S}).mappings().one_or_none()
    return Import(**{name: row[name] for name in Import._fields}) if row else None


def advance(connection: sa.Connection, id_: str, before: int, after: int) -> bool:
    """Rows up to `after` are stored in this transaction; False when somebody else has read on."""
    return _update(connection, id_, before, position=after, lease_until=_LEASE)


def finish(connection: sa.Connection, id_: str, position: int) -> bool:
    """All rows are stored: the file itself is kept no longer."""
    if not _update(connection, id_, position, state="done", lease_until=None):
        return False
    connection.execute(sa.delete(chunks).where(chunks.c["import"] == id_))
    return True


def let_go(connection: sa.Connection, id_: str, position: int) -> None:
    """Somebody else may read on at once."""
    _update(connection, id_, position, lease_until=None)


def fail(connection: sa.Connection, id_: str, error: UnreadableError) -> None:
    """The file says nothing as it is; it stays."""
    values = {"state": "failed", "reason": error.reason, "field": error.field, "lease_until": None}
    connection.execute(sa.update(imports).where(imports.c.id == id_).values(values))


def give_up(connection: sa.Connection, ids: Collection[str]) -> list[str]:
    """Keep nothing of those that failed; the same content, sent again, is another file."""
    failed = imports.c.id.in_(ids) & (imports.c.state == "failed")
    values = sa.update(imports).where(failed).values(digest="").returning(imports.c.id)
    gone = list(connection.execute(values).scalars())
    connection.execute(sa.delete(chunks).where(chunks.c["import"].in_(gone)))
    return gone


def failed(connection: sa.Connection, before: datetime, at_most: int) -> list[str]:
    """Those that came before that moment, say nothing, and are kept still."""
    mine = (imports.c.state == "failed") & (imports.c.digest != "") & (imports.c.received_at < before)
    return list(connection.execute(sa.select(imports.c.id).where(mine).limit(at_most)).scalars())


def begin(connection: sa.Connection, id_: str, known: Mapping[str, object]) -> None:
    """Have a file read whose headings are found; `known` says how, in columns of the table."""
    values = {**known, "state": "reading", "reason": None, "field": None}
    connection.execute(sa.update(imports).where(imports.c.id == id_).values(values))


def note_unknown(connection: sa.Connection, id_: str, names: Sequence[str]) -> None:
    """Remember which headings of a file its feed does not know."""
    if names:
        statement = insert(unknown_columns).values({"import": id_, "names": names})
        connection.execute(statement.on_conflict_do_nothing())


def content(engine: sa.Engine, id_: str) -> Iterator[bytes]:
    """The file, chunk by chunk; a few are read in one transaction."""
    number = 0
    while True:
        some = chunks.c.number.between(number, number + CHUNKS_AT_ONCE - 1)
        query = sa.select(chunks.c.content).where(chunks.c["import"] == id_, some).order_by(chunks.c.number)
        with transaction(engine) as connection:
            found = connection.execute(query).scalars().all()
        yield from found
        if len(found) < CHUNKS_AT_ONCE:
            return
        number += CHUNKS_AT_ONCE


def _update(connection: sa.Connection, id_: str, before: int, **values: object) -> bool:
    mine = (imports.c.id == id_) & (imports.c.position == before) & (imports.c.state == "reading")
    return connection.execute(sa.update(imports).where(mine).values(values)).rowcount == 1
