"""PostgreSQL: how services connect, prepare their schema and run a transaction."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from time import monotonic, sleep
from typing import cast

import psycopg
import sqlalchemy as sa
from psycopg import errors as pg
from psycopg.types.string import TextLoader
from sqlalchemy import exc

from shared import row_security
from shared.errors import UnavailableError
from shared.row_security import WorksAs
from shared.settings import Settings

LOCK_TIMEOUT_MS = 5_000
IDLE_IN_TRANSACTION_MS = 10_000
"""A process that sleeps inside a transaction (rule 2) blocks nobody for longer than this."""
COMES_BACK_S = 5.0
CHECKED_EVERY_S = 0.01

TRANSIENT = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    pg.LockNotAvailable,
    pg.DeadlockDetected,
    pg.SerializationFailure,
    pg.IdleInTransactionSessionTimeout,
    pg.AdminShutdown,
    pg.InvalidCatalogName,
)
"""What passes by itself: the same transaction, run again later, may succeed."""


def engine(
    settings: Settings, *, application: str, pool_size: int = 10, works_as: WorksAs = WorksAs.AGENCY
) -> sa.Engine:
    """An engine for one service; `application` is what the database shows as its name.

    Its sessions have the rows of the settings' agency alone, unless they work along the log. Statements wait
    at most 5 s for a lock, sessions idle in a transaction end after 10 s. UUIDs are text.
    """
    made = sa.create_engine(
        settings.database_url,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text is logged, and parameters may be personal
        pool_size=pool_size,
        max_overflow=10,
        connect_args={
            "application_name": f"afterhire-{application}",
            "connect_timeout": 5,
            "options": f"-c lock_timeout={LOCK_TIMEOUT_MS}"
            f" -c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_MS} -c timezone=UTC",
        },
    )
    sa.event.listen(made, "connect", _uuid_as_text)
    sa.event.listen(made, "connect", partial(_enter, works_as, settings.agency))
    return made


def close(engine: sa.Engine) -> None:
    """Close every connection; one that a thread still asks something on is given a while to come back.

    A request that was cut off leaves its thread running, and what is out is not the pool's to close.
    """
    until = monotonic() + COMES_BACK_S
    while isinstance(engine.pool, sa.QueuePool) and engine.pool.checkedout() and monotonic() < until:
        sleep(CHECKED_EVERY_S)
    engine.dispose()


def _uuid_as_text(connection: psycopg.Connection, _record: object) -> None:
    connection.adapters.register_loader("uuid", TextLoader)


def _enter(role: WorksAs, agency: str, connection: psycopg.Connection, _record: object) -> None:
    row_security.enter(connection, role, agency)


def prepare(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Create the metadata's schema, tables, columns, indexes and row security where they are missing.

    The login does so and owns what it makes; the roles that work with it do not. So a newer program finds
    what it added in a database of an older one; a new column must be nullable or have a server default.
    Several processes may do so at once. Raises `UnavailableError` when the database is away.
    """
    with owning(engine) as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("afterhire-prepare"))))
        if metadata.schema is not None and not sa.inspect(connection).has_schema(metadata.schema):
            connection.execute(sa.schema.CreateSchema(metadata.schema))
        metadata.create_all(connection)
        _extend(connection, metadata)
        row_security.secure(connection, metadata.sorted_tables)


def _extend(connection: sa.Connection, metadata: sa.MetaData) -> None:
    """Add what tables of an older program lack."""
    found = sa.inspect(connection)
    columns = found.get_multi_columns(schema=metadata.schema)
    indexes = found.get_multi_indexes(schema=metadata.schema)
    for table in metadata.sorted_tables:
        there = metadata.schema, table.name
        known = {column["name"] for column in columns.get(there, [])}
        for column in table.columns:
            if column.name not in known:
                name = connection.dialect.identifier_preparer.format_table(table)
                words = sa.schema.CreateColumn(column).compile(dialect=connection.dialect)
                connection.execute(sa.text(f"ALTER TABLE {name} ADD COLUMN {words}"))
        built = {index["name"] for index in indexes.get(there, [])}
        for index in table.indexes:
            if index.name not in built:
                index.create(connection)


@contextmanager
def transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction: committed at the end, rolled back on any exception.

    Raises `UnavailableError` for what passes by itself: lost connections, lock time-outs, a restart.
    """
    with available(), engine.begin() as connection:
        yield connection


@contextmanager
def owning(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction of the login itself, which owns the tables, to make or replace them; else as above."""
    with transaction(engine) as connection:
        connection.execute(sa.text("SET LOCAL ROLE NONE"))
        yield connection


@contextmanager
def available() -> Iterator[None]:
    """Raises `UnavailableError` for what passes by itself in the block."""
    try:
        yield
    except (exc.DBAPIError, psycopg.Error) as error:
        if passing(error):
            raise UnavailableError(f"PostgreSQL did not complete the transaction: {_class(error)}") from error
        raise


def passing(error: BaseException) -> bool:
    """Whether a database error passes by itself, so that the same may succeed later."""
    original = error.orig if isinstance(error, exc.DBAPIError) else error
    lost = isinstance(error, exc.DBAPIError) and error.connection_invalidated
    return lost or isinstance(original, TRANSIENT)


def _class(error: BaseException) -> str:
    original = error.orig if isinstance(error, exc.DBAPIError) else error
    return type(original).__name__


def psycopg_cursor(connection: sa.Connection) -> psycopg.Cursor[tuple[object, ...]]:
    """A psycopg cursor inside the connection's transaction, for what SQLAlchemy has no words for."""
    driver = cast("psycopg.Connection[tuple[object, ...]]", connection.connection.driver_connection)
    return driver.cursor()


def copy_rows(connection: sa.Connection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    """Run a `COPY … FROM STDIN` with these rows, in the connection's transaction."""
    with psycopg_cursor(connection) as cursor, cursor.copy(statement.encode()) as copy:
        for row in rows:
            copy.write_row(row)
