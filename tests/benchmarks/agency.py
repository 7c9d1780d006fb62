"""A whole agency in the tables of query and desk: some people by the real handlers, many who are like them.

The ids of each of the first people begin alike. Whoever is like them has rows that differ in this beginning
alone, with sealed words of their own: so every column of every table is what the handlers make of it.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import msgspec
import sqlalchemy as sa
from benchmarks import lives
from benchmarks.careers import AGENCY
from benchmarks.patterns import Pattern, beginning, of_set
from benchmarks.servers import Fresh
from msgspec.structs import replace

from services.desk import service as desk_service
from services.desk.desk import Desk
from services.desk.handler import DeskHandler
from services.query import filled
from services.query import service as query_service
from services.query.projector import Projector
from services.query.tables import LIVE, in_schema
from shared import codec
from shared.database import transaction
from shared.delivery import Delivery, Handler
from shared.envelope import Event
from shared.log.protocol import Record
from shared.vault import Keys
from shared.wiring import Wiring

PATTERNS = 400
"""People by the handlers; each of the others is like one of them."""
BATCH = 5_000
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}(?=(?:-[0-9a-f]{4}){2}-[0-9a-f]{12})")


class Agency(NamedTuple):
    """Who is there."""

    people: Sequence[str]
    """One of each set: enough that hardly any is asked for twice."""
    recruiters: Sequence[str]


def fill(fresh: Fresh, people: int, today: date) -> Agency:
    """Fill the tables of an installation with so many people, as they stand on a day."""
    query, tables = query_service.wiring(fresh.settings, in_schema(LIVE)), in_schema(LIVE)
    desk = desk_service.wiring(fresh.settings)
    filled.prepare(query, tables)
    desk.prepare()
    lived = [list(map(_marked, lives.life(number, today))) for number in range(PATTERNS)]
    first, sets = [life[0].subject for life in lived], range(1, max(people // PATTERNS, 1))
    _project(query, desk, Projector(tables, query.quarantine), [*lives.jobs(today), *_in_order(lived)])
    kept = [*tables.projections, desk.metadata.tables["desk.tasks"]]
    patterns = [Pattern.of(query, table, first) for table in kept]
    for number in sets:
        _add(query, patterns, first, number)
    _vacuum(query)
    asked = [of_set(first[number % PATTERNS], number) for number in sets] or first
    return Agency(asked, [lives.recruiter(number) for number in range(lives.RECRUITERS)])


def _in_order(lived: Iterable[Sequence[Event]]) -> list[Event]:
    return sorted((event for life in lived for event in life), key=lambda event: event.recorded_at)


def _project(query: Wiring, desk: Wiring, projector: Projector, events: Sequence[Event]) -> None:
    """The first people, by the handlers themselves."""
    _hand(query, events, projector)
    with transaction(query.engine) as connection:
        while projector.tick(connection):
            pass
    _hand(query, events, DeskHandler(Desk(desk.settings, desk.engine, desk.outbox, desk.clock)))


def _hand(query: Wiring, events: Sequence[Event], handler: Handler) -> None:
    for first in range(0, len(events), BATCH):
        some = events[first : first + BATCH]
        with transaction(query.engine) as connection:
            keys = query.vault.keys(connection, {(one.agency, one.subject) for one in some}, create=True)
            handler.handle(connection, [_delivery(one, keys) for one in some])


def _delivery(event: Event, keys: Keys) -> Delivery:
    encoded = codec.encode(event, keys)
    return Delivery(None, codec.envelope(Record("", 0, 0, 0, *encoded)), None)


def _marked(event: Event) -> Event:
    """The event with the beginning of the first set in all its ids."""
    text = _UUID.sub(beginning(0), msgspec.json.encode(event.body).decode())
    body = msgspec.json.decode(text, type=type(event.body))
    return replace(event, id=of_set(event.id, 0), subject=of_set(event.subject, 0), body=body)


def _add(query: Wiring, patterns: Sequence[Pattern], first: Sequence[str], number: int) -> None:
    """As many people as there are patterns, each like one of them."""
    people = {(AGENCY, of_set(one, number)) for one in first}
    with transaction(query.engine) as connection:
        keys = query.vault.keys(connection, people, create=True)
        for each in patterns:
            each.copy(connection, number, keys)


def _vacuum(query: Wiring) -> None:
    """As PostgreSQL does by itself after some minutes."""
    with query.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM (ANALYZE)"))
    query.engine.dispose()
