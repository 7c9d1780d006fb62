"""Reads and writes tasks."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.desk.tables import answers, gone, tasks
from services.desk.task import State, Task

Person = tuple[str, str]
"""Agency and person."""

RULES_LANE = (
    *("play", "about", "revision", "planned", "why_not"),
    *("opens_on", "closes_on", "importance", "recruiter"),
)
DESK_LANE = (
    *("version", "state", "holder", "lease_until", "snoozed_until", "assigned_to", "told"),
    *("on_reply", "waits_since", "waits_by"),
)


def find(connection: sa.Connection, agency: str, task: str) -> Task | None:
    """The task as it stands, not locked; `None` when there is none of that id."""
    named = (tasks.c.agency == agency, tasks.c.task == task)
    wanted_first = (tasks.c.planned.desc(), tasks.c.version.desc())
    row = connection.execute(sa.select(tasks).where(*named).order_by(*wanted_first).limit(1)).one_or_none()
    return None if row is None else task_of(row)


def load(connection: sa.Connection, keys: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str, str], Task]:
    """Load tasks by agency, person and task, each locked until the transaction ends."""
    wanted = sa.tuple_(tasks.c.agency, tasks.c.person, tasks.c.task).in_(sorted(keys))
    rows = connection.execute(sa.select(tasks).where(wanted).order_by(tasks.c.task).with_for_update())
    return {(row.agency, row.person, row.task): task_of(row) for row in rows}


def save_rules_lane(connection: sa.Connection, some: Sequence[Task]) -> None:
    """Keep what rules planned; the other lane stays as it is."""
    _save(connection, some, RULES_LANE, newer="revision")


def save_desk_lane(connection: sa.Connection, some: Sequence[Task]) -> None:
    """Keep what recruiters did; the other lane stays as it is."""
    _save(connection, some, DESK_LANE, newer="version")


def replace_desk_lane(connection: sa.Connection, some: Sequence[Task]) -> None:
    """Keep what recruiters did, whatever version is known."""
    _save(connection, some, DESK_LANE, newer=None)


def leases_over(connection: sa.Connection, now: datetime, at_most: int) -> list[Task]:
    """Claimed tasks whose lease ran out, the longest ago first."""
    over = (tasks.c.state == State.CLAIMED, tasks.c.lease_until <= now)
    rows = connection.execute(sa.select(tasks).where(*over).order_by(tasks.c.lease_until).limit(at_most))
    return [task_of(row) for row in rows]


def waiting(connection: sa.Connection, some: Iterable[Person]) -> list[Task]:
    """The tasks of these people that wait for an answer, each locked until the transaction ends."""
    theirs = sa.tuple_(tasks.c.agency, tasks.c.person).in_(sorted(some))
    query = sa.select(tasks).where(tasks.c.on_reply.is_not(None), theirs).order_by(tasks.c.task)
    return [task_of(row) for row in connection.execute(query.with_for_update())]


def forget(connection: sa.Connection, some: Sequence[Person]) -> None:
    """Drop everything of these people."""
    for table in (tasks, answers):
        connection.execute(table.delete().where(sa.tuple_(table.c.agency, table.c.person).in_(some)))
    rows = [{"agency": agency, "person": person} for agency, person in some]
    connection.execute(insert(gone).on_conflict_do_nothing(), rows)


def gone_of(connection: sa.Connection, some: Iterable[Person]) -> set[Person]:
    """Those of these people who were absorbed or erased."""
    wanted = sa.tuple_(gone.c.agency, gone.c.person).in_(sorted(set(some)))
    return {(row.agency, row.person) for row in connection.execute(sa.select(gone).where(wanted))}


def _save(connection: sa.Connection, some: Sequence[Task], lane: Sequence[str], *, newer: str | None) -> None:
    if some:
        wanted = insert(tasks)
        newest = {name: wanted.excluded[name] for name in lane}
        later = sa.true() if newer is None else tasks.c[newer] < wanted.excluded[newer]
        keys = ("agency", "task", "person")
        rows = [asdict(each) for each in sorted(some, key=lambda each: each.task)]
        connection.execute(wanted.on_conflict_do_update(index_elements=keys, set_=newest, where=later), rows)


def task_of(row: sa.Row[tuple[object, ...]]) -> Task:
    """The task of a row."""
    values = row._asdict()
    del values["assignee"]  # follows from the others
    return Task(**{**values, "state": State(values["state"]), "told": tuple(values["told"])})
