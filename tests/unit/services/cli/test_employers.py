"""What is printed of employers, and what is read and sent to save some."""

import json
from io import StringIO
from pathlib import Path

import httpx2
import pytest
from rich.console import Console

from services.cli.client import Client
from services.cli.employers import put, read, show_employers
from shared.errors import UnreadableError
from shared.settings import Settings

TOLD = {"Initech": ["Initrode", "Penetrode"]}


def test_each_employer_is_shown_with_its_other_names() -> None:
    """And when that was saved."""
    console = Console(file=StringIO(), width=100)
    show_employers(console, {"employers": TOLD, "saved_at": "2026-03-10T12:00:00Z"})
    show_employers(console, {"employers": {}, "saved_at": None})
    text = console.file.getvalue()  # type: ignore[attr-defined] # a StringIO
    assert "Initrode, Penetrode" in text
    assert "saved at 2026-03-10" in text
    assert "nothing is saved" in text


def test_a_file_is_read_and_sent(tmp_path: Path) -> None:
    """As it stands there."""
    file = tmp_path / "employers.toml"
    file.write_text('"Initech" = ["Initrode", "Penetrode"]\n')
    sent: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        sent.append(request)
        return httpx2.Response(200, json={"employers": TOLD, "saved_at": None})

    http = httpx2.Client(transport=httpx2.MockTransport(answer), base_url="http://localhost")
    with Client(Settings(), http) as client:
        assert put(client, read(file))["employers"] == TOLD
    (request,) = sent
    assert (request.method, request.url.path) == ("PUT", "/v1/employers")
    assert json.loads(request.content) == {"employers": TOLD}


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    """With what was expected."""
    file = tmp_path / "employers.toml"
    file.write_text("Initech: Initrode")
    with pytest.raises(UnreadableError, match="expected lines like"):
        read(file)
