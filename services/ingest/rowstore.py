"""Payloads and rows as they came, and what became of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest import attempts
from services.ingest.tables import rows
from shared.database import copy_rows

GRACE_S = 5
"""For so long nobody else takes up what was stored: whoever stored it is about to."""


class State(StrEnum):
    """What became of a row."""

    READ = "read"
    """Stored, and nothing decided yet."""
    NEW = "new"
    """It said something."""
    KNOWN = "known"
    """It said nothing that was not known."""
    QUARANTINED = "quarantined"
    WAITING = "waiting"
    """In quarantine until what it speaks of is known; then taken up by itself."""
    IGNORED = "ignored"
    """About people whom no feed has told of, and cleared."""
    ERASED = "erased"
    """About somebody erased, and cleared."""
    DISCARDED = "discarded"
    """Given up, and cleared."""


class Row(NamedTuple):
    """One web hook, or one row of a file."""

    id: str
    agency: str
    feed: str
    raw: bytes
    received_at: datetime
    as_of: date
    import_: str | None = None
    number: int | None = None
    """As a person counts the rows of the file, headings included."""
    parked: bool = False


class Outcome(NamedTuple):
    """What became of a row."""

    state: State
    person: str | None = None
    version: str | None = None
    """`person:event` of the last fact it stated, to wait for."""
    reason: str | None = None
    field: str | None = None
    key: bytes | None = None
    """The blind index of whom it speaks of."""
    clear: bool = False
    """Whether the payload must not be kept."""


_KEEP = sa.text(
    "INSERT INTO ingest.rows"
    " (id, agency, feed, import, number, raw, received_at, as_of, state, parked, due_at)"
    " SELECT id, agency, feed, import, number, raw, received_at, as_of, 'read', false,"
    " now() + make_interval(secs => :grace)"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:agencies AS text[]), CAST(:feeds AS text[]),"
    " CAST(:imports AS uuid[]), CAST(:numbers AS int[]), CAST(:raws AS bytea[]),"
    " CAST(:moments AS timestamptz[]), CAST(:days AS date[]))"
    " AS new(id, agency, feed, import, number, raw, received_at, as_of) ON CONFLICT (id) DO NOTHING"
)
_DECIDED = sa.text(
    "CREATE TEMPORARY TABLE IF NOT EXISTS decided_rows (LIKE ingest.rows) ON COMMIT DELETE ROWS;"
    "DELETE FROM decided_rows"
)
_COLUMNS = (
    "id, agency, feed, import, number, raw, received_at, as_of, state, parked, due_at,"
    " person, key, version, reason, field"
)
_COPY = f"COPY decided_rows ({_COLUMNS}) FROM STDIN"
"""By way of a temporary table: PostgreSQL copies nothing into one with row security."""
_KEEP_DECIDED = sa.text(f"INSERT INTO ingest.rows ({_COLUMNS}) SELECT {_COLUMNS} FROM decided_rows")  # noqa: S608 - constants
_OTHERS = sa.text(
    "SELECT new.place FROM unnest(CAST(:ids AS uuid[]), CAST(:raws AS bytea[])) WITH ORDINALITY"
    " AS new(id, raw, place) JOIN ingest.rows AS kept USING (id) WHERE kept.raw <> new.raw"
)
_CLAIM = sa.text(
    "SELECT id FROM ingest.rows WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'read'"
    " ORDER BY id FOR UPDATE"
)
_SETTLE = sa.text(
    "UPDATE ingest.rows AS kept SET state = new.state, person = new.person, version = new.version,"
    " reason = new.reason, field = new.field, key = coalesce(new.key, kept.key),"
    " parked = kept.parked OR new.state IN ('quarantined', 'waiting'),"
    " raw = CASE WHEN new.clear THEN NULL ELSE kept.raw END"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:persons AS uuid[]),"
    " CAST(:versions AS text[]), CAST(:reasons AS text[]), CAST(:fields AS text[]), CAST(:keys AS bytea[]),"
    " CAST(:clears AS boolean[])) AS new(id, state, person, version, reason, field, key, clear)"
    " WHERE kept.id = new.id"
)
_WAKE = sa.text(
    "UPDATE ingest.rows SET state = 'read', due_at = now()"
    " WHERE agency = :agency AND state = 'waiting' AND key = ANY(CAST(:keys AS bytea[]))"
)
_AGAIN = sa.text(
    "UPDATE ingest.rows SET state = 'read', due_at = now() + :grace * interval '1 second'"
    " WHERE id = ANY(CAST(:ids AS uuid[])) AND state IN ('quarantined', 'waiting') AND raw IS NOT NULL"
)


def keep(connection: sa.Connection, new: Sequence[Row]) -> None:
    """Store these as they came; what was stored before stays as it is."""
    connection.execute(
        _KEEP,
        {
            "grace": GRACE_S,
            "ids": [row.id for row in new],
            "agencies": [row.agency for row in new],
            "feeds": [row.feed for row in new],
            "imports": [row.import_ for row in new],
            "numbers": [row.number for row in new],
            "raws": [row.raw for row in new],
            "moments": [row.received_at for row in new],
            "days": [row.as_of for row in new],
        },
    )


def keep_decided(connection: sa.Connection, new: Sequence[Row], outcomes: Mapping[str, Outcome]) -> None:
    """Store these, which were not stored before, with what became of them."""
    connection.execute(_DECIDED)
    copy_rows(connection, _COPY, (_decided(row, outcomes[row.id]) for row in new))
    connection.execute(_KEEP_DECIDED)


def _decided(row: Row, outcome: Outcome) -> tuple[object, ...]:
    parked = outcome.state in (State.QUARANTINED, State.WAITING)
    raw = None if outcome.clear else row.raw
    return (
        *(row.id, row.agency, row.feed, row.import_, row.number, raw, row.received_at, row.as_of),
        *(str(outcome.state), parked, row.received_at, outcome.person, outcome.key, outcome.version),
        *(outcome.reason, outcome.field),
    )


def others(connection: sa.Connection, stored: Sequence[Row]) -> list[Row]:
    """Those of these rows that another payload is stored for; what was cleared cannot be told apart."""
    if not stored:
        return []
    names = {"ids": [row.id for row in stored], "raws": [row.raw for row in stored]}
    return [stored[place - 1] for place in connection.execute(_OTHERS, names).scalars()]


def claim(connection: sa.Connection, wanted: Iterable[Row]) -> list[Row]:
    """Those of which nothing is decided yet, each once, locked until the transaction ends."""
    by_id = {row.id: row for row in wanted}
    found = set(connection.execute(_CLAIM, {"ids": list(by_id)}).scalars())
    return [row for id_, row in by_id.items() if id_ in found]


def due(connection: sa.Connection, agency: str, at_most: int) -> list[Row]:
    """The oldest rows that were left by somebody, locked until the transaction ends."""
    query = (
        sa.select(rows, attempts.latest(rows.c.id))
        .where(rows.c.state == State.READ, rows.c.agency == agency, rows.c.due_at <= sa.func.now())
        .order_by(rows.c.received_at, rows.c.number, rows.c.id)
        .limit(at_most)
        .with_for_update(skip_locked=True, of=rows)
    )
    return [_row(row) for row in connection.execute(query).mappings()]


def stored(connection: sa.Connection, id_: str) -> tuple[Row, bytes, State] | None:
    """A row as it would be read now, as it came, and what became of it; `None` when nothing of it is kept."""
    query = sa.select(rows, attempts.latest(rows.c.id)).where(rows.c.id == id_, rows.c.raw.is_not(None))
    row = connection.execute(query.with_for_update(of=rows)).mappings().first()
    return (_row(row), row["raw"], State(row["state"])) if row else None


def settle(connection: sa.Connection, outcomes: Mapping[str, Outcome]) -> None:
    """Write down what became of rows."""
    found = list(outcomes.values())
    connection.execute(
        _SETTLE,
        {
            "ids": list(outcomes),
            "states": [str(each.state) for each in found],
            "persons": [each.person for each in found],
            "versions": [each.version for each in found],
            "reasons": [each.reason for each in found],
            "fields": [each.field for each in found],
            "keys": [each.key for each in found],
            "clears": [each.clear for each in found],
        },
    )
    attempts.forget(connection, [id_ for id_, each in outcomes.items() if each.clear])


def outcomes(connection: sa.Connection, ids: Collection[str]) -> dict[str, Outcome]:
    """What became of rows that were decided on earlier."""
    if not ids:
        return {}
    columns = (rows.c.id, rows.c.state, rows.c.person, rows.c.version, rows.c.reason, rows.c.field)
    found = connection.execute(sa.select(*columns).where(rows.c.id.in_(ids)))
    return {row.id: Outcome(State(row.state), *row[2:]) for row in found}


def wake(connection: sa.Connection, agency: str, keys: Collection[bytes]) -> None:
    """Have rows read that waited for these keys."""
    if keys:
        connection.execute(_WAKE, {"agency": agency, "keys": list(keys)})


def read_again(connection: sa.Connection, ids: Collection[str], *, grace_s: float = 0) -> None:
    """Have refused rows read once more, by anybody after a grace: whoever asks reads them within it."""
    connection.execute(_AGAIN, {"ids": list(ids), "grace": grace_s})


def _row(row: sa.RowMapping) -> Row:
    """As a person mended it last."""
    return Row(
        id=row["id"],
        agency=row["agency"],
        feed=row["feed"],
        raw=row["mended"] or row["raw"],
        received_at=row["received_at"],
        as_of=row["as_of"],
        import_=row["import"],
        number=row["number"],
        parked=row["parked"],
    )
