"""Whom people turned out to be, over however many merges."""

from collections.abc import Collection

import sqlalchemy as sa

MOST_MERGES = 50
"""Two merges in opposite directions would be followed for ever."""
_NOW = sa.text(
    "WITH RECURSIVE became AS (SELECT person AS named, person, 0 AS steps"
    " FROM unnest(CAST(:people AS uuid[])) AS asked(person) UNION ALL"
    " SELECT became.named, absorbed.into, became.steps + 1 FROM ingest.absorbed JOIN became"
    " ON absorbed.person = became.person WHERE absorbed.agency = :agency AND became.steps < :most)"
    " SELECT DISTINCT ON (named) named, person FROM became WHERE steps > 0 ORDER BY named, steps DESC"
)


def of(connection: sa.Connection, agency: str, people: Collection[str]) -> dict[str, str]:
    """Who of these people is somebody else now, and who that is."""
    if not people:
        return {}
    names = {"agency": agency, "people": sorted(people), "most": MOST_MERGES}
    return {row.named: row.person for row in connection.execute(_NOW, names)}


def now(connection: sa.Connection, agency: str, person: str) -> str:
    """Whom one turned out to be, or the person."""
    return of(connection, agency, [person]).get(person, person)
