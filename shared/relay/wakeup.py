"""Waits until something was appended to an outbox."""

from contextlib import suppress
from typing import cast

import psycopg
import sqlalchemy as sa

from shared.database import transaction
from shared.errors import UnavailableError


class Wakeup:
    """A connection of its own that listens; made when it is first waited on."""

    def __init__(self, engine: sa.Engine, channel: str) -> None:
        self._engine = engine
        self._channel = channel
        self._connection: sa.Connection | None = None

    def listen(self) -> None:
        """Hear of what is committed from now on; `UnavailableError` when the database is away."""
        if self._connection is None:
            with transaction(self._engine):
                pass
            self._connection = self._connected()

    def _connected(self) -> sa.Connection:
        try:
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()
            connection.exec_driver_sql(f'LISTEN "{self._channel}"')
        except sa.exc.DBAPIError as error:
            raise UnavailableError(
                f"PostgreSQL did not let us listen: {type(error.orig).__name__}"
            ) from error
        return connection

    def wait(self, timeout: float) -> None:
        """Return when something was appended since the last call, or after `timeout` seconds."""
        if self._connection is None:
            return
        driver = cast("psycopg.Connection[object]", self._connection.connection.driver_connection)
        try:
            for _ in driver.notifies(timeout=timeout, stop_after=1):
                pass
        except psycopg.Error as error:
            self.close()
            raise UnavailableError(f"PostgreSQL went away: {type(error).__name__}") from error

    def close(self) -> None:
        """Listen no longer."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(sa.exc.DBAPIError, psycopg.Error):
                connection.close()
