"""What all reads share: one agency's rows only, and seals opened for a page at once."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from services.query.opening import opened
from services.query.tables import QueryTables
from shared.clock import Clock, day_of
from shared.database import transaction
from shared.envelope import Event
from shared.settings import Settings
from shared.vault import Vault


@dataclass(frozen=True)
class Store:
    """The projections as one agency may see them."""

    engine: sa.Engine
    tables: QueryTables
    vault: Vault
    clock: Clock
    settings: Settings

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A transaction to read in; `UnavailableError` when the database is away."""
        return transaction(self.engine)

    def at_one_moment(self) -> AbstractContextManager[sa.Connection]:
        """A transaction whose queries all see the same; `UnavailableError` when the database is away."""
        return transaction(self._repeatable)

    @contextmanager
    def held(self) -> Iterator["Store"]:
        """The same store as it is at one moment: all that is read of it until the end of the block."""
        with self.at_one_moment() as connection:
            parts = self.engine, self.tables, self.vault, self.clock, self.settings
            yield HeldStore(*parts, connection)

    @cached_property
    def _repeatable(self) -> sa.Engine:
        return self.engine.execution_options(isolation_level="REPEATABLE READ")

    def rows(self, table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """A query of a table, without anybody else's rows: every read begins here."""
        return sa.select(*(columns or table.c)).where(table.c.agency == self.settings.agency)

    def now(self) -> datetime:
        """The present moment."""
        return self.clock.now()

    def today(self) -> date:
        """The agency's calendar day."""
        return self.day(self.now())

    def day(self, moment: datetime) -> date:
        """The agency's calendar day at a moment."""
        return day_of(moment, self.settings.zone)

    def begins(self, day: date) -> datetime:
        """The moment at which a calendar day of the agency begins."""
        return datetime.combine(day, time.min, self.settings.zone)

    def ends(self, day: date) -> datetime | None:
        """The moment at which a calendar day of the agency is over; none for the last day there is."""
        return None if day == date.max else self.begins(day + timedelta(days=1))

    def open(self, connection: sa.Connection, rows: Iterable[sa.RowMapping]) -> list[Event | None]:
        """Open rows of the timeline; None where this version of the code cannot read one."""
        return opened(self.vault, connection, rows)


@dataclass(frozen=True)
class HeldStore(Store):
    """A store within one transaction."""

    connection: sa.Connection

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """The transaction."""
        return nullcontext(self.connection)

    def at_one_moment(self) -> AbstractContextManager[sa.Connection]:
        """The transaction."""
        return nullcontext(self.connection)
