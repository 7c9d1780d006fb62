"""The tables of this service, in a schema of a given name: the live one, or one that is being rebuilt."""

from dataclasses import dataclass

import sqlalchemy as sa

from services.query import folding
from services.query.projections import (
    conversions,
    employers,
    feeds,
    impact,
    market,
    people,
    playbooks,
    referrals,
    reputation,
    tasks,
    timeline,
)
from services.query.projections.conversions import ConversionsTables
from services.query.projections.employers import EmployersTables
from services.query.projections.feeds import FeedsTables
from services.query.projections.impact import ImpactTables
from services.query.projections.people import PeopleTables
from services.query.projections.reputation import ReputationTables
from shared.row_security import Nobodys, belongs
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
    impact: ImpactTables
    employers: EmployersTables
    reputation: ReputationTables
    conversions: ConversionsTables
    feeds: FeedsTables
    stale: sa.Table
    filled: sa.Table
    """Which of these rest on the whole log."""
    shared: Tables

    @property
    def projections(self) -> tuple[sa.Table, ...]:
        """The tables a rebuild replaces."""
        one_each = (
            self.timeline,
            self.tasks,
            self.playbooks,
            self.referrals,
            self.jobs,
            self.stale,
            self.filled,
        )
        several = self.people, self.impact, self.employers, self.reputation, self.conversions, self.feeds
        return *one_each, *(table for tables in several for table in tables)


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
        impact=impact.tables(metadata),
        employers=employers.tables(metadata),
        reputation=reputation.tables(metadata),
        conversions=conversions.tables(metadata),
        feeds=feeds.tables(metadata),
        stale=folding.table(metadata),
        filled=sa.Table(
            "filled",
            metadata,
            sa.Column("name", sa.Text, primary_key=True),
            info=belongs(Nobodys("which tables rest on the whole log")),
        ),
        shared=shared_tables(metadata),
    )
