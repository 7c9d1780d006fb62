"""Evidence in the database: sealed, and found again by blind indexes of what two people may share."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

import msgspec
import sqlalchemy as sa

from services.ingest.identity.likeness import blocks
from services.ingest.identity.likeness.evidence import Evidence
from services.ingest.tables import evidence as evidence_table
from services.ingest.tables import evidence_blocks
from shared.errors import UnreadableError
from shared.vault import Keys, Vault

KEY_BYTES = 16
MOST_IN_BLOCK = 50
"""What more people share tells nobody apart: a switchboard's number, a common name at a large employer."""
_STORE = sa.text(
    "INSERT INTO ingest.evidence (agency, person, sealed)"
    " SELECT :agency, new.* FROM unnest(CAST(:people AS uuid[]), CAST(:sealed AS bytea[])) AS new"
    " ON CONFLICT (person, agency) DO UPDATE SET sealed = excluded.sealed"
)
_STORE_BLOCKS = sa.text(
    "INSERT INTO ingest.evidence_blocks (agency, key, person)"
    " SELECT :agency, new.* FROM unnest(CAST(:keys AS bytea[]), CAST(:people AS uuid[])) AS new"
    " ON CONFLICT DO NOTHING"
)
_DROP_BLOCKS = sa.text(
    "DELETE FROM ingest.evidence_blocks AS old WHERE person = ANY(CAST(:everybody AS uuid[]))"
    " AND agency = :agency AND NOT EXISTS (SELECT FROM unnest(CAST(:keys AS bytea[]),"
    " CAST(:people AS uuid[])) AS new(key, person) WHERE new.key = old.key AND new.person = old.person)"
)
_ALIKE = sa.text(
    "SELECT DISTINCT wanted.person, shared.person AS other FROM"
    " unnest(CAST(:keys AS bytea[]), CAST(:people AS uuid[])) AS wanted(key, person),"
    " LATERAL (SELECT person, count(*) OVER () AS held FROM (SELECT person FROM ingest.evidence_blocks"
    " WHERE key = wanted.key AND agency = :agency LIMIT :most + 1) AS few) AS shared"
    " WHERE shared.held <= :most AND shared.person <> wanted.person"
)
_LOAD = sa.text(
    "SELECT person, sealed FROM ingest.evidence"
    " WHERE agency = :agency AND person = ANY(CAST(:people AS uuid[])) ORDER BY person FOR KEY SHARE"
)


class Pair(NamedTuple):
    """Two people who may be one."""

    person: str
    other: str


Known = Mapping[str, Evidence]


def store(connection: sa.Connection, agency: str, known: Known, keys: Keys) -> None:
    """Write down what is known of these people now. They are locked."""
    sealed = [_seal(keys, agency, person, one) for person, one in known.items()]
    connection.execute(_STORE, {"agency": agency, "people": list(known), "sealed": sealed})


def index(connection: sa.Connection, vault: Vault, agency: str, known: Known) -> None:
    """Have these people found by what is known of them now."""
    names = {"everybody": list(known), **_under(vault, agency, known)}
    connection.execute(_DROP_BLOCKS, names)
    connection.execute(_STORE_BLOCKS, names)


def alike(connection: sa.Connection, vault: Vault, agency: str, known: Known) -> list[Pair]:
    """Whom each of these people shares something with."""
    names = {"most": MOST_IN_BLOCK, **_under(vault, agency, known)}
    return [Pair(*row) for row in connection.execute(_ALIKE, names)]


def load(connection: sa.Connection, agency: str, people: Collection[str], keys: Keys) -> dict[str, Evidence]:
    """What is known of these people. It stays until the transaction ends: who merges or erases one waits."""
    found = connection.execute(_LOAD, {"agency": agency, "people": list(people)})
    opened = ((row.person, _open(keys, agency, row.person, row.sealed)) for row in found)
    return {person: one for person, one in opened if one is not None}


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing of these people is kept, and nobody finds them."""
    for table in (evidence_table, evidence_blocks):
        gone = (table.c.agency == agency) & table.c.person.in_(people)
        connection.execute(sa.delete(table).where(gone))


def _under(vault: Vault, agency: str, known: Known) -> dict[str, object]:
    pairs = [(block, person) for person, one in known.items() for block in sorted(blocks.of(one))]
    keys = [hidden(vault, agency, block) for block, _ in pairs]
    return {"agency": agency, "keys": keys, "people": [person for _, person in pairs]}


def hidden(vault: Vault, agency: str, block: str) -> bytes:
    """What people stand under in the database: found again, and nothing to be read."""
    return vault.blind_index(agency, f"evidence: {block}")[:KEY_BYTES]


def _seal(keys: Keys, agency: str, person: str, one: Evidence) -> bytes:
    return keys.seal(agency, person, msgspec.json.encode(one), _bound_to(person))


def _open(keys: Keys, agency: str, person: str, sealed: bytes) -> Evidence | None:
    """`None` for somebody erased, and where the vault was put back: who writes their facts stops for it."""
    try:
        text = keys.open(agency, person, sealed, _bound_to(person))
    except UnreadableError:
        return None
    return None if text is None else msgspec.json.decode(text, type=Evidence)


def _bound_to(person: str) -> bytes:
    return f"evidence/{person}".encode()
