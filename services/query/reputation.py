"""Reads what people say of the agency: how satisfied they are, where they reviewed it, what may be quoted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.cursor import SaidPlace
from services.query.quarters import ending
from services.query.remembered import Remembered
from services.query.store import Store
from services.query.told import facts, names
from shared.cursor import cursor_of
from shared.facts.favours import TestimonialGiven

WITHIN = timedelta(days=365)
PROMOTER, PASSIVE = 9, 7
"""From which score on somebody recommends the agency, and below which they do not (net promoter score)."""
QUARTERS = 8


class Satisfaction(NamedTuple):
    """How satisfied people are, by the newest word of each within 365 days."""

    people: int
    average: float | None
    promoters: int
    """Who said 9 or 10."""
    passives: int
    """7 or 8."""
    detractors: int
    """0 to 6."""


class Quarter(NamedTuple):
    """The words of one quarter."""

    begins: date
    people: int = 0
    average: float | None = None


class Platform(NamedTuple):
    """Reviews on one site."""

    platform: str
    reviews: int
    last_on: date


class Testimonial(NamedTuple):
    """What somebody said, and agreed to have published."""

    person: str
    fact: str
    name: str | None
    words: str
    on: date


@dataclass(frozen=True)
class Reputation:
    """What is said of one agency."""

    store: Store
    remembered: Remembered

    def satisfaction(self) -> Satisfaction:
        """Of everybody who said so within 365 days."""
        return self.remembered.of(self.store.settings.agency, "satisfaction", self._satisfaction)

    def by_quarter(self) -> list[Quarter]:
        """The last eight quarters, of each the newest word of each person; the last one is not over yet."""
        return self.remembered.of(self.store.settings.agency, "satisfaction by quarter", self._by_quarter)

    def _satisfaction(self) -> Satisfaction:
        scores = self.store.tables.reputation.scores
        score = scores.c.score
        columns = (
            sa.func.count(),
            sa.func.round(sa.func.avg(score), 1),
            sa.func.count().filter(score >= PROMOTER),
            sa.func.count().filter(score.between(PASSIVE, PROMOTER - 1)),
            sa.func.count().filter(score < PASSIVE),
        )
        query = self.store.rows(scores, *columns).where(scores.c.newest)
        query = query.where(scores.c.said_on > self.store.today() - WITHIN)
        with self.store.reading() as connection:
            people, average, *parts = connection.execute(query).one()
        return Satisfaction(people, None if average is None else float(average), *parts)

    def _by_quarter(self) -> list[Quarter]:
        scores, quarters = self.store.tables.reputation.scores, ending(self.store.today(), QUARTERS)
        quarter = sa.cast(sa.func.date_trunc("quarter", scores.c.said_on), sa.Date)
        average = sa.func.round(sa.func.avg(scores.c.score), 1)
        query = self.store.rows(scores, quarter, sa.func.count(), average).where(scores.c.newest_of_quarter)
        query = query.where(scores.c.said_on >= quarters[0]).group_by(quarter)
        with self.store.reading() as connection:
            rows = connection.execute(query).all()
        found = {row[0]: Quarter(row[0], row[1], float(row[2])) for row in rows}
        return [found.get(day, Quarter(day)) for day in quarters]

    def platforms(self) -> list[Platform]:
        """The site with most reviews first."""
        c, number = self.store.tables.reputation.reviews.c, sa.func.count()
        query = self.store.rows(
            self.store.tables.reputation.reviews, c.platform, number, sa.func.max(c.said_on)
        )
        with self.store.reading() as connection:
            rows = connection.execute(query.group_by(c.platform).order_by(number.desc(), c.platform)).all()
        return [Platform(*row) for row in rows]

    def testimonials(
        self, after: SaidPlace | None, limit: int, recruiter: str | None = None
    ) -> tuple[list[Testimonial], str | None]:
        """Those that may be published, the newest first, with a cursor when there is more.

        With a recruiter only of people whom they placed.
        """
        with self.store.at_one_moment() as connection:
            rows = connection.execute(self._consented(after, recruiter).limit(limit + 1)).all()
            shown = rows[:limit]
            read = facts(self.store, connection, [(row.person, row.event) for row in shown])
            called = names(self.store, connection, {row.person for row in shown})
        bodies = {id_: event.body for id_, event in read.items()}
        found = [
            Testimonial(row.person, row.event, called.get(row.person), said.words or "", row.said_on)
            for row in shown
            if isinstance(said := bodies.get(row.event), TestimonialGiven)
        ]
        return found, _cursor(rows[limit - 1]) if len(rows) > limit else None

    def _consented(self, after: SaidPlace | None, recruiter: str | None) -> sa.Select[Any]:
        table, posts = self.store.tables.reputation.testimonials, self.store.tables.impact.posts
        order = (table.c.said_on, table.c.person, table.c.event)
        query = self.store.rows(table).where(table.c.publish).order_by(*(each.desc() for each in order))
        if after is not None:
            last = (after.on, str(after.person), str(after.event))
            query = query.where(sa.tuple_(*order) < sa.tuple_(*last, types=[each.type for each in order]))
        if recruiter is not None:
            theirs = self.store.rows(posts, posts.c.person).where(
                posts.c.placed, posts.c.recruiter == recruiter
            )
            query = query.where(table.c.person.in_(theirs))
        return query


def _cursor(row: sa.Row[Any]) -> str:
    return cursor_of(SaidPlace(row.said_on, row.person, row.event))


def score(found: Satisfaction) -> int | None:
    """The net promoter score, from -100 to 100: promoters less detractors, in hundredths of all."""
    return round(100 * (found.promoters - found.detractors) / found.people) if found.people else None
