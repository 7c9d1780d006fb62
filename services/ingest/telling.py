"""From what a feed states to events about one person. No I/O."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from services.ingest.reader import Read
from services.ingest.reading import Said, Standing, Statement
from services.ingest.rowstore import Row
from services.ingest.snapshots import Snapshot, Thing
from shared.envelope import Event, computed_id, moment
from shared.facts import Fact, kind_of_body
from shared.facts.people import PersonRegistered


class Named(NamedTuple):
    """A fact with its id."""

    id: str
    body: Fact
    occurred: str | None = None


@dataclass
class Teller:
    """Tells the facts of a group, each statement against what was said before it."""

    snapshots: dict[Thing, Snapshot]
    now: datetime

    def __post_init__(self) -> None:
        self.changed: set[Thing] = set()

    def tell(self, read: Read, statement: Statement, person: str) -> list[Event]:
        """The facts of a statement, in their order: who somebody is, then what happened."""
        row = read.row
        first = Named(registered_id(row, person), PersonRegistered(feed=row.feed))
        said = [*self._differences(row, statement, person), *statement.said]
        return [event(row, person, self.now, each) for each in (first, *(named(row, one) for one in said))]

    def _differences(self, row: Row, statement: Statement, person: str) -> Iterator[Said]:
        for standing in statement.standings:
            yield from self._difference(row, standing, person)

    def _difference(self, row: Row, standing: Standing, person: str) -> tuple[Said, ...]:
        thing = (person, row.feed, standing.thing)
        before, now = self.snapshots.get(thing), stated(row)
        if before is not None and now < before.stated:
            return ()
        revision = before.revision if before else 0
        told = standing.tell(before.text if before else None, _seed(row, thing, revision + 1))
        if told.keep is not None:
            self.snapshots[thing] = Snapshot(revision + bool(told.said), told.keep, now)
            self.changed.add(thing)
        return told.said


def stated(row: Row) -> str:
    """When a row was true, as text that sorts by time: what is taken up late states what is past."""
    return f"{row.as_of.isoformat()} {moment(row.received_at)}"


def _seed(row: Row, thing: Thing, revision: int) -> str:
    """What identifies a change: a database put back to an earlier state counts a revision twice.

    The same row read again afterwards is the same change, so its content is in it, and not when it came.
    """
    return computed_id("change", row.agency, *thing, revision, sha256(row.raw).hexdigest())


def named(row: Row, said: Said) -> Named:
    """A fact with the id that its feed's words about it make."""
    kind = kind_of_body(said.body).name
    return Named(computed_id(kind, row.agency, row.feed, *said.about), said.body, said.occurred)


def event(row: Row, person: str, now: datetime, said: Named) -> Event:
    """An event that a row states about a person, or about what else it speaks of."""
    return Event(
        id=said.id,
        agency=row.agency,
        subject=person,
        source=f"ingest/{row.feed}",
        occurred=said.occurred or moment(row.received_at),
        recorded_at=now,
        body=said.body,
    )


def registered_id(row: Row, person: str) -> str:
    """Somebody is registered once, whatever the number of feeds."""
    return computed_id("person.registered", row.agency, person)
