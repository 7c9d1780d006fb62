"""Who turned out to be somebody else: one word for each person, of which the latest holds."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest.tables import absorbed
from shared.envelope import computed_id
from shared.facts.people import PersonAbsorbed


class Merged(NamedTuple):
    """Who was absorbed by whom; or, since a merge was undone, under which id somebody goes on."""

    person: str
    into: str
    merge: str
    """What marks the facts that are forwarded."""
    undoes: str | None = None
    """The merge that was undone."""
    other: str | None = None
    """Who came out of it beside `into`."""
    since: datetime | None = None
    """What was told by name after this may be of either."""

    @property
    def named(self) -> set[str]:
        """Everybody whom it names."""
        return {person for person in (self.person, self.into, self.other) if person}


_COLUMNS = tuple(absorbed.c[name] for name in Merged._fields)


def told(agency: str, merged: Merged) -> tuple[str, PersonAbsorbed]:
    """The fact of it, with its id."""
    id_ = computed_id("person.absorbed", agency, merged.person, merged.into)
    return id_, PersonAbsorbed(
        into=merged.into,
        merge=merged.merge,
        undoes=merged.undoes,
        other=merged.other,
        since=merged.since,
    )


def read(person: str, said: PersonAbsorbed) -> Merged:
    """The same, from the fact."""
    return Merged(person, said.into, said.merge, said.undoes, said.other, said.since)


def point(connection: sa.Connection, agency: str, merged: Merged, at: datetime) -> bool:
    """Remember who turned out to be whom; whether that is news: a later word holds over an earlier one."""
    statement = insert(absorbed).values(agency=agency, at=at, **merged._asdict())
    latest = {name: statement.excluded[name] for name in ("at", *Merged._fields[1:])}
    newer = absorbed.c.at.is_(None) | (absorbed.c.at < statement.excluded.at)
    wanted = statement.on_conflict_do_update(index_elements=["agency", "person"], set_=latest, where=newer)
    return connection.execute(wanted.returning(absorbed.c.person)).first() is not None


def announce(connection: sa.Connection, agency: str, undoing: str) -> None:
    """What undoes a merge is about to be put on the log."""
    mine = (absorbed.c.agency == agency) & (absorbed.c.merge == undoing)
    connection.execute(sa.update(absorbed).where(mine).values(unread=True))


def read_back(connection: sa.Connection, agency: str, merged: Merged) -> None:
    """It was read from the log, after all that was told of the person before it."""
    mine = (absorbed.c.agency == agency) & (absorbed.c.person == merged.person)
    connection.execute(sa.update(absorbed).where(mine, absorbed.c.merge == merged.merge).values(unread=None))


def among(connection: sa.Connection, agency: str, people: Collection[str]) -> list[Merged]:
    """Who of these turned out to be somebody else."""
    if not people:
        return []
    mine = (absorbed.c.agency == agency) & absorbed.c.person.in_(sorted(people))
    return [Merged(*row) for row in connection.execute(sa.select(*_COLUMNS).where(mine))]
