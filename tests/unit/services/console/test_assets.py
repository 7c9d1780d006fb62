"""How long a browser keeps what pages are dressed with."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient

from services.console import service
from services.console.services import SERVICES, Services
from shared.settings import Settings


@pytest.fixture
def http() -> Iterator[TestClient]:
    """A browser, at a console with nothing behind it."""
    away = {name: httpx2.AsyncClient(base_url="http://127.0.0.1:1") for name in SERVICES}
    with TestClient(service.app(Settings(), Services(away)), base_url="http://127.0.0.1") as client:
        yield client


def test_what_a_page_asks_for_is_kept_for_good(http: TestClient) -> None:
    """Each file under an address of its content: after an update the page asks for another one."""
    asked = re.findall(r'"(/static/[^"]+)"', http.get("/who").text)
    assert len(asked) == 3
    for address in asked:
        answer = http.get(address)
        assert (answer.status_code, "immutable" in answer.headers["Cache-Control"]) == (200, True)


@pytest.mark.parametrize(
    "path", ["console.css", "console.css?", "console.css?0123456789ab", "console.css?v=1&x"]
)
def test_under_another_address_it_is_asked_for_again(http: TestClient, path: str) -> None:
    """So a page of an older console never keeps what is not its own."""
    assert http.get(f"/static/{path}").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["", "nothing.css", "../service.py", "%2e%2e/service.py"])
def test_what_is_no_file_is_not_there(http: TestClient, path: str) -> None:
    """And nothing else of the program is."""
    assert http.get(f"/static/{path}").status_code == 404
