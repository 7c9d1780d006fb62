"""Reads and writes what was said to match."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.matching.memory import is_of
from services.matching.profile import Note
from services.matching.tables import notes, pairs, retractions


class Pair(NamedTuple):
    """A person and a job or resource, as it was said last that they match."""

    match: str
    family: str
    person: str
    subject: str
    kind: str
    standing: bool
    revision: int
    """How often something was said of it."""
    digest: bytes
    """Of what was said, hidden."""
    found_on: date


def touching(
    connection: sa.Connection, agency: str, family: str, people: Collection[str], subjects: Collection[str]
) -> list[Pair]:
    """What stands of these people and of these jobs or resources."""
    wanted = sa.cast(sorted(subjects), sa.ARRAY(sa.Uuid(as_uuid=False)))
    either = is_of(pairs, agency, people) | (
        (pairs.c.agency == agency) & (pairs.c.subject == sa.any_(wanted))
    )
    return _found(connection, either & pairs.c.standing & (pairs.c.family == family))


def earlier(connection: sa.Connection, agency: str, matches: Collection[str]) -> dict[str, Pair]:
    """What was ever said of these matches."""
    wanted = (pairs.c.agency == agency) & pairs.c.match.in_(sorted(matches))
    return {pair.match: pair for pair in _found(connection, wanted)}


def store(connection: sa.Connection, agency: str, some: Iterable[Pair]) -> None:
    """Keep what is said now."""
    rows = [{"agency": agency, **pair._asdict()} for pair in sorted(some)]
    if rows:
        new = insert(pairs)
        values = {name: new.excluded[name] for name in ("standing", "revision", "digest", "found_on")}
        connection.execute(new.on_conflict_do_update(constraint=pairs.primary_key, set_=values), rows)


def taken(
    connection: sa.Connection, agency: str, family: str, column: str, ids: Collection[str]
) -> dict[str, int]:
    """How many matches of this family stand, by `person` or by `subject`."""
    whose = pairs.c[column]
    wanted = (pairs.c.agency == agency) & (pairs.c.family == family) & pairs.c.standing
    counted = sa.select(whose, sa.func.count()).where(wanted, whose.in_(sorted(ids))).group_by(whose)
    return {row[0]: row[1] for row in connection.execute(counted)}


def full(
    connection: sa.Connection, agency: str, family: str, subjects: Collection[str], at_most: int
) -> set[str]:
    """Those of these jobs or resources that have no room."""
    if not subjects:
        return set()
    counts = taken(connection, agency, family, "subject", subjects)
    return {one for one, count in counts.items() if count >= at_most}


def closed_to(connection: sa.Connection, agency: str, people: Collection[str]) -> set[str]:
    """The matches that these people have, or that do not suit them."""
    standing = sa.select(pairs.c.match).where(is_of(pairs, agency, people), pairs.c.standing)
    return {*connection.execute(standing).scalars(), *refused(connection, agency, people)}


def refused(connection: sa.Connection, agency: str, people: Collection[str]) -> set[str]:
    """The matches of these people of which somebody said that they do not suit them."""
    held = ~sa.exists().where(retractions.c.person == notes.c.person, retractions.c.fact == notes.c.fact)
    said = is_of(notes, agency, people) & (notes.c.kind == "match.withdrawn")
    found = connection.execute(sa.select(notes.c.note).where(said, held)).scalars()
    return {msgspec.msgpack.decode(each, type=Note).thing for each in found}


def _found(connection: sa.Connection, wanted: sa.ColumnElement[bool]) -> list[Pair]:
    columns = [pairs.c[name] for name in Pair._fields]
    rows = connection.execute(sa.select(*columns).where(wanted).order_by(pairs.c.match))
    return [Pair(*row) for row in rows]
