"""Reads what a field of work pays, by the salary bands of the agency's jobs."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from services.query.remembered import Remembered
from services.query.store import Store

FEWEST = 5
"""Jobs or people of a group; of fewer nothing is told."""
WITHIN = timedelta(days=365)
QUARTILES = (0.25, 0.5, 0.75)
ROUNDED = -2
"""Pay is told in hundreds: more would only look exact."""


class Benchmark(NamedTuple):
    """What jobs of one field pay a year, in whole units of the currency."""

    field: str
    seniority: str | None
    """One rank of the field; `None`: all of it."""
    currency: str
    jobs: int
    clients: int
    lower: int
    """A quarter of the jobs pays less, by the middle of each band."""
    median: int
    upper: int


@dataclass(frozen=True)
class Benchmarks:
    """One agency's jobs of the last 365 days that say what they pay."""

    store: Store
    remembered: Remembered

    @property
    def since(self) -> date:
        """The jobs that count were posted after this day."""
        return self.store.today() - WITHIN

    def of(self, field: str | None = None) -> list[Benchmark]:
        """By field, then rank; without a group of fewer than five jobs."""
        found = self.remembered.of(self.store.settings.agency, "benchmarks", self._all)
        return [one for one in found if field in (None, one.field)]

    def _all(self) -> list[Benchmark]:
        with self.store.reading() as connection:
            return [_benchmark(row) for row in connection.execute(self._query()).all()]

    def _query(self) -> sa.Select[Any]:
        c, today = self.store.tables.jobs.c, self.store.today()
        middle = (sa.func.coalesce(c.pay_from, c.pay_to) + sa.func.coalesce(c.pay_to, c.pay_from)) / 2.0
        quartiles = (sa.func.percentile_cont(each).within_group(middle) for each in QUARTILES)
        whole = sa.func.grouping(c.seniority)
        columns = (
            c.field,
            c.seniority,
            whole,
            c.currency,
            sa.func.count(),
            sa.func.count(c.client.distinct()),
        )
        query = self.store.rows(self.store.tables.jobs, *columns, *quartiles)
        query = query.where(c.posted_on > self.since, c.posted_on <= today, c.field.is_not(None))
        query = query.where(c.currency.is_not(None), middle.is_not(None))
        sets = (sa.tuple_(c.field, c.currency), sa.tuple_(c.field, c.currency, c.seniority))
        query = query.group_by(sa.func.grouping_sets(*sets)).having(
            sa.func.count() >= FEWEST, (whole == 1) | c.seniority.is_not(None)
        )
        return query.order_by(c.field, c.currency, whole.desc(), c.seniority)


def _benchmark(row: sa.Row[Any]) -> Benchmark:
    field, seniority, _, currency, jobs, clients, *pay = tuple(row)
    lower, median, upper = (int(round(each, ROUNDED)) for each in pay)
    return Benchmark(field, seniority, currency, jobs, clients, lower, median, upper)
