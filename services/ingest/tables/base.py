"""What all of ingest's tables share."""

import sqlalchemy as sa

from shared.wiring import shared_tables

# Keys begin with what tells most: with the agency first, PostgreSQL may read all of an agency's rows.
metadata = sa.MetaData(schema="ingest")
common = shared_tables(metadata)

AGENCY = sa.Text
UUID = sa.Uuid(as_uuid=False)
MOMENT = sa.DateTime(timezone=True)
