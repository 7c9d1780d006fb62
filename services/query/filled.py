"""Whether the figures rest on the whole log.

A newer program makes the tables that an older one's database lacks, and fills them from then on: what they
add up to would look whole and not be. So it is noted when they began with an empty log, or were rebuilt.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import sqlalchemy as sa
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.dialects.postgresql import insert

from services.query.store import Store
from services.query.tables import QueryTables
from shared.database import transaction
from shared.web.problem_kinds_api import problem
from shared.wiring import Wiring

FIGURES = "figures 1"
"""Another number for figures that a rebuild alone can bring."""
REMEDY = "Run `afterhire rebuild query` once; until then they know only what came since the last update."
Whole = Callable[[], Awaitable[None]]


def prepare(parts: Wiring, tables: QueryTables) -> bool:
    """Create what is missing; whether the figures are whole. `UnavailableError` when the database is away."""
    parts.prepare()
    with transaction(parts.log_engine) as connection:
        if connection.execute(sa.select(tables.timeline.c.event).limit(1)).first() is None:
            note(connection, tables)
        return noted(connection, tables)


def note(connection: sa.Connection, tables: QueryTables) -> None:
    """The figures are filled from the log's beginning."""
    connection.execute(insert(tables.filled).values(name=FIGURES).on_conflict_do_nothing())


def noted(connection: sa.Connection, tables: QueryTables) -> bool:
    """Whether they are."""
    query: sa.Select[Any] = sa.select(tables.filled).where(tables.filled.c.name == FIGURES)
    return connection.execute(query).first() is not None


def whole(store: Callable[[], Store]) -> Whole:
    """A dependency that lets a request for figures go on when they rest on the whole log."""
    known: list[bool] = []

    def check() -> None:
        there = store()
        with there.reading() as connection:
            if not noted(connection, there.tables):
                raise problem("not-filled", REMEDY)
        known.append(True)

    async def wait() -> None:
        if not known:
            await run_in_threadpool(check)

    return wait
