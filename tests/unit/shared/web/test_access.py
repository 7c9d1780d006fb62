"""What the guard answers, and whom it lets through as whom."""

from fastapi import FastAPI
from fastapi.testclient import TestClient

from shared.access.principal import CALLER, OF_ROLE, Principal, Role
from shared.access.tokens import hash_of
from shared.access.verifier import Verifier
from shared.errors import UnavailableError
from shared.settings import Settings
from shared.web.access_api import Access
from shared.web.api import create_app

ANN, AWAY, SLOW = ("aft_" + letter * 43 for letter in "abc")
PRINCIPALS = {
    hash_of(ANN): Principal("demo", Role.RECRUITER, OF_ROLE[Role.RECRUITER], "ann", "1", 6_000),
    hash_of(SLOW): Principal("demo", Role.ADMIN, OF_ROLE[Role.ADMIN], None, "2", 1),
}


def look_up(hash_: bytes) -> Principal | None:
    if hash_ == hash_of(AWAY):
        raise UnavailableError("the database is away")
    return PRINCIPALS.get(hash_)


def client(operator: str | None = "operator") -> TestClient:
    app = FastAPI()
    app.add_middleware(Access, verifier=Verifier("demo", operator, look_up), tick=lambda: 1.0)

    @app.api_route("/v1/tasks/{task}", methods=["GET", "PUT"])
    @app.put("/v1/playbook")
    @app.post("/v1/feeds/greenhouse/webhook")
    def who() -> str:
        return f"{CALLER.get().role} of {CALLER.get().agency}"

    return TestClient(app)


def bearing(token: str) -> dict[str, str]:
    return {"Authorization": f"bearer {token}"}


def test_a_request_knows_who_asks() -> None:
    """Also in the threads that work for it; without a token the machine's own admin, where none is needed."""
    api = client()
    assert api.get("/v1/tasks/1", headers=bearing(ANN)).json() == "recruiter of demo"
    assert api.get("/v1/tasks/1", headers=bearing("operator")).json() == "admin of demo"
    assert api.post("/v1/feeds/greenhouse/webhook").json() == "service of demo"
    assert client(None).get("/v1/tasks/1").json() == "admin of demo"


def test_without_a_good_token_nothing_is_answered() -> None:
    """A 401 that says what is missing (RFC 6750), also where none would be needed."""
    for headers, challenge in (
        ({}, "Bearer"),
        (bearing("aft_" + "x" * 43), 'Bearer error="invalid_token"'),
        ({"Authorization": "Basic YTpi"}, 'Bearer error="invalid_token"'),
    ):
        answer = client().get("/v1/tasks/1", headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, challenge)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert client(None).get("/v1/tasks/1", headers=bearing("stale")).status_code == 401


def test_a_token_does_what_its_scopes_allow() -> None:
    """Beyond, a 403 names the scope."""
    assert client().put("/v1/tasks/1", headers=bearing(ANN)).status_code == 200
    answer = client().put("/v1/playbook", headers=bearing(ANN))
    assert (answer.status_code, answer.json()["type"]) == (403, "/v1/problems/forbidden")
    assert 'scope="rules"' in answer.headers["WWW-Authenticate"]


def test_a_token_that_asks_too_fast_is_told_when_to_come_again() -> None:
    """The operator's has no limit."""
    api = client()
    assert [api.get("/v1/tasks/1", headers=bearing(SLOW)).status_code for _ in range(2)] == [200, 429]
    assert api.get("/v1/tasks/1", headers=bearing(SLOW)).headers["Retry-After"] == "60"
    assert {api.get("/v1/tasks/1", headers=bearing("operator")).status_code for _ in range(5)} == {200}


def test_with_the_database_away_a_token_waits() -> None:
    """Neither yes nor no; the operator's own works on."""
    answer = client().get("/v1/tasks/1", headers=bearing(AWAY))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert client().get("/v1/tasks/1", headers=bearing("operator")).status_code == 200


def test_the_description_says_how_a_token_is_sent() -> None:
    """So that a client made from it has a place for one."""
    api = TestClient(create_app(Settings(), "test", ready=lambda: None), base_url="http://127.0.0.1")
    document = api.get("/openapi.json").json()
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert document["security"] == [{"token": []}, {}]
