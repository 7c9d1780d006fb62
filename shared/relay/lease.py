"""Who may number and send: one relay per service, by a lease on the database's clock."""

from datetime import timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from shared.errors import FencedError

FIRST = {"id": 1, "lease": 0, "owner": "", "until": sa.func.to_timestamp(0), "epoch": 1}
"""The row before anybody led."""


class Held(NamedTuple):
    """What a leader holds."""

    lease: int
    """Raised by every new leader: who holds a lower one has lost."""
    epoch: int
    """The writer's, in which numbers count."""


class Lease:
    """The one row of a service's relays; every method works in the caller's transaction."""

    def __init__(self, table: sa.Table, owner: str, period: timedelta) -> None:
        self._table = table
        self._owner = owner
        self._until = sa.func.clock_timestamp() + period
        # Long over is not ours any more even if nobody took it: so looks a database that was put back.
        self._not_long_over = table.c.until > sa.func.clock_timestamp() - period

    def take(self, connection: sa.Connection) -> Held | None:
        """Become the leader; None while another one's lease runs."""
        connection.execute(insert(self._table).values(FIRST).on_conflict_do_nothing())
        table = self._table.c
        free = (table.until < sa.func.clock_timestamp()) | (table.owner == self._owner)
        return self._raise_lease(connection, free)

    def seize(self, connection: sa.Connection) -> Held:
        """Become the leader whoever is, which stops that one; for an operator."""
        held = self.take(connection) or self._raise_lease(connection, sa.true())
        if held is None:
            raise FencedError("expected the relay's lease in the database, found none; try again")
        return held

    def _raise_lease(self, connection: sa.Connection, where: sa.ColumnElement[bool]) -> Held | None:
        table = self._table
        raised = {"lease": table.c.lease + 1, "owner": self._owner, "until": self._until}
        statement = sa.update(table).where(where).values(raised).returning(table.c.lease, table.c.epoch)
        row = connection.execute(statement).one_or_none()
        return Held(row.lease, row.epoch) if row else None

    def hold(self, connection: sa.Connection, held: Held) -> None:
        """Renew the lease and keep every other relay from taking it until the transaction ends.

        `FencedError` when another one has taken it, or when it has been over for longer than it lasts.
        """
        if connection.execute(self.holding(), {"held_lease": held.lease}).rowcount != 1:
            raise lost(held)

    def holding(self) -> sa.Update:
        """What renews `held_lease` and keeps it, as a part of another statement; no row where it is lost."""
        ours = (self._table.c.lease == sa.bindparam("held_lease")) & self._not_long_over
        return sa.update(self._table).where(ours).values(until=self._until)

    def release(self, connection: sa.Connection, held: Held) -> None:
        """Let the next one lead at once."""
        table = self._table
        over = sa.update(table).where(table.c.lease == held.lease)
        connection.execute(over.values(until=sa.func.to_timestamp(0), owner=""))

    def open_epoch(self, connection: sa.Connection, held: Held, epoch: int) -> None:
        """Let numbers count in a new epoch, and the outbox take events; the caller holds the lease."""
        table = self._table
        opened = sa.update(table).where(table.c.lease == held.lease)
        connection.execute(opened.values(epoch=epoch, stopped=None))

    def stop(self, connection: sa.Connection, because: str) -> None:
        """Have the outbox take nothing until `go_on`; the caller has locked everybody."""
        connection.execute(insert(self._table).values(FIRST).on_conflict_do_nothing())
        connection.execute(sa.update(self._table).values(stopped=because))

    def go_on(self, connection: sa.Connection) -> None:
        """Have the outbox take events again."""
        stopped = self._table.c.stopped
        connection.execute(sa.update(self._table).where(stopped.is_not(None)).values(stopped=None))


def lost(held: Held) -> FencedError:
    """The lease is not held any more."""
    return FencedError(f"relay lease {held.lease} is over: another relay may lead now")
