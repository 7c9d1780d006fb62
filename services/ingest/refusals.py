"""Rows that cannot be read: into quarantine, again, or out of it."""

import sqlalchemy as sa

from services.ingest.identity.directory import Directory
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.rowstore import Outcome, Row, State
from shared.errors import UnreadableError
from shared.isolation import reason
from shared.parked import Parked

HELD = (State.QUARANTINED, State.WAITING)


def refused(error: Exception, key: bytes | None = None) -> Outcome:
    """The outcome of a row that cannot be read, in words that quote nothing personal."""
    field = error.field if isinstance(error, UnreadableError) else None
    return Outcome(State.QUARANTINED, reason=reason(error), field=field, key=key)


def follow(
    connection: sa.Connection, parts: Parts, directory: Directory, read: Read, outcome: Outcome
) -> None:
    """Park a row that was refused; release one that was read after all."""
    row = read.row
    if row.parked:
        _again(connection, parts, row, outcome)
    elif outcome.state in HELD:
        found = directory.find(read.keys) if read.keys.own else None
        subject = directory.now(found.person) if found else row.id
        parts.quarantine.park(connection, [_parked(row, outcome, subject)])


def _again(connection: sa.Connection, parts: Parts, row: Row, outcome: Outcome) -> None:
    entry = parts.quarantine.get(connection, row.id)
    match outcome.state:
        case State.QUARANTINED | State.WAITING:
            now = entry._replace(parked=entry.parked._replace(field=outcome.field))
            parts.quarantine.refuse_again(connection, now, outcome.reason or "refused again")
        case State.ERASED:
            parts.quarantine.clear(connection, row.agency, entry.parked.subject)
        case _:
            parts.quarantine.release(connection, entry)


def _parked(row: Row, outcome: Outcome, subject: str) -> Parked:
    return Parked(
        id=row.id,
        agency=row.agency,
        subject=subject,
        origin=f"{row.feed} web hook" if row.number is None else f"{row.feed} row {row.number}",
        reason=outcome.reason or "refused",
        value=row.raw,
        field=outcome.field,
        row=row.number,
    )
