from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from services.access import service, tokens_api
from shared.settings import Settings
from shared.web.api import create_app

READER = {"name": "the website", "role": "service", "scopes": ["read"]}


@pytest.fixture
def http(database_url: str) -> Iterator[TestClient]:
    """The operator of an installation that has no tokens yet."""
    settings = Settings(database_url=database_url, api_token=SecretStr("operator"))
    parts = service.wiring(settings)
    app = create_app(settings, "access", ready=parts.ready, look_up=parts.principal)
    app.include_router(tokens_api.router(lambda: parts.tokens))
    bearing = {"Authorization": "Bearer operator"}
    yield TestClient(app, raise_server_exceptions=False, headers=bearing)
    parts.dispose()


def test_a_token_is_made_listed_and_revoked(http: TestClient) -> None:
    """It is told once; who may not hand out tokens, cannot; a second revocation changes nothing."""
    made = http.post("/v1/tokens", json=READER)
    assert (made.status_code, made.headers["Cache-Control"]) == (201, "no-store")
    theirs = {"Authorization": f"Bearer {made.json()['secret']}"}
    assert http.get("/v1/tokens", headers=theirs).status_code == 403
    assert http.post("/v1/tokens", json={"name": "me", "role": "admin"}, headers=theirs).status_code == 403
    (listed,) = http.get("/v1/tokens").json()["tokens"]
    assert listed["used_at"] is not None
    assert listed | {"used_at": None} == {
        name: value for name, value in made.json().items() if name != "secret"
    }
    path = f"/v1/tokens/{listed['id']}"
    assert [http.delete(path).status_code for _ in range(2)] == [204, 204]
    assert http.get("/v1/tokens").json()["tokens"][0]["revoked_at"] is not None


@pytest.mark.parametrize(
    ("wrong", "type_"),
    [
        ({"scopes": ["access"]}, "/v1/problems/unreadable"),
        ({"scopes": []}, "/v1/problems/unreadable"),
        ({"recruiter": "ann"}, "/v1/problems/unreadable"),
        ({"role": "owner"}, "/v1/problems/invalid-request"),
        ({"days": 401}, "/v1/problems/invalid-request"),
        ({"agency": "rival"}, "/v1/problems/invalid-request"),
    ],
)
def test_a_token_that_cannot_be_is_refused(http: TestClient, wrong: dict[str, object], type_: str) -> None:
    """422, and none is made."""
    answer = http.post("/v1/tokens", json=READER | wrong)
    assert (answer.status_code, answer.json()["type"]) == (422, type_)
    assert http.get("/v1/tokens").json() == {"tokens": []}
