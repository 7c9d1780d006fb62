"""The tables of this service, in a schema of a given name: the live one, or one that is being rebuilt."""

from dataclasses import dataclass

import sqlalchemy as sa

from services.query.projections import market, people, playbooks, referrals, tasks, timeline
from services.query.projections.people import PeopleTables
from shared.wiring import Tables, shared_tables

LIVE = "query"
NEXT = "query_next"
"""Where projections are rebuilt, beside the live ones."""


@dataclass(frozen=True)
class QueryTables:
    """What the projections keep, and what every service keeps."""

    metadata: sa.MetaData
    timeline: sa.Table
    tasks: sa.Table
    people: PeopleTables
    playbooks: sa.Table
    referrals: sa.Table
    jobs: sa.Table
    shared: Tables

    @property
    def projections(self) -> tuple[sa.Table, ...]:
        """The tables a rebuild replaces."""
        return self.timeline, self.tasks, *self.people, self.playbooks, self.referrals, self.jobs


def in_schema(schema: str) -> QueryTables:
    """The tables in one schema."""
    metadata = sa.MetaData(schema=schema)
    return QueryTables(
        metadata,
        timeline=timeline.table(metadata),
        tasks=tasks.table(metadata),
        people=people.tables(metadata),
        playbooks=playbooks.table(metadata),
        referrals=referrals.table(metadata),
        jobs=market.table(metadata),
        shared=shared_tables(metadata),
    )
