"""After the rules' database was put back to an earlier state: plans go on from what was told."""

import sqlalchemy as sa

from services.rules.rebuild import Rebuilt, rebuilt
from services.rules.tables import common
from shared.database import transaction
from shared.log.protocol import Log
from shared.topics import Topic
from shared.wiring import Wiring


def recovered(parts: Wiring, log: Log) -> Rebuilt:
    """Rebuild the state from the log, without the changes that the relay had not numbered.

    Those were counted on from plans that had forgotten what was told: their revisions stand on the log with
    other changes, so readers would drop them. What is still missing is told anew, under revisions of its own.
    The relay has to be stopped meanwhile. Raises `UnavailableError` when database or log are away.
    """
    (tasks,) = parts.topics(Topic.TASKS)
    rows = common.outbox.rows
    with transaction(parts.engine) as connection:
        connection.execute(sa.delete(rows).where(rows.c.topic == tasks, rows.c.number.is_(None)))
    return rebuilt(parts, log)
