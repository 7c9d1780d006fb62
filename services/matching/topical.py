"""Reads who likes to hear of what, and what there is about it."""

from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from services.matching import shelf
from services.matching.item import Item
from services.matching.memory import is_of
from services.matching.tables import interests as table
from services.matching.tables import topics


def interests(connection: sa.Connection, agency: str, people: Collection[str]) -> dict[str, frozenset[int]]:
    """What each of these people likes to hear of."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in connection.execute(
        sa.select(table.c.person, table.c.topic).where(is_of(table, agency, people))
    ):
        found[row.person].add(row.topic)
    return defaultdict(frozenset, {person: frozenset(some) for person, some in found.items()})


def about(connection: sa.Connection, agency: str, some: Collection[int]) -> dict[str, Item]:
    """The resources that are about any of these."""
    if not some:
        return {}
    wanted = sa.cast(sorted(some), sa.ARRAY(sa.BigInteger))
    here = sa.select(topics.c.subject).where(topics.c.agency == agency, topics.c.topic == sa.any_(wanted))
    return shelf.load(connection, agency, set(connection.execute(here).scalars()))
