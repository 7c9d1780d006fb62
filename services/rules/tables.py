"""What the rules service keeps in PostgreSQL: the facts it took, and what follows from them."""

import sqlalchemy as sa

from shared.wiring import shared_tables

metadata = sa.MetaData(schema="rules")
common = shared_tables(metadata)

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("occurred", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("forwarded_by", sa.Text),
    sa.Column("body", sa.LargeBinary, nullable=False),
)
"""Every fact once, its body as the log has it: personal fields are still sealed."""

people = sa.Table(
    "people",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("person", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("outline", sa.LargeBinary, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
)
"""What follows from the facts. The fold and the plan hold names, notes and reasons, so both are sealed with
the person's own key. The outline is the plan without anything personal: with it the open tasks can still be
withdrawn when the key is gone. An erased person keeps a row with nothing sealed in it, so that facts which
come later do not begin them anew."""

playbooks = sa.Table(
    "playbooks",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""Every playbook that was ever adopted, under the hash of its content."""

adoptions = sa.Table(
    "adoptions",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("playbook", sa.Text, nullable=False),
    sa.Column("tasks_a_day", sa.Integer, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("told_to", sa.Uuid(as_uuid=False)),
    sa.Column("told", sa.Boolean, nullable=False, server_default=sa.false()),
)
"""Which playbook was adopted when. Everybody is told one by one, in the order of their ids; `told_to` is the
last one who was, `told` says that all were."""

backtests = sa.Table(
    "backtests",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    sa.Column("done", sa.Integer, nullable=False, server_default="0"),
    sa.Column("people", sa.Integer),
    sa.Column("report", sa.LargeBinary),
    sa.Column("reason", sa.Text),
    sa.Column("toml", sa.Text),
)
"""The backtests that were asked for over HTTP: how far they are, and what the newest ones found. A report
counts tasks and names recruiters by their ids; nothing in it is about one person."""
