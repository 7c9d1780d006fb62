"""Folds people of whom something new was said: marked with the batch that says it, folded a moment later.

Whoever is told of in ten batches is folded once, and an import is not held up by sums nobody looks at yet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.query import stamps
from services.query.bulk import Person, Row, Upsert, put, wire_uuid
from services.query.folded import Fold, Hide
from services.query.opening import opened
from services.query.void import void_facts
from shared import telemetry
from shared.codec import Sealed
from shared.employers import plain_employer
from shared.envelope import Event
from shared.isolation import blames_record, reason
from shared.vault import Vault

RETRACTED = "fact.retracted"
AT_ONCE = 100
"""People folded in one transaction, between two batches of the log: more would leave it idle for too long."""
MARK = ("agency", "person", "mark")


def table(metadata: sa.MetaData) -> sa.Table:
    """Who is to be folded."""
    return sa.Table(
        "stale",
        metadata,
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("mark", sa.BigInteger, nullable=False),
    )


@dataclass(frozen=True)
class Folding:
    """Keeps the folds of everybody, from the timeline."""

    folds: Sequence[Fold]
    stale: sa.Table
    timeline: sa.Table
    vault: Vault
    service: str

    @cached_property
    def _marking(self) -> Upsert:
        # A mark that is there is written again, and so locked until the batch is committed: whoever folds
        # passes it over, and does not take the mark away without the fact.
        return Upsert(self.stale, MARK, newer="mark")

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Mark whoever the batch says something new of."""
        heeded = (
            one for one in batch if one.type == RETRACTED or any(fold.heeds(one) for fold in self.folds)
        )
        touched = {(one.agency, one.subject) for one in heeded}
        if touched:
            mark = stamps.current(connection)
            rows = [(agency, wire_uuid(person), mark) for agency, person in touched]
            self._marking.write(connection, rows)

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop what is kept of these people."""
        for agency, theirs in _by_agency(people):
            self._drop(connection, agency, theirs, [self.stale, *self._tables])

    def fold(self, connection: sa.Connection) -> bool:
        """Fold some of those who are marked; whether there may be more."""
        waiting = sa.select(self.stale.c.agency, self.stale.c.person).limit(AT_ONCE)
        taken = sa.tuple_(self.stale.c.agency, self.stale.c.person).in_(
            waiting.with_for_update(skip_locked=True)
        )
        people = connection.execute(
            self.stale.delete().where(taken).returning(self.stale.c.agency, self.stale.c.person)
        ).all()
        for agency, theirs in _by_agency([(row.agency, row.person) for row in people]):
            self._fold_all(connection, agency, theirs)
        return len(people) == AT_ONCE

    @property
    def _tables(self) -> list[sa.Table]:
        return [table for fold in self.folds for table in fold.tables]

    def _fold_all(self, connection: sa.Connection, agency: str, people: Sequence[str]) -> None:
        """Somebody whose facts no fold can take keeps what there was, and an operator is told."""
        try:
            with connection.begin_nested():
                self._fold(connection, agency, people)
        except Exception as error:
            if not blames_record(error):
                raise
            for person in people if len(people) > 1 else ():
                self._fold_all(connection, agency, [person])
            if len(people) == 1:
                telemetry.ALARMS.labels(self.service, "fold-failed").inc()
                telemetry.logger(part="folding").error("fold-failed", person=people[0], reason=reason(error))

    def _fold(self, connection: sa.Connection, agency: str, people: Sequence[str]) -> None:
        found: dict[sa.Table, list[Row]] = {table: [] for table in self._tables}
        for person, said in groupby(self._events(connection, agency, people), attrgetter("subject")):
            for table, rows in self._rows(_held(said), agency):
                found[table] += [(agency, wire_uuid(person), *row) for row in rows]
        self._drop(connection, agency, people, found)
        for table, rows in found.items():
            if rows:
                put(connection, table, tuple(table.c.keys()), rows)

    def _rows(self, held: Sequence[Event], agency: str) -> Iterable[tuple[sa.Table, Iterable[Row]]]:
        hide = self._hide(agency)
        for fold in self.folds:
            theirs = [event for event in held if event.type in fold.types]
            if theirs:
                yield from zip(fold.tables, fold.rows(theirs, hide), strict=True)

    def _events(self, connection: sa.Connection, agency: str, people: Sequence[str]) -> list[Event]:
        told = self.timeline
        wanted = sorted({RETRACTED}.union(*(fold.types for fold in self.folds)))
        query = sa.select(told).where(
            told.c.agency == agency,
            told.c.person == sa.any_(_array(people, sa.Uuid(as_uuid=False))),
            told.c.type == sa.any_(_array(wanted, sa.Text())),
        )
        rows = connection.execute(query.order_by(told.c.person)).mappings().all()
        return [event for event in opened(self.vault, connection, rows) if event is not None]

    def _drop(
        self, connection: sa.Connection, agency: str, people: Sequence[str], tables: Iterable[sa.Table]
    ) -> None:
        for one in tables:
            theirs = one.c.person == sa.any_(_array(people, sa.Uuid(as_uuid=False)))
            connection.execute(one.delete().where(one.c.agency == agency, theirs))

    def _hide(self, agency: str) -> Hide:
        return lambda name: (
            self.vault.blind_index(agency, f"query employer {plain_employer(name)}") if name else None
        )


def _by_agency(people: Iterable[Person]) -> list[tuple[str, list[str]]]:
    return [
        (agency, [person for _, person in theirs])
        for agency, theirs in groupby(sorted(people), lambda each: each[0])
    ]


def _array(values: Sequence[str], of: sa.types.TypeEngine[str]) -> sa.BindParameter[Sequence[str]]:
    return sa.bindparam(None, values, type_=ARRAY(of), unique=True)


def _held(said: Iterable[Event]) -> list[Event]:
    events = sorted(said, key=lambda event: event.order)
    void = void_facts(events)
    return [event for event in events if event.id not in void]
