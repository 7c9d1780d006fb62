"""The directory in the database."""

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from services.ingest.identity.directory import Directory, Entry, Held
from shared.outbox import Outbox

_LOAD = sa.text(
    "SELECT key, person, standing, feed FROM ingest.identity_keys"
    " WHERE agency = :agency AND key = ANY(CAST(:keys AS bytea[]))"
)
_STORE = sa.text(
    "INSERT INTO ingest.identity_keys AS kept (agency, key, person, standing, feed)"
    " SELECT :agency, new.* FROM unnest(CAST(:keys AS bytea[]), CAST(:people AS uuid[]),"
    " CAST(:standings AS text[]), CAST(:feeds AS text[])) AS new(key, person, standing, feed)"
    " ON CONFLICT (agency, key) DO UPDATE SET person = excluded.person, standing = excluded.standing,"
    " feed = coalesce(excluded.feed, kept.feed)"
)
_CALLED = sa.text(
    "SELECT person, feed, key FROM ingest.identity_keys WHERE agency = :agency"
    " AND person = ANY(CAST(:people AS uuid[])) AND feed IS NOT NULL AND standing = 'own'"
)
_OF_PEOPLE = sa.text(
    "SELECT key FROM ingest.identity_keys WHERE agency = :agency AND person = ANY(CAST(:people AS uuid[]))"
    " ORDER BY key"
)
_STANDS = sa.text(
    "UPDATE ingest.identity_keys SET standing = 'own'"
    " WHERE agency = :agency AND key = :key AND standing = 'merged'"
)
_HAND_OVER = sa.text(
    "UPDATE ingest.identity_keys SET person = :into WHERE agency = :agency AND person = :person"
)
_ERASE = sa.text(
    "UPDATE ingest.identity_keys SET standing = 'erased'"
    " WHERE agency = :agency AND person = ANY(CAST(:people AS uuid[]))"
)


def lock(connection: sa.Connection, outbox: Outbox, agency: str, keys: Iterable[bytes]) -> None:
    """Nobody else reads whose these keys are to speak of them, until the transaction ends.

    Lock the keys first, then the people.
    """
    outbox.lock(connection, [(agency, f"key {key.hex()}") for key in keys])


def load(connection: sa.Connection, agency: str, keys: Collection[bytes]) -> Directory:
    """What is known of these keys; lock them before."""
    found = connection.execute(_LOAD, {"agency": agency, "keys": list(keys)})
    directory = Directory(agency, {})
    for row in found:
        directory.entries[bytes(row.key)] = Entry(row.person, Held(row.standing))
        if row.feed is not None:
            directory.feeds[bytes(row.key)] = row.feed
    return directory


def load_called(connection: sa.Connection, directory: Directory, people: Collection[str]) -> None:
    """By what their feeds call these people; lock them before."""
    if people:
        for row in connection.execute(_CALLED, {"agency": directory.agency, "people": list(people)}):
            directory.called[row.person, row.feed].add(bytes(row.key))


def store(connection: sa.Connection, directory: Directory) -> None:
    """Write down what changed."""
    changed = sorted(directory.changed)
    if not changed:
        return
    entries = [directory.entries[key] for key in changed]
    connection.execute(
        _STORE,
        {
            "agency": directory.agency,
            "keys": changed,
            "people": [entry.person for entry in entries],
            "standings": [str(entry.held) for entry in entries],
            "feeds": [directory.feeds.get(key) for key in changed],
        },
    )


def keys_of(connection: sa.Connection, agency: str, people: Collection[str]) -> list[bytes]:
    """All keys of these people."""
    return list(connection.execute(_OF_PEOPLE, {"agency": agency, "people": list(people)}).scalars())


def stands(connection: sa.Connection, agency: str, key: bytes) -> None:
    """A record that its feed merged away stands on its own after all."""
    connection.execute(_STANDS, {"agency": agency, "key": key})


def hand_over(connection: sa.Connection, agency: str, person: str, into: str) -> None:
    """All keys of one person are another's."""
    connection.execute(_HAND_OVER, {"agency": agency, "person": person, "into": into})


def erase(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """All keys of these people name nobody any more."""
    connection.execute(_ERASE, {"agency": agency, "people": list(people)})
