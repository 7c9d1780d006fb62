"""Waits until something was appended to an outbox."""

from contextlib import suppress
from typing import cast

import psycopg
import sqlalchemy as sa

from shared.errors import UnavailableError

_Driver = psycopg.Connection[tuple[object, ...]]


class Wakeup:
    """A connection of its own that listens; made when it is first waited on."""

    def __init__(self, engine: sa.Engine, channel: str) -> None:
        self._engine = engine
        self._channel = channel
        self._connection: _Driver | None = None

    def wait(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds until something was appended since the last call; whether it was.

        The first call returns True at once, as what was appended before it was not heard of.
        `UnavailableError` when the database is away.
        """
        try:
            return self._wait(timeout)
        except (sa.exc.DBAPIError, psycopg.Error) as error:
            self.close()
            raise UnavailableError(f"PostgreSQL did not let us listen: {type(error).__name__}") from error

    def _wait(self, timeout: float) -> bool:
        if self._connection is None:
            self._connection = self._own_connection()
            self._connection.execute(f'LISTEN "{self._channel}"'.encode())
            return True
        return any([*self._connection.notifies(timeout=timeout, stop_after=1)])

    def _own_connection(self) -> _Driver:
        pooled = self._engine.raw_connection()
        driver = cast("_Driver", pooled.driver_connection)
        pooled.detach()
        driver.autocommit = True
        return driver

    def close(self) -> None:
        """Listen no longer."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(psycopg.Error):
                connection.close()
