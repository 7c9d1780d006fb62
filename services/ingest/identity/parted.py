"""Who was one with somebody until a merge was undone: what both were together goes with either of them."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.identity import forwarding, merged, unassigned
from services.ingest.parts import Parts
from services.ingest.tables import absorbed, history

_WERE_TOGETHER = sa.text(
    "SELECT DISTINCT other.person, other.unread IS TRUE AS unread"
    " FROM ingest.absorbed AS one JOIN ingest.absorbed AS other"
    " ON other.merge = one.merge AND other.agency = one.agency WHERE one.agency = :agency"
    " AND one.undoes IS NOT NULL AND one.person = ANY(CAST(:people AS uuid[]))"
    " AND NOT other.person = ANY(CAST(:people AS uuid[]))"
)


class Was(NamedTuple):
    """What somebody was called who was joined to others then."""

    person: str
    unread: bool
    """Whether ingest has not read the undoing back from the log, nor all that was told of them before it."""


def named(connection: sa.Connection, agency: str, people: Collection[str]) -> set[str]:
    """Everybody whom forgetting what these people were together concerns: lock them before."""
    was = [one.person for one in _were_together(connection, agency, people)]
    return {person for one in merged.among(connection, agency, was) for person in one.named} | set(was)


def forget(connection: sa.Connection, parts: Parts, people: Collection[str]) -> None:
    """Of these people, who are erased: what they were together with others, once these have what is theirs.

    The key of what was not read back from the log yet is deleted once it was (`forget_read`).
    """
    agency = parts.agency
    was = _were_together(connection, agency, people)
    pointers = merged.among(connection, agency, [one.person for one in was])
    parts.outbox.lock(connection, [(agency, person) for one in pointers for person in one.named])
    for pointer in pointers:
        forwarding.forward(connection, parts, pointer)
    unassigned.forget(connection, agency, [*people, *(one.person for one in was)])
    read = [one.person for one in was if not one.unread]
    for person in read:
        parts.quarantine.clear(connection, agency, person)
        parts.vault.erase(connection, agency, person)
    connection.execute(sa.delete(history).where(history.c.agency == agency, history.c.person.in_(read)))


def forget_read(connection: sa.Connection, parts: Parts, undoings: Collection[str]) -> None:
    """The same of what these undoings parted and somebody was erased of before they were read."""
    mine = (absorbed.c.agency == parts.agency) & absorbed.c.merge.in_(undoings)
    pairs = connection.execute(sa.select(absorbed.c.person, absorbed.c.into).where(mine)).all()
    keys = parts.vault.keys(connection, [(parts.agency, pair.into) for pair in pairs], create=False)
    gone = [person for pair in pairs if keys.erased(parts.agency, pair.into) for person in pair]
    if gone:
        forget(connection, parts, gone)


def _were_together(connection: sa.Connection, agency: str, people: Collection[str]) -> Sequence[Was]:
    found = connection.execute(_WERE_TOGETHER, {"agency": agency, "people": list(people)})
    return [Was(*row) for row in found]
