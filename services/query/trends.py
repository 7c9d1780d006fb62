"""Reads how fields of work hire: the agency's jobs and the people it placed, by quarter."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.benchmarks import FEWEST
from services.query.quarters import ending
from services.query.remembered import Remembered
from services.query.store import Store

QUARTERS = 8


class Quarter(NamedTuple):
    """How a field hired in one quarter; `None` where it would be told of fewer than five."""

    begins: date
    jobs: int | None = None
    """Jobs that were posted."""
    days_open: int | None = None
    """For how long half of those that were closed, or ran out, had been open at most."""
    starts: int | None = None
    """People seen to begin a job in the field, in steps of five."""


class Trend(NamedTuple):
    """How a field hires."""

    field: str
    open_jobs: int | None
    """That can be applied for today; `None` for fewer than five."""
    quarters: list[Quarter]
    """The last eight, the oldest first; the last one is not over yet."""

    @property
    def change(self) -> float | None:
        """By which part the jobs of the last whole quarter are more, or fewer, than a year before."""
        now, then = self.quarters[-2].jobs, self.quarters[-6].jobs
        return round(now / then - 1, 2) if now is not None and then else None


@dataclass(frozen=True)
class Trends:
    """One agency's fields of work."""

    store: Store
    remembered: Remembered

    def of(self, field: str | None = None) -> list[Trend]:
        """By field; without those of which nothing could be told."""
        found = self.remembered.of(self.store.settings.agency, "trends", self._all)
        return [one for one in found if field in (None, one.field)]

    def _all(self) -> list[Trend]:
        quarters = ending(self.store.today(), QUARTERS)
        with self.store.at_one_moment() as connection:
            posted = self._posted(connection, quarters[0])
            begun = self._begun(connection, quarters[0])
            still = self._open(connection)
        told = {
            key: posted.get(key, Quarter(key[1]))._replace(starts=begun.get(key))
            for key in posted.keys() | begun.keys()
        }
        fields = sorted({name for name, _ in told} | still.keys())
        return [
            Trend(name, still.get(name), [told.get((name, day), Quarter(day)) for day in quarters])
            for name in fields
        ]

    def _posted(self, connection: sa.Connection, since: date) -> dict[tuple[str, date], Quarter]:
        c = self.store.tables.jobs.c
        quarter = sa.cast(sa.func.date_trunc("quarter", c.posted_on), sa.Date).label("quarter")
        ended = sa.case((c.closed > c.opened, c.closed_on), (c.closes_on < self.store.today(), c.closes_on))
        days = sa.case((ended >= c.posted_on, ended - c.posted_on))
        half = sa.func.percentile_disc(0.5).within_group(days)
        numbers = (sa.func.count(), sa.case((sa.func.count(days) >= FEWEST, half)))
        query = self._jobs(c.field, quarter, *numbers).where(c.posted_on >= since)
        query = query.group_by(c.field, quarter).having(sa.func.count() >= FEWEST)
        rows = connection.execute(query).all()
        return {(name, day): Quarter(day, jobs, half) for name, day, jobs, half in rows}

    def _begun(self, connection: sa.Connection, since: date) -> dict[tuple[str, date], int]:
        post = self.store.tables.impact.posts
        quarter = sa.cast(sa.func.date_trunc("quarter", post.c.began), sa.Date)
        people = sa.func.count(post.c.person.distinct())
        query = self.store.rows(post, post.c.field, quarter, people - people % FEWEST)
        query = query.where(post.c.began >= since, post.c.began <= self.store.today())
        query = query.where(post.c.field.is_not(None))
        rows = connection.execute(query.group_by(post.c.field, quarter).having(people >= FEWEST)).all()
        return {(row[0], row[1]): row[2] for row in rows}

    def _open(self, connection: sa.Connection) -> dict[str, int]:
        c = self.store.tables.jobs.c
        not_closed = c.closed.is_(None) | (c.opened > c.closed)
        in_time = c.closes_on.is_(None) | (c.closes_on >= self.store.today())
        query = self._jobs(c.field, sa.func.count()).where(not_closed, in_time)
        query = query.group_by(c.field).having(sa.func.count() >= FEWEST)
        return {row[0]: row[1] for row in connection.execute(query)}

    def _jobs(self, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
        jobs = self.store.tables.jobs
        query = self.store.rows(jobs, *columns).where(jobs.c.posted_on <= self.store.today())
        return query.where(jobs.c.field.is_not(None))
