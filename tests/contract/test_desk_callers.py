"""As whom a token may work at the desk."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from vocabulary.desk_api import TASK, client, desk_of
from vocabulary.handled import Clocked, said

from shared.access.principal import Role, Scope
from shared.access.tokens import Wanted

SAID: dict[str, Any] = {
    "by": "bob",
    "count": 1,
    "outcome": "replied",
    "reason": "Left the country.",
    "to": "cleo",
    "until": "2026-03-05",
}
"""What a verb may need to be told."""


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    with desk_of(database_url) as made:
        yield made


def bearing(http: TestClient, parts: Clocked, wanted: Wanted) -> TestClient:
    """Who asks from now on sends a new token."""
    _, token = parts.tokens.create("demo", wanted)
    http.headers["Authorization"] = f"Bearer {token}"
    return http


def changes(http: TestClient) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each way to change something at the desk, with what has to be said."""
    openapi = http.get("/openapi.json").json()
    for path, methods in openapi["paths"].items():
        for method, told in methods.items():
            if method != "get":
                content = told.get("requestBody", {}).get("content", {}).get("application/json")
                name = content["schema"]["$ref"].rpartition("/")[2] if content else None
                required = openapi["components"]["schemas"][name]["required"] if name else []
                url = path.replace("{task}", TASK).replace("{recruiter}", "bob")
                yield method.upper(), url, {field: SAID[field] for field in required}


def test_a_recruiters_token_acts_as_themselves_only(parts: Clocked) -> None:
    """Every verb refuses another's name and does nothing; with their own it is theirs to say."""
    http = bearing(client(parts), parts, Wanted("Ann's tool", Role.RECRUITER, recruiter="ann"))
    tried = list(changes(http))
    assert len(tried) == 12
    for method, url, body in tried:
        answer = http.request(method, url, json=body)
        assert (answer.status_code, answer.json()["type"]) == (403, "/v1/problems/forbidden"), url
    assert said(parts) == []
    assert http.post(f"/v1/tasks/{TASK}/claim", json={"by": "ann"}).json()["holder"] == "ann"


def test_a_manager_acts_for_anybody(parts: Clocked) -> None:
    """So does a service that may work at the desk."""
    http = bearing(client(parts), parts, Wanted("Mona", Role.MANAGER))
    assert http.post(f"/v1/tasks/{TASK}/claim", json={"by": "bob"}).json()["holder"] == "bob"
    bearing(http, parts, Wanted("a robot", Role.SERVICE, frozenset({Scope.DESK})))
    assert http.post(f"/v1/tasks/{TASK}/release", json={"by": "bob"}).json()["holder"] is None


def test_another_agencys_token_opens_nothing(parts: Clocked) -> None:
    """Neither to read nor to change."""
    http = client(parts)
    tried = list(changes(http))
    _, token = replace(parts.tokens, engine=parts.log_engine).create("rival", Wanted("theirs", Role.ADMIN))
    http.headers["Authorization"] = f"Bearer {token}"
    answers = [http.request(method, url, json=body) for method, url, body in tried]
    answers += [http.get(f"/v1/tasks/{TASK}/form"), http.get("/v1/recruiters/bob/handover")]
    assert {answer.status_code for answer in answers} == {401}
    assert said(parts) == []
