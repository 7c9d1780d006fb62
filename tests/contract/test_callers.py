"""Every endpoint there is, by the description of the whole API: whom it refuses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from services.access import service as access
from services.desk import service as desk
from services.ingest import service as ingest
from services.query import service as query
from services.rules import web as rules
from shared.access.principal import Role
from shared.access.scopes import RULES
from shared.access.tokens import Wanted
from shared.settings import Settings
from shared.web.api import create_app, together
from shared.wiring import Wiring

OPEN = {"/healthz", "/readyz", "/v1/feeds/{feed}/webhook"}
"""Answered without a token: two say yes or no, one carries a signature."""


@pytest.fixture
def parts(database_url: str) -> Iterator[Wiring]:
    made = access.wiring(Settings(database_url=database_url, api_token=SecretStr("operator")))
    yield made
    made.dispose()


def whole(parts: Wiring) -> FastAPI:
    """All services on one port, which look tokens up with these parts."""
    settings = parts.settings
    first = create_app(settings, "test", ready=parts.ready, look_up=parts.principal)
    others = [service.app(settings) for service in (ingest, desk, query, rules, access)]
    return together(settings, [first, *others])


def endpoints(app: FastAPI) -> list[tuple[str, str]]:
    return [(method, path) for path, methods in app.openapi()["paths"].items() for method in methods]


def test_no_endpoint_answers_another_agencys_token(parts: Wiring) -> None:
    """Nor no token, nor one that was made up: 401, before anything is read."""
    _, rival = replace(parts.tokens, engine=parts.log_engine).create("rival", Wanted("theirs", Role.ADMIN))
    app = whole(parts)
    http = TestClient(app, raise_server_exceptions=False)
    tried = [one for one in endpoints(app) if one[1] not in OPEN]
    assert len(tried) > 35
    for method, path in tried:
        for headers in ({"Authorization": f"Bearer {rival}"}, {"Authorization": "Bearer made-up"}, {}):
            assert http.request(method, path, headers=headers).status_code == 401, (method, path)


def test_every_endpoint_has_its_line_in_the_table_of_scopes(parts: Wiring) -> None:
    """What is forgotten there would be closed to all but admins."""
    paths = {path for _, path in endpoints(whole(parts))} - OPEN
    assert [path for path in paths if not any(rule[0].fullmatch(path) for rule in RULES)] == []
