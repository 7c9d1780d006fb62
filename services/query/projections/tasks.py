"""One row per task, with two lanes that arrive in either order: what rules planned, what recruiters did."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

import sqlalchemy as sa

from services.query import stamps
from services.query.bulk import Person, Row, Upsert, drop_people
from services.query.lanes import DEALT, PLANNED, REASSIGNED, assigned, dealt, planned
from shared.codec import Sealed

KEY = ("agency", "person", "task")
RULES_LANE = (
    *("revision", "status", "because", "play", "about", "occurrence", "opens_on", "closes_on"),
    *("side", "importance", "recruiter", "planned_by", "planned_at"),
)
DESK_LANE = (
    *("version", "dealt", "dealt_by", "lease_until", "snoozed_until", "outcome", "done_on"),
    *("on_reply", "decided_by", "decided_at"),
)
ASSIGNED = ("assigned_version", "assigned_to")
"""Of the desk's lane what stays when recruiters go on."""
ASSIGNEE = "nullif(coalesce(assigned_to, recruiter), '')"
"""Who should do it: as a recruiter said, or else the rules."""
LIVE = (
    "coalesce(dealt, 'open') = 'claimed'"
    " OR (coalesce(dealt, 'open') = 'open' AND status IN ('planned', 'held_back', 'flagged'))"
)
"""Whether somebody may still act on it, or see it come into the queue."""


def table(metadata: sa.MetaData) -> sa.Table:
    """Add the table to the metadata."""
    return sa.Table(
        "tasks",
        metadata,
        sa.Column("agency", sa.Text, primary_key=True),
        sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("task", sa.Uuid(as_uuid=False), primary_key=True),
        *_rules_lane(),
        *_desk_lane(),
        sa.Column("assigned_version", sa.Integer),
        sa.Column("assigned_to", sa.Text),
        sa.Column("assignee", sa.Text, sa.Computed(ASSIGNEE, persisted=True)),
        sa.Column("live", sa.Boolean, sa.Computed(LIVE, persisted=True)),
        stamps.column(),
        sa.Index("tasks_by_id", "agency", "task"),
        sa.Index("tasks_changed", "agency", stamps.CHANGED, "person", "task"),
        *_queues(),
        sa.Index(
            "tasks_in_hand", "agency", "dealt_by", postgresql_where=sa.text("live AND dealt_by IS NOT NULL")
        ),
        sa.Index(
            "tasks_done",
            *("agency", "dealt_by", "done_on"),
            postgresql_where=sa.text("done_on IS NOT NULL"),
        ),
    )


def _queues() -> list[sa.Index]:
    """The queue of the agency, of a recruiter and of a play, each in its order: a page is read off its index.

    What a state is made of lies in the recruiter's, so that theirs are counted without looking at the rows.
    """
    turn, live = ("importance", "closes_on", "person", "task"), sa.text("live")
    return [
        sa.Index("tasks_in_turn", "agency", *turn, postgresql_where=live),
        sa.Index("tasks_of_play", "agency", "play", *turn, postgresql_where=live),
        sa.Index(
            "tasks_of_recruiter",
            *("agency", "assignee", *turn),
            postgresql_where=live,
            postgresql_include=["opens_on", "status", "dealt", "lease_until", "snoozed_until"],
        ),
        sa.Index(
            "tasks_put_off",
            *("agency", "assignee", "dealt_by"),
            postgresql_where=sa.text("live AND snoozed_until IS NOT NULL"),
        ),
    ]


def _rules_lane() -> list[sa.Column[object]]:
    """All empty until the first of the rules' events has come."""
    return [
        sa.Column("revision", sa.Integer),
        sa.Column("status", sa.Text),
        sa.Column("because", sa.Text),
        sa.Column("play", sa.Text),
        sa.Column("about", sa.Text),
        sa.Column("occurrence", sa.Text),
        sa.Column("opens_on", sa.Date),
        sa.Column("closes_on", sa.Date),
        sa.Column("side", sa.Text),
        sa.Column("importance", sa.Integer),
        sa.Column("recruiter", sa.Text),
        sa.Column("planned_by", sa.Uuid(as_uuid=False)),  # the event; the timeline has it, sealed
        sa.Column("planned_at", sa.DateTime(timezone=True)),
    ]


def _desk_lane() -> list[sa.Column[object]]:
    """All empty until a recruiter has done something."""
    return [
        sa.Column("version", sa.Integer),
        sa.Column("dealt", sa.Text),
        sa.Column("dealt_by", sa.Text),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("snoozed_until", sa.Date),
        sa.Column("outcome", sa.Text),
        sa.Column("done_on", sa.Date),
        sa.Column("on_reply", sa.Text),
        sa.Column("decided_by", sa.Uuid(as_uuid=False)),  # the event
        sa.Column("decided_at", sa.DateTime(timezone=True)),
    ]


@dataclass(frozen=True)
class Tasks:
    """Keeps of each lane the newest."""

    table: sa.Table

    @cached_property
    def _rules(self) -> Upsert:
        return Upsert(self.table, (*KEY, *RULES_LANE, stamps.CHANGED), newer="revision")

    @cached_property
    def _desk(self) -> Upsert:
        return Upsert(self.table, (*KEY, *DESK_LANE, stamps.CHANGED), newer="version")

    @cached_property
    def _assigned(self) -> Upsert:
        return Upsert(self.table, (*KEY, *ASSIGNED, stamps.CHANGED), newer="assigned_version")

    def project(self, connection: sa.Connection, batch: Sequence[Sealed]) -> None:
        """Take what is newer than what is there; raises `UnreadableError` for a body that does not fit."""
        lanes = (
            (self._rules, _newest([planned(one) for one in batch if one.type in PLANNED])),
            (self._desk, _newest([dealt(one) for one in batch if one.type in DEALT])),
            (self._assigned, _newest([assigned(one) for one in batch if one.type == REASSIGNED])),
        )
        if any(rows for _, rows in lanes):
            stamp = stamps.current(connection)
            for lane, rows in lanes:
                lane.write(connection, [(*row, stamp) for row in rows])

    def forget(self, connection: sa.Connection, people: Sequence[Person]) -> None:
        """Drop everything of these people."""
        drop_people(connection, self.table, people)


def _newest(rows: Sequence[tuple[object, ...]]) -> list[Row]:
    """One row for each key: the one whose number, in the column after the key, is the highest."""
    return list({row[:3]: row for row in sorted(rows, key=itemgetter(3))}.values())
