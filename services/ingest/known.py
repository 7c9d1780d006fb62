"""What was put on the log about each person, so that it is said once."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from services.ingest.tables import known_facts
from shared.envelope import Event

_ADD = sa.text(
    "INSERT INTO ingest.known_facts (agency, person, event)"
    " SELECT :agency, new.* FROM unnest(CAST(:people AS uuid[]), CAST(:events AS uuid[])) AS new"
    " ON CONFLICT DO NOTHING RETURNING person, event"
)


def unsaid(connection: sa.Connection, agency: str, events: Sequence[Event]) -> list[Event]:
    """Those that were not said before, each once; from now on they were. Lock the people before."""
    if not events:
        return []
    names = {
        "agency": agency,
        "people": [event.subject for event in events],
        "events": [event.id for event in events],
    }
    new = {(row.person, row.event) for row in connection.execute(_ADD, names)}
    first = {(event.subject, event.id): event for event in reversed(events)}
    return [event for event in events if _is(event, first) and (event.subject, event.id) in new]


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing of these people is kept."""
    gone = (known_facts.c.agency == agency) & known_facts.c.person.in_(people)
    connection.execute(sa.delete(known_facts).where(gone))


def _is(event: Event, first: dict[tuple[str, str], Event]) -> bool:
    return first[event.subject, event.id] is event
