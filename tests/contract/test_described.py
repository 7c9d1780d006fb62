"""Whatever a caller sends, the answer is one that the API's description has, and never an error of ours."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from pydantic import SecretStr
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance
from vocabulary.installation import JANE, TASK, Installation, planned

from services.access import service as access
from services.desk import service as desk
from services.ingest import service as ingest
from services.query import service as query
from services.rules import web as rules
from shared.facts.people import PersonRegistered
from shared.web.api import create_app, together

ENDLESS = {"/v1/tasks/stream", "/v1/people/{person}/stream"}
"""Answers that go on until the caller leaves."""
KNOWN = {"person": JANE, "task": TASK, "feed": "greenhouse", "recruiter": "ann@agency.example"}
"""What is there, for every second call: else nearly all would end at what is not found."""
Operation = APIOperation[Any, Any, Any, Any]
TOKEN = {"Authorization": "Bearer operator"}


@schemathesis.serializer("application/toml")
def as_it_is(_context: object, value: object) -> bytes:
    """A playbook is sent as text."""
    return str(value).encode("utf-8", "surrogatepass")


@pytest.fixture
def described(database_url: str, kafka: str) -> Iterator[BaseSchema]:
    """All services on one port, of an agency with one person and one task."""
    with Installation(database_url) as there:
        there.project(PersonRegistered(feed="ats"), planned())
        secrets = {"kafka": kafka, "api_token": SecretStr("operator"), "greenhouse_secret": SecretStr("hook")}
        set_up = there.settings.model_copy(update=secrets)
        parts = access.wiring(set_up)
        first = create_app(set_up, "test", ready=parts.ready, lifespan=parts.serving, look_up=parts.principal)
        services = [service.app(set_up) for service in (ingest, desk, query, rules, access)]
        app = together(set_up, [first, *services])
        with TestClient(app):
            yield schemathesis.openapi.from_asgi("/openapi.json", app, headers=TOKEN)


def test_no_answer_is_undocumented(described: BaseSchema) -> None:
    """No 500, no status, media type or body that is not described."""
    operations = [found.ok() for found in described.get_all_operations() if isinstance(found, Ok)]
    assert len(operations) > 50
    for operation in operations:
        if operation.path not in ENDLESS:
            _keeps_its_word(operation)


def _keeps_its_word(operation: Operation) -> None:
    @given(case=operation.as_strategy())
    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: Case[Any]) -> None:
        case.query.pop("min_version", None)  # of a write that never comes: five seconds each
        made_up = dict(case.path_parameters)
        for known in ({}, KNOWN):
            case.path_parameters = {name: known.get(name, value) for name, value in made_up.items()}
            answer = case.call(headers=TOKEN)
            case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    holds()
