"""What a service's HTTP side leaves behind when it ends: nothing."""

import time
from types import ModuleType

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from services.access import service as access
from services.desk import service as desk
from services.ingest import service as ingest
from services.query import service as query
from services.rules import web as rules
from shared.settings import Settings

OF_SERVICES = sa.text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name LIKE 'afterhire-%'"
)


@pytest.mark.parametrize("service", [access, desk, ingest, query, rules])
def test_no_connection_to_the_database_outlives_a_service(
    service: ModuleType, database_url: str, kafka: str
) -> None:
    """Whatever was asked of it, and whether it could answer."""
    settings = Settings(database_url=database_url, kafka=kafka)
    observer = sa.create_engine(database_url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with observer.connect() as looking:
        with TestClient(service.app(settings), base_url="http://127.0.0.1") as http:
            http.get("/readyz")
            assert looking.scalar(OF_SERVICES) == 1
        deadline = time.monotonic() + 10
        while looking.scalar(OF_SERVICES):  # the server's side of the session ends a little later
            assert time.monotonic() < deadline
            time.sleep(0.01)
