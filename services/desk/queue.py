"""The tasks that can be worked on, in the order in which the query service lists them."""

import sqlalchemy as sa

from services.desk.commands import ClaimBest
from services.desk.deciding import When
from services.desk.store import task_of
from services.desk.tables import TURN, tasks
from services.desk.task import State, Task


def lock(connection: sa.Connection, agency: str) -> None:
    """Let nobody else take several tasks until the transaction ends. Comes before any person's lock."""
    name = sa.func.hashtextextended(f"desk queue {agency}", 0)
    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(name)))


def best(connection: sa.Connection, agency: str, wanted: ClaimBest, when: When) -> list[Task]:
    """The first tasks that are open; not locked."""
    c = tasks.c
    awake = c.snoozed_until.is_(None) | (c.snoozed_until <= when.today)
    asked = {"assignee": wanted.recruiter, "play": wanted.play}
    only = [c[name] == value for name, value in asked.items() if value is not None]
    may = (c.agency == agency, c.opens_on <= when.today, awake, *_free(when), *only)
    return _read(connection, may, wanted.count)


def of_recruiter(
    connection: sa.Connection, agency: str, recruiter: str, when: When, at_most: int
) -> list[Task]:
    """The first tasks that a recruiter should do, sooner or later, and that nobody holds; not locked."""
    c = tasks.c
    return _read(connection, (c.agency == agency, c.assignee == recruiter, *_free(when)), at_most)


def _free(when: When) -> tuple[sa.ColumnElement[bool], ...]:
    c = tasks.c
    over = sa.and_(c.state == State.CLAIMED, c.lease_until <= when.now)
    return c.planned, c.closes_on >= when.today, sa.or_(c.state == State.OPEN, over)


def _read(connection: sa.Connection, which: tuple[sa.ColumnElement[bool], ...], at_most: int) -> list[Task]:
    query = sa.select(tasks).where(*which).order_by(*(tasks.c[name] for name in TURN)).limit(at_most)
    return [task_of(row) for row in connection.execute(query)]
