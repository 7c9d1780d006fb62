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
        assert "Your token, or your agency's" in http.get("/who").text.replace("&#39;", "'")
        assert http.get("/").headers["location"] == "/who?then=/"
        assert http.post("/who", data=ANN).status_code == 403
        assert http.post("/who", data=ANN | {"token": "another"}).status_code == 403
        assert http.post("/who", data=ANN | {"token": TOKEN}).status_code == 303
        assert http.get("/").status_code == 503


@pytest.mark.parametrize(("url", "secure"), [(None, False), ("https://afterhire.agency.example", True)])
def test_a_cookie_goes_by_https_where_browsers_come_by_it(url: str | None, *, secure: bool) -> None:
    """Also behind a proxy that does not pass on how they came; no script reads it."""
    with console(console_url=url) as http:
        said = http.post("/who", data=ANN).headers["set-cookie"]
    assert ("Secure" in said, "HttpOnly" in said, "SameSite=lax" in said) == (secure, True, True)


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
        *("/network", "/insights", "/impact"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_page_but_the_first_asks_who_is_looking(method: str, path: str) -> None:
    """Before anything else of the request is read."""
    with console() as http:
        answer = http.request(method, path)
    assert answer.status_code in {303, 405}
    assert answer.headers.get("location", "/who").startswith("/who")


def test_while_nothing_tells_of_changes_a_page_is_told_so() -> None:
    """It looks by itself then, instead of waiting on an open line."""
    with console() as http:
        http.post("/who", data=ANN)
        assert http.get("/changes").status_code == 503


@pytest.mark.parametrize(
    ("path", "letters"),
    [("/take", 100_000), ("/people/00000000-0000-4000-8000-000000000001/told", 2_000_000)],
)
def test_what_a_guard_refuses_is_a_page(path: str, letters: int) -> None:
    """For whoever asks for one; a program gets the document. A note may be long."""
    page = {"Accept": "text/html,*/*"}
    with console() as http:
        http.post("/who", data=ANN)
        too_long = http.post(path, data={"words": "n" * letters}, headers=page)
        foreign = http.post(path, headers=page | {"Origin": "http://elsewhere.example"})
        document = http.post(path, headers={"Origin": "http://elsewhere.example"})
    assert (too_long.status_code, "This is more than fits." in too_long.text) == (413, True)
    assert (foreign.status_code, "This comes from another site." in foreign.text) == (403, True)
    assert document.json()["type"] == "/v1/problems/foreign-origin"
