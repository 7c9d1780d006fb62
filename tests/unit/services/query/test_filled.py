"""Figures of an installation that was there before their tables were."""

import pytest
import sqlalchemy as sa
from vocabulary.installation import Installation, planned

from services.query import filled
from shared.database import transaction

FIGURES = (
    *("/v1/impact", "/v1/insights/employers", "/v1/insights/benchmarks", "/v1/insights/trends"),
    *("/v1/reputation", "/v1/conversions", "/v1/feeds"),
)


@pytest.fixture
def updated(database_url: str) -> Installation:
    """Somebody is known, and the tables of figures were made just now."""
    here = Installation(database_url)
    here.project(planned())
    with transaction(here.parts.log_engine) as connection:
        connection.execute(sa.delete(here.tables.filled))
    return here


def test_what_is_not_whole_is_not_told(updated: Installation) -> None:
    """But what to do; tasks and people are as they were."""
    with updated as here:
        assert not filled.prepare(here.parts, here.tables)
        for path in FIGURES:
            answer = here.client().get(path)
            assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/not-filled"), path
            assert "afterhire rebuild query" in answer.json()["detail"]
        assert here.client().get("/v1/tasks").status_code == 200


def test_a_rebuild_makes_them_whole(updated: Installation) -> None:
    """And so does an empty log."""
    with updated as here:
        with transaction(here.parts.log_engine) as connection:
            filled.note(connection, here.tables)
        assert filled.prepare(here.parts, here.tables)
        assert here.client().get("/v1/impact").status_code == 200
