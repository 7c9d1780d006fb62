"""What the desk keeps: ids, dates and who holds what."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from shared.wiring import shared_tables

metadata = sa.MetaData(schema="desk")
common = shared_tables(metadata)

ASSIGNEE = "nullif(coalesce(assigned_to, recruiter), '')"
"""Who should do a task: as a recruiter said, or else the rules."""

TURN = ("importance", "closes_on", "person", "task")
"""The order of the queue: the most important first, then what closes soonest."""
OPEN = sa.text("planned AND state IN ('open', 'claimed')")

tasks = sa.Table(
    "tasks",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("task", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("play", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False, server_default=""),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("planned", sa.Boolean, nullable=False),
    sa.Column("why_not", sa.Text),
    sa.Column("opens_on", sa.Date),  # empty in rows of an older program, until rules speak of the task again
    sa.Column("closes_on", sa.Date),
    sa.Column("importance", sa.Integer),
    sa.Column("recruiter", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("holder", sa.Text),
    sa.Column("lease_until", sa.DateTime(timezone=True)),
    sa.Column("snoozed_until", sa.Date),
    sa.Column("on_reply", sa.Text),
    sa.Column("waits_since", sa.DateTime(timezone=True)),
    sa.Column("waits_by", sa.Text),
    sa.Column("told", ARRAY(sa.Uuid(as_uuid=False)), nullable=False, server_default="{}"),
    sa.Column("assigned_to", sa.Text),
    sa.Column("assignee", sa.Text, sa.Computed(ASSIGNEE, persisted=True)),
    sa.Index("tasks_by_person", "agency", "person"),
    sa.Index("tasks_by_lease", "lease_until", postgresql_where=sa.text("state = 'claimed'")),
    sa.Index("tasks_waiting", "agency", "person", postgresql_where=sa.text("on_reply IS NOT NULL")),
    sa.Index("tasks_queue", "agency", *TURN, postgresql_where=OPEN),
    sa.Index("tasks_of_assignee", "agency", "assignee", *TURN, postgresql_where=OPEN),
)
"""Each task with its two lanes; the same task of two people while one is being merged into the other."""

gone = sa.Table(
    "gone",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
)
"""People who were absorbed or erased: what still arrives about them is left."""

handovers = sa.Table(
    "handovers",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("recruiter", sa.Text, primary_key=True),
    sa.Column("to", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("until", sa.Date),
)
"""Whose tasks, now and to come, are to be whose: a recruiter who left has one for ever."""

answers = sa.Table(
    "answers",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("asked", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.LargeBinary),
    sa.Column("person", sa.Uuid(as_uuid=False)),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Index("answers_by_age", "at"),
)
"""What was answered to each Idempotency-Key."""
