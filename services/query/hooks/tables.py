"""What is kept of web hooks, in a schema apart from the projections, which a rebuild replaces."""

import sqlalchemy as sa

from shared.row_security import Through, belongs

metadata = sa.MetaData(schema="hooks")

HOOKS = sa.Table(
    "hooks",
    metadata,
    sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("agency", sa.Text, nullable=False, index=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("recruiter", sa.Text),
    sa.Column("play", sa.Text),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("secret_before", sa.LargeBinary),
    sa.Column("secret_before_until", sa.DateTime(timezone=True)),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("because", sa.Text),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("failed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failing_since", sa.DateTime(timezone=True)),
    sa.Column("next_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("token", sa.Uuid(as_uuid=False)),
    sa.Column("lease", sa.Uuid(as_uuid=False)),
    sa.Column("lease_until", sa.DateTime(timezone=True)),
)
"""Secrets are encrypted with the agency's key. `place`: up to where it was told. `failed`: tries in a row.
`token`: by whose right it is told; none: the operator's."""

DELIVERIES = sa.Table(
    "deliveries",
    metadata,
    sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=True),
    sa.Column("hook", sa.Uuid(as_uuid=False), nullable=False),
    sa.Column("message", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("task", sa.Uuid(as_uuid=False)),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("took_ms", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("error", sa.Text),
    sa.Index("deliveries_of_a_hook", "hook", "number"),
    info=belongs(Through("hook", HOOKS)),
)
"""Each try, and what came of it. What was sent is not kept: it may be about somebody who is erased since."""
