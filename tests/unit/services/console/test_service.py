"""Who may look, and what the console says while the services are away."""

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
from fastapi.testclient import TestClient

from services.console import service
from services.console.services import SERVICES, Services
from services.console.who import COOKIE
from shared.settings import Settings

TOKEN = "the agency's"  # noqa: S105 - a test's
ANN = {"recruiter": "ann@agency.example"}


def nobody(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


@contextmanager
def console(**said: object) -> Iterator[TestClient]:
    """The pages, with no service behind them."""
    away = {
        name: httpx2.AsyncClient(base_url="http://127.0.0.1:1", transport=httpx2.MockTransport(nobody))
        for name in SERVICES
    }
    app = service.app(Settings.model_validate(said), Services(away))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as http:
        yield http


def test_a_service_that_is_away_is_named() -> None:
    """On a page that says what to do, with the status that says for how long."""
    with console() as http:
        http.post("/who", data=ANN)
        answer = http.get("/")
    assert answer.status_code == 503
    assert "The service query does not answer" in answer.text


def test_where_there_is_a_token_whoever_looks_knows_it() -> None:
    """Nothing is shown before, not even who works there; afterwards no request needs it."""
    with console(api_token=TOKEN) as http:
        assert "Your agency's token" in http.get("/who").text.replace("&#39;", "'")
        assert http.get("/").headers["location"] == "/who?then=/"
        assert http.post("/who", data=ANN).status_code == 403
        assert http.post("/who", data=ANN | {"token": "another"}).status_code == 403
        assert http.post("/who", data=ANN | {"token": TOKEN}).status_code == 303
        assert http.get("/").status_code == 503


@pytest.mark.parametrize("cookie", ["ann@agency.example", "ImFubiI.abc.def", "", "é"])
def test_a_cookie_that_is_not_ours_says_nothing(cookie: str) -> None:
    """Nor one that another installation signed."""
    with console() as other:
        other.post("/who", data=ANN)
        foreign = other.cookies[COOKIE]
    with console(api_token=TOKEN) as http:
        for given in (cookie, foreign):
            answer = http.get("/", headers={b"Cookie": f"{COOKIE}={given}".encode()})
            assert answer.status_code == 303


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/take", "/tasks/x", "/people/x", "/feeds", "/feeds/jobs", "/reviews", "/playbook"),
        *("/feeds/quarantine", "/feeds/quarantine/x", "/feeds/quarantine/all", "/reviews/merges/x"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_page_but_the_first_asks_who_is_looking(method: str, path: str) -> None:
    """Before anything else of the request is read."""
    with console() as http:
        answer = http.request(method, path)
    assert answer.status_code in {303, 405}
    assert answer.headers.get("location", "/who").startswith("/who")
