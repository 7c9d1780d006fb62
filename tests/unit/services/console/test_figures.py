"""Insights, impact and network: what the pages show of the query service's own answers."""

from collections.abc import Iterator
from html.parser import HTMLParser

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from vocabulary import figures
from vocabulary.figures import NAMES, PEOPLE
from vocabulary.installation import ANN, Installation

from services.console import service
from services.console.services import SERVICES, Services
from shared.settings import Settings


@pytest.fixture
def here(database_url: str) -> Iterator[Installation]:
    """The query service on an empty database."""
    with Installation(database_url) as made:
        yield made


@pytest.fixture
def http(here: Installation) -> Iterator[TestClient]:
    """A recruiter's browser, at a console that asks this query service."""
    query = here.client().app
    assert isinstance(query, FastAPI)
    asked = {
        name: httpx2.AsyncClient(base_url="http://127.0.0.1", transport=httpx2.ASGITransport(query))
        for name in SERVICES
    }
    with TestClient(service.app(Settings(), Services(asked)), base_url="http://127.0.0.1") as client:
        client.post("/who", data={"recruiter": ANN})
        yield client


class Checked(HTMLParser):
    """Collects what a strict policy or a screen reader would stumble over."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A style or script in the page, a drawing that is read out."""
        said = dict(attrs)
        bad = "style" in said or any(name.startswith("on") for name in said) or tag == "style"
        if bad or (tag == "svg" and said.get("aria-hidden") != "true"):
            self.wrong.append(self.get_starttag_text() or tag)


PAGES = ("/insights", "/impact", f"/impact/recruiters/{ANN}", "/network", f"/network/{PEOPLE[0]}")


@pytest.mark.parametrize("path", PAGES)
def test_with_nothing_known_a_page_says_what_to_do(http: TestClient, path: str) -> None:
    """An empty page is no error; a person nobody knows is one."""
    answer = http.get(path)
    assert answer.status_code == (404 if PEOPLE[0] in path else 200)
    assert "<svg" not in answer.text or "columns-plot" not in answer.text


def test_each_figure_is_shown_and_written(here: Installation, http: TestClient) -> None:
    """Plots for the eye, the same in words beside them; markup in a name stays text."""
    figures.write(here)
    pages = {path: http.get(path).text for path in PAGES}
    for path, page in pages.items():
        assert Checked(page).wrong == [], path
        assert "Ada <b>" not in page
    insights = pages["/insights"]
    assert all(word in insights for word in ("Software", "Sales", "56,", "EUR a year", "USD a year", "Acme"))
    assert "Globex" not in insights
    assert insights.count("<svg") >= 6
    impact = pages["/impact"]
    assert all(word in impact for word in ("<dd>7", "They asked, and they listened.", "Google", "+57"))
    assert "Your impact" in pages[f"/impact/recruiters/{ANN}"]
    network = pages["/network"]
    assert all(name in network for name in (*NAMES[:4], "A friend of theirs"))
    assert network.count("<circle") == 6
    assert "placed 2026-01-05" in network


def test_an_employer_is_shown_in_words_without_names(here: Installation, http: TestClient) -> None:
    """Three of the four who answered are counted; one of whom fewer spoke is like one that is not known."""
    figures.write(here)
    found = http.get("/insights").text.split('href="/insights/employers/')[1].split('"')[0]
    page = http.get(f"/insights/employers/{found}").text
    assert page.count("The buddy was there") == 3
    assert all(word in page for word in ("kafka", "The laptop came late", "3 answers"))
    assert not any(name.split()[0] in page for name in NAMES)
    assert http.get(f"/insights/employers/{'0' * 64}").status_code == 404
