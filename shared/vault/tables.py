"""What the vault keeps in PostgreSQL, apart from everything else."""

import sqlalchemy as sa

metadata = sa.MetaData(schema="vault")

AGENCIES = sa.Table(
    "agencies",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
"""Each agency's key, wrapped by the master key."""

KEYS = sa.Table(
    "keys",
    metadata,
    sa.Column("agency", sa.Text, primary_key=True),
    sa.Column("subject", sa.Uuid(as_uuid=False), primary_key=True),
    sa.Column("wrapped", sa.LargeBinary),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("erased_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("(wrapped IS NULL) = (erased_at IS NOT NULL)", name="erased_or_kept"),
)
"""Each person's key, wrapped by their agency's. The row outlives the key: nobody erased gets another."""
