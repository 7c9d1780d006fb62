"""Reads which candidates became clients."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.cursor import SaidPlace
from services.query.remembered import Remembered
from services.query.store import Store
from services.query.told import facts, names
from shared.cursor import cursor_of
from shared.facts.favours import ClientWon


class Steps(NamedTuple):
    """How many people went how far; each is counted once in each step."""

    placed: int
    """Who began in a job they were placed in."""
    offered: int
    """Who was offered help with a team of their own."""
    won: int
    """Who became a client."""


class Conversion(NamedTuple):
    """Somebody's employer became a client."""

    person: str
    fact: str
    name: str | None
    employer: str | None
    on: date
    placed_on: date | None
    """When they first began in a job the agency placed them in."""


@dataclass(frozen=True)
class Conversions:
    """The candidates of one agency who became clients."""

    store: Store
    remembered: Remembered

    def steps(self) -> Steps:
        """From candidate to client."""
        return self.remembered.of(self.store.settings.agency, "steps", self._steps)

    def _steps(self) -> Steps:
        tables, today = self.store.tables, self.store.today()
        posts, (offered, won) = tables.impact.posts, tables.conversions
        placed = self._people(posts).where(posts.c.placed, posts.c.began <= today)
        steps = (each.scalar_subquery() for each in (placed, self._people(offered), self._people(won)))
        with self.store.reading() as connection:
            return Steps(*connection.execute(sa.select(*steps)).one())

    def page(self, after: SaidPlace | None, limit: int) -> tuple[list[Conversion], str | None]:
        """The newest first; a cursor when there is more."""
        with self.store.at_one_moment() as connection:
            rows = connection.execute(self._won(after).limit(limit + 1)).all()
            shown = rows[:limit]
            read = facts(self.store, connection, [(row.person, row.event) for row in shown])
            called = names(self.store, connection, {row.person for row in shown})
        bodies = {id_: event.body for id_, event in read.items()}
        found = [
            Conversion(
                row.person, row.event, called.get(row.person), said.employer, row.won_on, row.placed_on
            )
            for row in shown
            if isinstance(said := bodies.get(row.event), ClientWon)
        ]
        return found, _cursor(rows[limit - 1]) if len(rows) > limit else None

    def _people(self, table: sa.Table) -> sa.Select[Any]:
        return self.store.rows(table, sa.func.count(table.c.person.distinct()))

    def _won(self, after: SaidPlace | None) -> sa.Select[Any]:
        won, posts = self.store.tables.conversions.won, self.store.tables.impact.posts
        first = self.store.rows(posts, sa.func.min(posts.c.began))
        first = first.where(posts.c.person == won.c.person, posts.c.placed)
        order = (won.c.won_on, won.c.person, won.c.event)
        query = self.store.rows(won, *won.c, first.scalar_subquery().label("placed_on"))
        if after is not None:
            last = (after.on, str(after.person), str(after.event))
            query = query.where(sa.tuple_(*order) < sa.tuple_(*last, types=[each.type for each in order]))
        return query.order_by(*(each.desc() for each in order))


def _cursor(row: sa.Row[Any]) -> str:
    return cursor_of(SaidPlace(row.won_on, row.person, row.event))
