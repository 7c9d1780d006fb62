"""After the rules' database was put back to an earlier state: plans go on from what was told."""

from collections.abc import Iterator

import sqlalchemy as sa

from services.rules.playbook.store import relearn
from services.rules.rebuild import Rebuilt, batched, rebuilt
from services.rules.tables import common
from shared import codec
from shared.database import transaction
from shared.delivery import decode
from shared.envelope import Event
from shared.log.protocol import Log, Partition
from shared.topics import Topic
from shared.wiring import Wiring

ADOPTED = "playbook.adopted"


def recovered(parts: Wiring, log: Log) -> Rebuilt:
    """Rebuild the state from the log, without the changes that the relay had not numbered.

    Those were counted on from plans that had forgotten what was told: their revisions stand on the log with
    other changes, so readers would drop them. What is still missing is told anew, under revisions of its own.
    Adoptions of playbooks are learned again before, from the whole log: people go by them, or will. The relay
    has to be stopped meanwhile. Raises `UnavailableError` when database or log are away.
    """
    people, tasks = parts.topics(Topic.PEOPLE, Topic.TASKS)
    rows = common.outbox.rows
    with transaction(parts.log_engine) as connection:
        connection.execute(sa.delete(rows).where(rows.c.topic == tasks, rows.c.number.is_(None)))
        relearn(connection, _adoptions(connection, parts, log, people))
    return rebuilt(parts, log)


def _adoptions(connection: sa.Connection, parts: Wiring, log: Log, people: str) -> Iterator[Event]:
    for number in range(log.partitions(people)):
        place = Partition(people, number)
        first, last = log.beginnings([place])[place], log.ends([place])[place]
        for batch in batched(log.scan(place, first, last)):
            read = decode(connection, parts.vault, batch, opens=False).deliveries
            yield from (codec.body(one.sealed, None) for one in read if one.sealed.type == ADOPTED)
