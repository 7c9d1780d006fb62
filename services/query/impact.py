"""Reads what an agency's work came to: of whom it placed, what became of them and what they did for it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on

from services.query.store import Store

DAYS_OF_A_YEAR = 365.25
MOST = 200
"""Recruiters that are listed."""


class Impact(NamedTuple):
    """What became of people who were placed, and what they did for the agency."""

    careers: int = 0
    """People who began in a job they were placed in."""
    years: float = 0.0
    """Spent in these jobs so far, all together."""
    promotions: int = 0
    """Since the first of them, as far as it was seen."""
    referrals: int = 0
    referrals_placed: int = 0
    clients: int = 0
    """People who became clients."""
    reviews: int = 0
    scored: int = 0
    """People who said how satisfied they are."""
    satisfaction: float | None = None
    """On average of the newest word of each, from 0 to 10."""


@dataclass(frozen=True)
class Impacts:
    """What the work of one agency came to; who was placed by two recruiters counts for both, once in all."""

    store: Store

    def of_agency(self) -> tuple[Impact, dict[int, int]]:
        """In all, and how many began a job in which year."""
        everybody = sa.literal("", sa.Text)
        with self.store.at_one_moment() as connection:
            return self._read(connection, everybody).get("", Impact()), self._by_year(connection, None)

    def of(self, recruiter: str) -> tuple[Impact, dict[int, int]]:
        """Of those whom one recruiter placed; all nothing for somebody who placed nobody."""
        with self.store.at_one_moment() as connection:
            key = self.store.tables.impact.posts.c.recruiter
            found = self._read(connection, key, recruiter).get(recruiter, Impact())
            return found, self._by_year(connection, recruiter)

    def of_each(self) -> list[tuple[str, Impact]]:
        """Of each recruiter, those first who helped most careers."""
        with self.store.at_one_moment() as connection:
            found = self._read(connection, self.store.tables.impact.posts.c.recruiter)
        return sorted(found.items(), key=lambda each: (-each[1].careers, each[0]))[:MOST]

    def _read(
        self, connection: sa.Connection, key: sa.ColumnElement[Any], recruiter: str | None = None
    ) -> dict[str, Impact]:
        placed = self._placed(recruiter, key.label("key")).where(key.is_not(None))
        helped = self._helped(placed)
        found: dict[str, dict[str, Any]] = {}
        for query in (self._careers(key, recruiter), *self._favours(helped), self._scores(helped)):
            for row in connection.execute(query).mappings():
                told = {name: value for name, value in row.items() if name != "key"}
                found.setdefault(str(row["key"]), {}).update(told)
        return {name: Impact(**told) for name, told in found.items()}

    def _placed(self, recruiter: str | None, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        c = self.store.tables.impact.posts.c
        query = self.store.rows(self.store.tables.impact.posts, *columns)
        query = query.where(c.placed, c.began <= self.store.today())
        return query if recruiter is None else query.where(c.recruiter == recruiter)

    def _helped(self, placed: sa.Select[Any]) -> sa.CTE:
        """Whom who placed, and when first."""
        c = self.store.tables.impact.posts.c
        since = sa.func.min(c.began).label("since")
        return placed.add_columns(c.person, since).group_by(sa.text("1"), c.person).cte("helped")

    def _careers(self, key: sa.ColumnElement[Any], recruiter: str | None) -> sa.Select[Any]:
        c, today = self.store.tables.impact.posts.c, self.store.today()
        days = sa.func.greatest(sa.func.least(sa.func.coalesce(c.last_day, today), today) - c.began, 0)
        spent = sa.cast(sa.func.sum(days) / DAYS_OF_A_YEAR, sa.Numeric)
        years = sa.cast(sa.func.round(spent, 1), sa.Float)
        people = sa.func.count(c.person.distinct())
        columns = (key.label("key"), people.label("careers"), years.label("years"))
        return self._placed(recruiter, *columns).where(key.is_not(None)).group_by(sa.text("1"))

    def _favours(self, helped: sa.CTE) -> tuple[sa.Select[Any], ...]:
        tables, number = self.store.tables, sa.func.count()
        rises, told = tables.impact.rises, tables.impact.told
        won, reviews = tables.conversions.won, tables.reputation.reviews
        placed = sa.func.count(told.c.placed_on).label("referrals_placed")
        return (
            self._of(helped, rises, number.label("promotions")).where(rises.c.rose_on >= helped.c.since),
            self._of(helped, told, number.label("referrals"), placed),
            self._of(helped, won, sa.func.count(won.c.person.distinct()).label("clients")),
            self._of(helped, reviews, number.label("reviews")),
        )

    def _scores(self, helped: sa.CTE) -> sa.Select[Any]:
        scores = self.store.tables.reputation.scores
        newest = self.store.rows(scores, scores.c.person, scores.c.score).ext(distinct_on(scores.c.person))
        last = newest.order_by(scores.c.person, scores.c.said_on.desc(), scores.c.event).subquery()
        average = sa.cast(sa.func.round(sa.func.avg(last.c.score), 1), sa.Float).label("satisfaction")
        joined = last.join(helped, helped.c.person == last.c.person)
        columns = (helped.c.key, sa.func.count().label("scored"), average)
        return sa.select(*columns).select_from(joined).group_by(helped.c.key)

    def _of(self, helped: sa.CTE, table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        """What those who were helped did."""
        joined = table.join(helped, helped.c.person == table.c.person)
        return self.store.rows(table, helped.c.key, *columns).select_from(joined).group_by(helped.c.key)

    def _by_year(self, connection: sa.Connection, recruiter: str | None) -> dict[int, int]:
        c = self.store.tables.impact.posts.c
        year = sa.cast(sa.extract("year", c.began), sa.Integer)
        query = self._placed(recruiter, year, sa.func.count(c.person.distinct()))
        rows = connection.execute(query.group_by(year).order_by(year)).all()
        return {row[0]: row[1] for row in rows}
