"""What each feed said last of each thing of a person, sealed with the person's key."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.tables import snapshots
from shared.errors import OperatorNeededError, UnreadableError
from shared.vault import Keys

Thing = tuple[str, str, str]
"""A person, a feed, and one of the person's things within it."""
_STORE = sa.text(
    "INSERT INTO ingest.snapshots (agency, person, feed, thing, revision, sealed, stated, inherited)"
    " SELECT :agency, new.* FROM unnest(CAST(:people AS uuid[]), CAST(:feeds AS text[]),"
    " CAST(:things AS text[]), CAST(:revisions AS int[]), CAST(:sealed AS bytea[]),"
    " CAST(:stated AS text[]), CAST(:inherited AS uuid[]))"
    " AS new(person, feed, thing, revision, sealed, stated, inherited)"
    " ON CONFLICT (agency, person, feed, thing)"
    " DO UPDATE SET revision = excluded.revision, sealed = excluded.sealed, stated = excluded.stated"
)


class Snapshot(NamedTuple):
    """What was said last; `revision` counts its changes."""

    revision: int
    text: bytes
    stated: str
    """When it was true and then when it came, as text that sorts by time."""
    inherited: str | None = None
    """The feed's merge that brought it here from another of its records; stays when more is said."""


def load(
    connection: sa.Connection, agency: str, people: Collection[str], keys: Keys
) -> dict[Thing, Snapshot]:
    """All snapshots of these people that open.

    Raises `OperatorNeededError` where the key in the vault is not the one that sealed them: nothing of the
    person could be read any more under a second key, so that none is made.
    """
    table = snapshots
    mine = (table.c.agency == agency) & (
        table.c.person == sa.any_(sa.cast(list(people), sa.ARRAY(sa.Uuid(as_uuid=False))))
    )
    found = {}
    for row in connection.execute(sa.select(table).where(mine)):
        thing = (row.person, row.feed, row.thing)
        text = _opened(keys, agency, thing, row.sealed)
        if text is not None:
            found[thing] = Snapshot(row.revision, text, row.stated, row.inherited)
    return found


def store(
    connection: sa.Connection, agency: str, changed: Sequence[tuple[Thing, Snapshot]], keys: Keys
) -> None:
    """Write down what was said last, each thing once."""
    if not changed:
        return
    connection.execute(
        _STORE,
        {
            "agency": agency,
            "people": [thing[0] for thing, _ in changed],
            "feeds": [thing[1] for thing, _ in changed],
            "things": [thing[2] for thing, _ in changed],
            "revisions": [snapshot.revision for _, snapshot in changed],
            "stated": [snapshot.stated for _, snapshot in changed],
            "inherited": [snapshot.inherited for _, snapshot in changed],
            "sealed": [
                keys.seal(agency, thing[0], snapshot.text, _bound_to(*thing)) for thing, snapshot in changed
            ],
        },
    )


def move(connection: sa.Connection, agency: str, person: str, new: str, keys: Keys) -> None:
    """What was said of one person was said of another, unless it was said of the other as well."""
    held = load(connection, agency, [person, new], keys)
    moved = [
        ((new, feed, thing), snapshot)
        for (owner, feed, thing), snapshot in sorted(held.items())
        if owner == person and (new, feed, thing) not in held
    ]
    store(connection, agency, moved, keys)
    forget(connection, agency, [person])


def disinherit(connection: sa.Connection, agency: str, merge: str) -> None:
    """Drop what a merge brought along, so that it is heard anew."""
    gone = (snapshots.c.agency == agency) & (snapshots.c.inherited == merge)
    connection.execute(sa.delete(snapshots).where(gone))


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing of these people is kept."""
    gone = (snapshots.c.agency == agency) & snapshots.c.person.in_(people)
    connection.execute(sa.delete(snapshots).where(gone))


def _opened(keys: Keys, agency: str, thing: Thing, sealed: bytes) -> bytes | None:
    try:
        return keys.open(agency, thing[0], sealed, _bound_to(*thing))
    except UnreadableError:
        raise OperatorNeededError(
            f"ingest.snapshots: what is kept of {agency}/{thing[0]} was not sealed by the key in vault.keys: "
            "the vault was put back to before that person; put back one as new as the rest of the database"
        ) from None


def _bound_to(person: str, feed: str, thing: str) -> bytes:
    return f"snapshot/{person}/{feed}/{thing}".encode()
