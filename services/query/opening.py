"""Events of the timeline, opened with the keys of the people they are about."""

from collections.abc import Iterable

import sqlalchemy as sa

from shared import codec
from shared.codec import Sealed
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.vault import Keys, Vault


def opened(vault: Vault, connection: sa.Connection, rows: Iterable[sa.RowMapping]) -> list[Event | None]:
    """The events of these rows; None where this version of the code cannot read one."""
    events = [sealed(row) for row in rows]
    keys = vault.keys(connection, {(one.agency, one.subject) for one in events}, create=False)
    return [_event(one, keys) for one in events]


def sealed(row: sa.RowMapping) -> Sealed:
    """A row of the timeline as the event it was."""
    return Sealed(
        id=row["event"],
        type=row["type"],
        version=row["version"],
        agency=row["agency"],
        subject=row["person"],
        source=row["source"],
        occurred=row["occurred"],
        recorded_at=row["recorded_at"],
        forwarded_by=row["forwarded_by"],
        data=row["data"],
    )


def _event(one: Sealed, keys: Keys) -> Event | None:
    try:
        return codec.body(one, keys)
    except UnreadableError:
        return None
