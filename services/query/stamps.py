"""In which transaction a row was written last, so that a reader can ask what changed since.

Transactions get their numbers when they first write, and end in any order: what is older than all that are
still under way (`pg_snapshot_xmin`) is complete, and nothing will ever be added to it.
"""

import sqlalchemy as sa

CHANGED = "changed_in"
"""The column that says so; empty where an older program wrote the row."""
_CURRENT = sa.text("SELECT pg_current_xact_id()::text::bigint")
COMPLETE = sa.cast(sa.cast(sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot()), sa.Text), sa.BigInteger)
"""All transactions below this number have ended."""


def column() -> sa.Column[int]:
    """The column of a table."""
    return sa.Column(CHANGED, sa.BigInteger)


def current(connection: sa.Connection) -> int:
    """The number of the connection's transaction, for what it writes."""
    return int(connection.execute(_CURRENT).scalar_one())
