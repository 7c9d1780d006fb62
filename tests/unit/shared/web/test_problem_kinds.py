"""Each problem has a page that says what it means."""

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from shared.settings import Settings
from shared.web.api import create_app
from shared.web.problem_kinds_api import kinds

CALLS = re.compile(r'\b(?:problem|answer|address)\(\s*"([a-z-]+)"')
KINDS = re.compile(r'\bkind = "([a-z-]+)"|KIND = "([a-z-]+)"')


@pytest.fixture
def http() -> TestClient:
    """A caller without a token, of an installation that wants one."""
    app = create_app(Settings(api_token=SecretStr("operator")), "test", ready=lambda: None)
    return TestClient(app, base_url="http://127.0.0.1")


def test_every_kind_that_is_raised_is_documented_and_no_other() -> None:
    """By the source of all services: what nobody raises any more would be read in vain."""
    sources = [
        path.read_text("utf-8") for root in ("services", "shared") for path in Path(root).rglob("*.py")
    ]
    calls = {name for source in sources for name in CALLS.findall(source)}
    named = {name for source in sources for names in KINDS.findall(source) for name in names if name}
    assert calls | named == set(kinds())


def test_the_type_of_a_problem_is_where_its_page_is(http: TestClient) -> None:
    """Whoever gets one may follow it, even without the token they were asked for."""
    refused = http.get("/v1/tasks")
    page = http.get(refused.json()["type"])
    assert (refused.status_code, page.status_code) == (401, 200)
    assert refused.json()["title"] in page.text
    assert "What to do" in page.text


def test_all_kinds_are_listed_and_each_is_there(http: TestClient) -> None:
    """The list leads to each of them."""
    links = re.findall(r'href="problems/([a-z-]+)"', http.get("/v1/problems").text)
    assert links == list(kinds())
    assert {http.get(f"/v1/problems/{name}").status_code for name in links} == {200}
    assert http.get("/v1/problems/<script>").status_code == 404
