"""What was put on the log about each person, so that it is said once."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from services.ingest.tables import known_facts
from shared.envelope import Event

_ADD = sa.text(
    "WITH said AS (SELECT * FROM unnest(CAST(:people AS uuid[]), CAST(:events AS uuid[]))"
    " WITH ORDINALITY AS new(person, event, place)),"
    " added AS (INSERT INTO ingest.known_facts (agency, person, event)"
    " SELECT :agency, person, event FROM said ON CONFLICT DO NOTHING RETURNING person, event)"
    " SELECT place FROM said WHERE (person, event) NOT IN (SELECT person, event FROM added)"
)
"""The places of those that were known: mostly none, and what is not returned costs nothing."""


def unsaid(connection: sa.Connection, agency: str, events: Sequence[Event]) -> list[Event]:
    """Those that were not said before, each once; from now on they were. Lock the people before."""
    if not events:
        return []
    first = {(event.subject, event.id): event for event in reversed(events)}
    each = [event for event in events if first[event.subject, event.id] is event]
    names = {
        "agency": agency,
        "people": [event.subject for event in each],
        "events": [event.id for event in each],
    }
    known = set(connection.execute(_ADD, names).scalars())
    return [event for place, event in enumerate(each, 1) if place not in known]


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing of these people is kept."""
    gone = (known_facts.c.agency == agency) & known_facts.c.person.in_(people)
    connection.execute(sa.delete(known_facts).where(gone))
