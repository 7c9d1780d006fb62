"""Reads people: who they are by their profiles, what happened, and whether they have left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from services.query.cursor import OldestFirstPlace, TimelinePlace
from services.query.roles import PLACED, Role, role_of
from services.query.store import Store
from services.query.void import void_facts
from shared.cursor import cursor_of
from shared.envelope import Event
from shared.errors import ErasedError, NotFoundError
from shared.facts import KINDS
from shared.facts.people import PersonProfiled
from shared.topics import Topic, topic_of

PROFILE = ("person.profiled", "fact.retracted", *PLACED)

Kind = Literal["facts", "planning"]
PLANNING = [
    *(kind.name for kind in KINDS.values() if topic_of(kind.name) is Topic.TASKS),
    *("playbook.adopted", "review.due"),
]
"""How the plan changed, and what made it be looked at; everything else happened to the person."""


class Profile(NamedTuple):
    """Who somebody is, by the newest words of each feed."""

    said: Sequence[PersonProfiled]
    """The newest first, one of each feed, without what was retracted."""
    role: Role | None
    """The job they have, if one is known."""
    known_since: datetime
    parked: int
    """How many of their records some service could not read; those that the rules parked hold their plan."""


class Entry(NamedTuple):
    """One event of a timeline; `event` is None where this version of the code cannot read it."""

    row: sa.RowMapping
    event: Event | None
    retracted: bool


@dataclass(frozen=True)
class Persons:
    """One agency's people."""

    store: Store

    def absorbed_into(self, person: str) -> str | None:
        """Who somebody turned out to be; None for who they were all along."""
        table = self.store.tables.people.departures
        with self.store.reading() as connection:
            return connection.execute(
                self.store.rows(table, table.c.into).where(table.c.person == person)
            ).scalar_one_or_none()

    def seen(self, person: str, event: str) -> bool:
        """Whether an event of somebody has arrived; of who has left, nothing more will."""
        told, left = self.store.tables.timeline, self.store.tables.people.departures
        arrived = self.store.rows(told).where(told.c.person == person, told.c.event == event)
        gone = self.store.rows(left).where(left.c.person == person)
        with self.store.reading() as connection:
            return bool(connection.execute(sa.select(arrived.exists() | gone.exists())).scalar())

    def profile(self, person: str) -> Profile:
        """Who somebody is. `NotFoundError` when nothing is known, `ErasedError` when nothing is any more."""
        told = self.store.tables.timeline
        theirs = self.store.rows(told).where(told.c.person == person, told.c.type.in_(PROFILE))
        with self.store.reading() as connection:
            known_since, parked = self._known(connection, person)
            rows = connection.execute(theirs).mappings().all()
            events = [event for event in self.store.open(connection, rows) if event is not None]
        stand = standing(events)
        role = role_of(_profiles(stand), stand, self.store.today())
        return Profile(newest_of_each_feed(events), role, known_since, parked)

    def must_be_known(self, person: str) -> None:
        """`NotFoundError` when nothing is known of somebody, `ErasedError` when nothing is any more."""
        with self.store.reading() as connection:
            self._must_be_known(connection, person)

    def timeline(
        self,
        person: str,
        after: TimelinePlace | None,
        limit: int,
        kind: Kind | None = None,
        *,
        oldest_first: bool = False,
    ) -> tuple[list[Entry], str | None]:
        """What happened, the newest first unless said otherwise; a cursor when there is more.

        Raises `NotFoundError` when nothing did, of whatever kind.
        """
        told = self.store.tables.timeline
        order = (told.c.occurred, told.c.recorded_at, told.c.event)
        query = self.store.rows(told).where(told.c.person == person)
        ordered = order if oldest_first else [column.desc() for column in order]
        query = query.order_by(*ordered).limit(limit + 1)
        if kind is not None:
            planned = told.c.type.in_(PLANNING)
            query = query.where(planned if kind == "planning" else ~planned)
        if after is not None:
            last = sa.tuple_(*_values(after), types=[column.type for column in order])
            query = query.where(sa.tuple_(*order) > last if oldest_first else sa.tuple_(*order) < last)
        with self.store.reading() as connection:
            rows = connection.execute(query).mappings().all()
            if not rows and after is None:
                self._must_be_told(connection, person)
            found = self.entries(connection, person, rows)
        place = OldestFirstPlace if oldest_first else TimelinePlace
        return found[:limit], _cursor(place, rows[limit - 1]) if len(rows) > limit else None

    def entries(self, connection: sa.Connection, person: str, rows: Sequence[sa.RowMapping]) -> list[Entry]:
        """Rows of somebody's timeline as its entries, in the same order."""
        events, void = self.store.open(connection, rows), self._retracted(connection, person)
        return [Entry(row, event, row["event"] in void) for row, event in zip(rows, events, strict=True)]

    def entry(self, person: str, event: str) -> Entry:
        """One thing that happened to somebody; `NotFoundError` when it did not, or they are unknown."""
        told = self.store.tables.timeline
        query = self.store.rows(told).where(told.c.person == person, told.c.event == event)
        with self.store.reading() as connection:
            row = connection.execute(query).mappings().first()
            if row is None:
                raise NotFoundError(f"Nothing with the id {event} is known to have happened to {person}.")
            (read,) = self.store.open(connection, [row])
            return Entry(row, read, event in self._retracted(connection, person))

    def _must_be_known(self, connection: sa.Connection, person: str) -> None:
        self._known(connection, person)

    def _known(self, connection: sa.Connection, person: str) -> tuple[datetime, int]:
        """Since when somebody is known, and how many records of theirs are parked."""
        told, (left, parked) = self.store.tables.timeline, self.store.tables.people
        gone = self.store.rows(left).where(left.c.person == person, left.c.into.is_(None))
        since = self.store.rows(told, sa.func.min(told.c.recorded_at)).where(told.c.person == person)
        held = self.store.rows(parked, sa.func.count()).where(parked.c.person == person, parked.c.parked)
        asked = sa.select(gone.exists(), since.scalar_subquery(), held.scalar_subquery())
        erased, known_since, many = connection.execute(asked).one()
        if erased:
            raise ErasedError("This person asked to be forgotten; nothing is kept of them.")
        if known_since is None:
            raise _unknown(person)
        return known_since, many

    def _must_be_told(self, connection: sa.Connection, person: str) -> None:
        told = self.store.tables.timeline
        if not connection.execute(self.store.rows(told).where(told.c.person == person).limit(1)).first():
            raise _unknown(person)

    def _retracted(self, connection: sa.Connection, person: str) -> set[str]:
        told = self.store.tables.timeline
        query = self.store.rows(told).where(told.c.person == person, told.c.type == "fact.retracted")
        rows = connection.execute(query).mappings().all()
        return void_facts(event for event in self.store.open(connection, rows) if event is not None)


def _unknown(person: str) -> NotFoundError:
    return NotFoundError(f"Nothing is known of a person {person}.")


def newest_of_each_feed(events: Iterable[Event]) -> list[PersonProfiled]:
    """The profiles that hold, the newest first: of each feed its last, unless it was retracted."""
    return [body for event in _profiles(standing(events)) if isinstance(body := event.body, PersonProfiled)]


def name_of(events: Iterable[Event]) -> str | None:
    """By the newest profile that has one."""
    return next((profile.name for profile in newest_of_each_feed(events) if profile.name), None)


def standing(events: Iterable[Event]) -> list[Event]:
    """Those that no later one takes back, in the order of history."""
    ordered = sorted(events, key=lambda event: event.order)
    void = void_facts(ordered)
    return [event for event in ordered if event.id not in void]


def _profiles(ordered: Iterable[Event]) -> list[Event]:
    newest: dict[str, Event] = {}
    for event in ordered:
        if isinstance(event.body, PersonProfiled):
            newest.pop(event.body.feed, None)
            newest[event.body.feed] = event
    return list(reversed(newest.values()))


def _values(place: TimelinePlace) -> tuple[str, datetime, str]:
    return place.occurred, place.recorded_at, str(place.event)


def _cursor(place: type[TimelinePlace], row: sa.RowMapping) -> str:
    return cursor_of(place(row["occurred"], row["recorded_at"], UUID(row["event"])))
