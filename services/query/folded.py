"""Projections that are a function of all that was said of a person, made anew when more is said.

So a correction, a retraction, a fact that comes late or twice, and a merge are one case: the facts that are
there, in their total order. What is kept of a seal that was opened is a number, a day, or a hidden word.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from services.query.bulk import Person, Row, copy_binary, wire_uuid
from services.query.opening import opened
from services.query.void import void_facts
from shared.codec import Sealed
from shared.employers import plain_employer
from shared.envelope import Event
from shared.vault import Vault

RETRACTED = "fact.retracted"
LONGEST = 200
"""Characters of a name that is kept."""
Hide = Callable[[str | None], bytes | None]
"""The same for every spelling of one employer of an agency, and readable for nobody."""


class Fold(Protocol):
    """What is kept of a person, as a function of their facts."""

    @property
    def tables(self) -> Sequence[sa.Table]:
        """Whose primary keys begin with agency and person."""
        ...

    @property
    def types(self) -> frozenset[str]:
        """The facts it rests on."""
        ...

    def heeds(self, one: Sealed) -> bool:
        """Whether a fact may change what is kept."""
        ...

    def rows(self, events: Sequence[Event], hide: Hide) -> Sequence[Iterable[Row]]:
        """Of one person's facts that hold, in order: for each table its rows, without agency and person."""
        ...


def kept(text: str) -> str:
    """A name as a table takes it."""
    return text.replace("\0", "")[:LONGEST]


@dataclass(frozen=True)
class Folded:
    """Keeps a fold of everybody, from the timeline, which comes before it in each batch."""

    fold: Fold
    timeline: sa.Table
    vault: Vault

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Fold whoever the batch says something new of."""
        touched = {
            (one.agency, one.subject) for one in batch if one.type == RETRACTED or self.fold.heeds(one)
        }
        for agency, people in _by_agency(touched):
            found = self._rows(connection, agency, people)
            self._drop(connection, agency, people)
            for table, rows in zip(self.fold.tables, found, strict=True):
                if rows:
                    copy_binary(connection, table, tuple(table.c.keys()), rows)

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop what is kept of these people."""
        for agency, theirs in _by_agency(people):
            self._drop(connection, agency, theirs)

    def _drop(self, connection: sa.Connection, agency: str, people: Sequence[str]) -> None:
        for table in self.fold.tables:
            theirs = table.c.person == sa.any_(_array(people, sa.Uuid(as_uuid=False)))
            connection.execute(table.delete().where(table.c.agency == agency, theirs))

    def _rows(self, connection: sa.Connection, agency: str, people: Sequence[str]) -> list[list[Row]]:
        found: list[list[Row]] = [[] for _ in self.fold.tables]
        for person, said in groupby(self._events(connection, agency, people), attrgetter("subject")):
            held = _held(said)
            if held:
                made = self.fold.rows(held, self._hide(agency))
                for rows, new in zip(found, made, strict=True):
                    rows += [(agency, wire_uuid(person), *row) for row in new]
        return found

    def _events(self, connection: sa.Connection, agency: str, people: Sequence[str]) -> list[Event]:
        told, wanted = self.timeline, sorted({*self.fold.types, RETRACTED})
        query = sa.select(told).where(
            told.c.agency == agency,
            told.c.person == sa.any_(_array(people, sa.Uuid(as_uuid=False))),
            told.c.type == sa.any_(_array(wanted, sa.Text())),
        )
        rows = connection.execute(query.order_by(told.c.person)).mappings().all()
        return [event for event in opened(self.vault, connection, rows) if event is not None]

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
