"""Reads what each feed tells of, when it did last, and how much of it is refused."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa

from services.query.remembered import Remembered
from services.query.store import Store


class Feed(NamedTuple):
    """One source system."""

    feed: str
    last_seen: datetime | None = None
    """When it last told of anybody or anything; `None`: nothing of it could be read."""
    people: int = 0
    jobs: int = 0
    resources: int = 0
    refused: int = 0
    """Records that could not be read and wait in quarantine."""


@dataclass(frozen=True)
class Feeds:
    """One agency's feeds."""

    store: Store
    remembered: Remembered

    def all(self) -> list[Feed]:
        """By name."""
        return self.remembered.of(self.store.settings.agency, "feeds", self._all)

    def _all(self) -> list[Feed]:
        seen, refused = self.store.tables.feeds
        of = {kind: sa.func.count().filter(seen.c.kind == kind) for kind in ("person", "job", "resource")}
        query = self.store.rows(seen, seen.c.feed, sa.func.max(seen.c.seen_at), *of.values())
        waiting = self.store.rows(refused, refused.c.feed, sa.func.count()).where(refused.c.parked)
        with self.store.at_one_moment() as connection:
            found = {row[0]: Feed(*row) for row in connection.execute(query.group_by(seen.c.feed))}
            for name, number in connection.execute(waiting.group_by(refused.c.feed)):
                found[name] = found.get(name, Feed(name))._replace(refused=number)
        return sorted(found.values())
