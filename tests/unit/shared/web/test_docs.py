"""The page that shows the API."""

import re

from fastapi.testclient import TestClient

from shared.settings import Settings
from shared.web.api import create_app, together


def client() -> TestClient:
    app = together(Settings(), [create_app(Settings(), "test", ready=lambda: None)])
    return TestClient(app, base_url="http://127.0.0.1")


def test_all_that_the_page_asks_for_is_here() -> None:
    """Each style and script, and the description of the API that the last one names."""
    with client() as here:
        page = here.get("/docs").text
        wanted = re.findall(r'(?:src|href)="(?!data:)([^"]+)"', page)
        answers = [here.get(f"/{path}") for path in wanted]
        assert [answer.status_code for answer in answers] == [200] * 3
        described = re.search(r'url: "([^"]+)"', answers[-1].text)
        assert described
        assert here.get(f"/{described[1]}").json()["paths"]


def test_nothing_comes_from_elsewhere() -> None:
    """No address of another site, and no script in the page: the browser is told to refuse both."""
    with client() as here:
        answer = here.get("/docs")
    assert "//" not in answer.text
    assert "<script>" not in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
