"""A service that ends closes its connections, also one that a thread still asks something on."""

import threading

import sqlalchemy as sa

from shared.database import close, engine
from shared.settings import Settings


def test_a_connection_that_is_out_comes_back_first(database_url: str) -> None:
    """As of a request that was cut off: its thread goes on until the database has answered."""
    database = engine(Settings(database_url=database_url), application="test")
    assert isinstance(database.pool, sa.QueuePool)
    asked = threading.Event()

    def ask() -> None:
        with database.connect() as connection:
            asked.set()
            connection.execute(sa.text("SELECT pg_sleep(0.2)"))

    thread = threading.Thread(target=ask)
    thread.start()
    assert asked.wait(10)
    pool = database.pool
    close(database)
    assert pool.checkedout() == 0
    thread.join()
