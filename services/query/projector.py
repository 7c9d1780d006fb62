"""What the query service does with each batch of the log."""

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa

from services.query.bulk import Person
from services.query.folded import Fold
from services.query.folding import Folding
from services.query.projections.conversions import Conversions
from services.query.projections.employers import Employers
from services.query.projections.feeds import Feeds
from services.query.projections.impact import Impact
from services.query.projections.market import Market
from services.query.projections.people import DEPARTURES, ERASED, People
from services.query.projections.playbooks import Playbooks
from services.query.projections.referrals import Referrals
from services.query.projections.reputation import Reputation
from services.query.projections.tasks import Tasks
from services.query.projections.timeline import Timeline
from services.query.tables import QueryTables
from shared.codec import Sealed
from shared.delivery import Delivery
from shared.quarantine import Quarantine


class Projection(Protocol):
    """Tables that are a function of the log; works in the step's transaction."""

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Take a batch in; what was taken before, in whatever order, changes nothing."""
        ...

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop what is kept of people who were absorbed or erased."""
        ...


def _folds(tables: QueryTables) -> tuple[Fold, ...]:
    """What is made anew of somebody's facts when more is said."""
    return (
        Impact(tables.impact),
        Employers(tables.employers),
        Reputation(tables.reputation),
        Conversions(tables.conversions),
    )


class Projector:
    """Keeps the projections; nothing that was sealed stands in them readable, so that an erasure is one."""

    def __init__(self, tables: QueryTables, quarantine: Quarantine) -> None:
        self._timeline = Timeline(tables.timeline)
        self._people = People(tables.people)
        self._folding = Folding(
            _folds(tables), tables.stale, tables.timeline, quarantine.vault, quarantine.service
        )
        self._projections: tuple[Projection, ...] = (
            self._timeline,
            Tasks(tables.tasks),
            self._people,
            Playbooks(tables.playbooks),
            Referrals(tables.referrals),
            Market(tables.jobs),
            Feeds(tables.feeds),
            self._folding,
        )
        self._quarantine = quarantine
        self._turns = sa.func.hashtextextended(f"projections of {tables.metadata.schema}", 0)

    def forget(self) -> None:
        """Nothing is kept outside the database."""

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Project a batch, without what is about people who have left."""
        batch = [each.sealed for each in deliveries]
        leaving = [one for one in batch if one.type in DEPARTURES]
        self._take_turns(connection, alone=bool(leaving))
        away = self._people.gone(connection, {(one.agency, one.subject) for one in batch})
        away |= {(one.agency, one.subject) for one in leaving}
        if away:
            batch = [one for one in batch if (one.agency, one.subject) not in away]
        for projection in self._projections:
            projection.project(connection, batch)
        if leaving:
            self._let_go(connection, leaving)

    def tick(self, connection: sa.Connection) -> bool:
        """Fold some of those of whom something new was said; True when there are more."""
        self._take_turns(connection, alone=False)
        return self._folding.fold(connection)

    def _take_turns(self, connection: sa.Connection, *, alone: bool) -> None:
        """Whoever lets people go waits for the batches under way, and holds up the next ones.

        A person's tasks may be another process's partition: without this, a batch that was begun before the
        departure was committed would bring back a row of somebody erased.
        """
        shared = sa.func.pg_advisory_xact_lock_shared(self._turns)
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(self._turns) if alone else shared))

    def _let_go(self, connection: sa.Connection, leaving: Sequence[Sealed]) -> None:
        """Of who leaves, only the departure itself stays; an erasure also clears what was parked."""
        departures = self._people.depart(connection, leaving)
        people = [(one.agency, one.subject) for one in departures]
        for projection in self._projections:
            projection.forget(connection, people)
        self._timeline.project(connection, departures)
        for one in departures:
            if one.type == ERASED:
                self._quarantine.clear(connection, one.agency, one.subject)
                self._quarantine.vault.forget(one.agency, one.subject)
