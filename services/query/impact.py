"""Reads what an agency's work came to: of whom it placed, what became of them and what they did for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.remembered import Remembered
from services.query.store import Store

DAYS_OF_A_YEAR = 365.25
MOST = 200
"""Recruiters that are listed."""
NOBODY = ""
"""Who placed somebody where no recruiter was named."""


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
    remembered: Remembered

    def of_agency(self) -> tuple[Impact, dict[int, int]]:
        """In all, and how many began a job in which year."""
        return self._all().get(NOBODY, Impact()), self.remembered.of(
            self.store.settings.agency, "years", lambda: self._by_year(None)
        )

    def of(self, recruiter: str) -> tuple[Impact, dict[int, int]]:
        """Of those whom one recruiter placed; all nothing for somebody who placed nobody."""
        return self.remembered.of(self.store.settings.agency, f"of {recruiter}", lambda: self._of(recruiter))

    def of_each(self) -> list[tuple[str, Impact]]:
        """Of each recruiter, those first who helped most careers."""
        found = [(name, one) for name, one in self._all().items() if name != NOBODY]
        return sorted(found, key=lambda each: (-each[1].careers, each[0]))[:MOST]

    def _all(self) -> dict[str, Impact]:
        """Of each recruiter, and of the agency under nobody's name."""
        return self.remembered.of(
            self.store.settings.agency, "all", lambda: self._read(self._each(None), whole=True)
        )

    def _of(self, recruiter: str) -> tuple[Impact, dict[int, int]]:
        found = self._read(self._each(recruiter), whole=False)
        return found.get(recruiter, Impact()), self._by_year(recruiter)

    def _read(self, each: sa.CTE, *, whole: bool) -> dict[str, Impact]:
        sums = _sums(each)
        query: Any = sa.select(each.c.key, *sums).where(each.c.key != NOBODY).group_by(each.c.key)
        if whole:
            nobody = sa.literal(NOBODY, sa.Text)
            query = query.union_all(sa.select(nobody, *sums).where(each.c.first))
        with self.store.reading() as connection:
            rows = connection.execute(query).all()
        return {key: _impact(told) for key, *told in rows}

    def _each(self, recruiter: str | None) -> sa.CTE:
        """Each person and recruiter who placed them, with what counts; `first`: who placed them first."""
        helped = self._helped(recruiter)
        tables = self.store.tables
        told, won, reviews = tables.impact.told, tables.conversions.won, tables.reputation.reviews
        one, scores = sa.func.count(), tables.reputation.scores
        parts = (
            self._by_person(told, one.label("referrals"), sa.func.count(told.c.placed_on).label("placed")),
            self._by_person(won, sa.literal(1).label("clients")),
            self._by_person(reviews, one.label("reviews")),
            self.store.rows(scores, scores.c.person, scores.c.score).where(scores.c.newest).subquery(),
        )
        joined: Any = helped
        for part in parts:
            joined = joined.outerjoin(part, part.c.person == helped.c.person)
        rose = self._rose(helped)
        joined = joined.outerjoin(rose, (rose.c.person == helped.c.person) & (rose.c.key == helped.c.key))
        place = sa.func.row_number().over(
            partition_by=helped.c.person, order_by=(helped.c.since, helped.c.key)
        )
        counted = (
            column for part in (rose, *parts) for column in part.c if column.name not in ("key", "person")
        )
        columns = (helped.c.key, helped.c.days, (place == 1).label("first"), *counted)
        return sa.select(*columns).select_from(joined).cte("each").prefix_with("MATERIALIZED")

    def _helped(self, recruiter: str | None) -> sa.CTE:
        """Whom who placed, when first, and how many days they have been in these jobs."""
        c, today = self.store.tables.impact.posts.c, self.store.today()
        key = sa.func.coalesce(c.recruiter, NOBODY).label("key")
        days = sa.func.greatest(sa.func.least(sa.func.coalesce(c.last_day, today), today) - c.began, 0)
        columns = (key, c.person, sa.func.min(c.began).label("since"), sa.func.sum(days).label("days"))
        query = self._placed(recruiter, *columns).group_by(key, c.person)
        return query.cte("helped")

    def _rose(self, helped: sa.CTE) -> sa.Subquery:
        rises = self.store.tables.impact.rises
        since = (rises.c.person == helped.c.person) & (rises.c.rose_on >= helped.c.since)
        columns = (helped.c.key, helped.c.person, sa.func.count().label("promotions"))
        query = self.store.rows(rises, *columns).select_from(rises.join(helped, since))
        return query.group_by(helped.c.key, helped.c.person).subquery()

    def _by_person(self, table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Subquery:
        return self.store.rows(table, table.c.person, *columns).group_by(table.c.person).subquery()

    def _placed(self, recruiter: str | None, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        c = self.store.tables.impact.posts.c
        query = self.store.rows(self.store.tables.impact.posts, *columns)
        query = query.where(c.placed, c.began <= self.store.today())
        return query if recruiter is None else query.where(c.recruiter == recruiter)

    def _by_year(self, recruiter: str | None) -> dict[int, int]:
        c = self.store.tables.impact.posts.c
        year = sa.cast(sa.extract("year", c.began), sa.Integer)
        query = self._placed(recruiter, year, sa.func.count(c.person.distinct()))
        with self.store.reading() as connection:
            rows = connection.execute(query.group_by(year).order_by(year)).all()
        return {row[0]: row[1] for row in rows}


def _impact(told: Sequence[Any]) -> Impact:
    *numbers, satisfaction = told
    return Impact(*(number or 0 for number in numbers))._replace(satisfaction=satisfaction)


def _sums(each: sa.CTE) -> list[sa.ColumnElement[Any]]:
    """In the order of the fields of `Impact`."""
    c = each.c
    years = sa.cast(sa.func.round(sa.cast(sa.func.sum(c.days) / DAYS_OF_A_YEAR, sa.Numeric), 1), sa.Float)
    counted = (c.promotions, c.referrals, c.placed, c.clients, c.reviews)
    sums = (sa.cast(sa.func.sum(one), sa.Integer) for one in counted)
    average = sa.cast(sa.func.round(sa.func.avg(c.score), 1), sa.Float)
    return [sa.func.count(), years, *sums, sa.func.count(c.score), average]
