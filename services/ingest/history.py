"""Each person's facts as they stand on the log, kept to be forwarded after a merge."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from services.ingest.identity.merged import Merged
from shared import codec
from shared.codec import Encoded, Sealed
from shared.log.protocol import Record
from shared.outbox import pack_headers, unpack_headers

_KEEP = sa.text(
    "INSERT INTO ingest.history (agency, person, event, key, value, headers)"
    " SELECT * FROM unnest(CAST(:agencies AS text[]), CAST(:people AS uuid[]), CAST(:events AS uuid[]),"
    " CAST(:keys AS bytea[]), CAST(:values AS bytea[]), CAST(:headers AS bytea[])) ON CONFLICT DO NOTHING"
)
_UNFORWARDED = sa.text(
    "SELECT key, value, headers FROM ingest.history AS said"
    " WHERE agency = :agency AND person = :person AND NOT EXISTS (SELECT FROM ingest.known_facts AS known"
    " WHERE known.agency = said.agency AND known.person = :into AND known.event = said.event)"
    ' ORDER BY "order"'
)

_OF_PEOPLE = sa.text(
    "SELECT key, value, headers FROM ingest.history"
    ' WHERE agency = :agency AND person = ANY(CAST(:people AS uuid[])) ORDER BY "order"'
)

Kept = tuple[Sealed, Encoded]
"""A fact and its record."""


def keep(connection: sa.Connection, facts: Sequence[Kept]) -> None:
    """Keep facts, each once."""
    if not facts:
        return
    connection.execute(
        _KEEP,
        {
            "agencies": [sealed.agency for sealed, _ in facts],
            "people": [sealed.subject for sealed, _ in facts],
            "events": [sealed.id for sealed, _ in facts],
            "keys": [record.key for _, record in facts],
            "values": [record.value for _, record in facts],
            "headers": [pack_headers(record.headers) for _, record in facts],
        },
    )


def unforwarded(connection: sa.Connection, agency: str, merged: Merged) -> list[Sealed]:
    """The facts of an absorbed person that the survivor does not have, in the order of the log."""
    names = {"agency": agency, "person": merged.person, "into": merged.into}
    return [_sealed(row) for row in connection.execute(_UNFORWARDED, names)]


def of(connection: sa.Connection, agency: str, people: Collection[str]) -> list[Sealed]:
    """The facts of these people, in the order of the log."""
    found = connection.execute(_OF_PEOPLE, {"agency": agency, "people": list(people)})
    return [_sealed(row) for row in found]


def _sealed(row: sa.Row[tuple[bytes, bytes, bytes]]) -> Sealed:
    return codec.envelope(Record("", 0, 0, 0, row.key, row.value, unpack_headers(row.headers)))
