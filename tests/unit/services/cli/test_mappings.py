"""What is printed of a mapping, and what is sent to save one."""

import json
from io import StringIO
from typing import Any

import httpx2
from rich.console import Console

from services.cli.client import Client
from services.cli.mappings import put, show_mapping
from shared.settings import Settings

FOUND: dict[str, Any] = {
    "feed": "placements",
    "columns": {"Beginn": "starts_on", "[red]Titel": None},
    "saved_at": "2026-03-10T12:00:00Z",
    "feed_columns": [{"name": "starts_on", "needed": True}, {"name": "client", "needed": False}],
}


def printed(**changes: object) -> str:
    console = Console(file=StringIO(), width=120)
    show_mapping(console, FOUND | changes)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def test_each_column_is_shown_with_its_heading() -> None:
    """And what is not read, as plain text."""
    text = printed()
    line = next(each for each in text.splitlines() if "starts_on" in each)
    assert line.split() == ["starts_on", "Beginn", "needed"]
    assert "not read: [red]Titel" in text
    assert "saved at 2026-03-10T12:00:00Z" in text


def test_that_nothing_is_saved_is_said() -> None:
    """The columns are shown all the same."""
    text = printed(columns={}, saved_at=None)
    assert "nothing is saved" in text
    assert "client" in text


def test_saving_and_forgetting_are_sent() -> None:
    """An answer without content is none the less one."""
    asked: list[tuple[str, str, bytes]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append((request.method, request.url.path, request.read()))
        return httpx2.Response(200, json=FOUND) if request.method == "PUT" else httpx2.Response(204)

    http = httpx2.Client(transport=httpx2.MockTransport(answer), base_url="http://localhost")
    with Client(Settings(), http) as client:
        assert put(client, "placements", {"Beginn": "starts_on", "x": None}) == FOUND
        client.delete("/v1/feeds/placements/mapping")
    (method, path, body), deleted = asked
    assert (method, path) == ("PUT", "/v1/feeds/placements/mapping")
    assert json.loads(body) == {"columns": {"Beginn": "starts_on", "x": None}}
    assert deleted[0] == "DELETE"
