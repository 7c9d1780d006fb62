"""What is printed of a dry run."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import httpx2
import pytest
from rich.console import Console
from vocabulary.payloads import GREENHOUSE, SAMPLES

from services.cli.client import Client
from services.cli.importing import is_webhook
from services.cli.meaning import meanings
from services.cli.trying import Asked, run, show_trials, try_file
from shared.errors import UnreadableError
from shared.settings import Settings

TRIED: dict[str, Any] = {
    "file": "p.csv",
    "feed": "placements",
    "problem": None,
    "headings_row": 3,
    "sheet": None,
    "headings": [
        {"heading": "Beginn", "column": "starts_on", "by": "mapping"},
        {"heading": "[red]Gehalt\x1b[2J", "column": None, "by": None},
    ],
    "missing": [],
    "absent": ["phone"],
    "taken": 7,
    "refused": 1,
    "whole": True,
    "rows": [
        {
            "row": 4,
            "columns": {"starts_on": "2026-03-02"},
            "facts": [
                {
                    "type": "placement.started",
                    "says": {
                        "feed": "placements",
                        "starts": "in 2026-03",
                        "early": False,
                        "skills": ["a", "b"],
                    },
                },
                {"type": "consent.given", "says": {"feed": "placements"}},
            ],
        },
        {"row": 5, "columns": {}, "facts": []},
    ],
    "problems": [{"row": 6, "field": "starts_on", "reason": "expected a day"}],
}


def printed(**changes: object) -> str:
    console = Console(file=StringIO(), width=120)
    show_trials(console, [TRIED | changes])
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def test_a_dry_run_is_told_in_words() -> None:
    """Headings with their columns, counts, rows and refusals; nothing speaks to the terminal."""
    text = printed()
    assert "p.csv: the headings stand in row 3\n" in text
    assert "starts_on" in text
    assert "by mapping" in text
    assert "[red]Gehalt [2J" in text
    assert "not there, and not needed: phone" in text
    assert "p.csv: rows that would be taken: 7, refused: 1; nothing was stored" in text
    assert "row 4: placement.started (starts in 2026-03, early no, skills a and b); consent.given\n" in text
    assert "row 5: understood, and says nothing yet" in text
    assert "p.csv: row 6, starts_on: expected a day" in text


def test_what_is_wrong_with_the_whole_file_is_told() -> None:
    """With the columns that are missing; of a very long file, that only its beginning was read."""
    problem = {"reason": "expected the columns", "field": "columns", "row": None}
    text = printed(problem=problem, missing=["person_id"], whole=False)
    assert "missing, and needed: person_id" in text
    assert "p.csv: expected the columns" in text
    assert "of its first rows; it has more" in text
    assert "the headings seem to stand in row 3" in text
    assert "the headings" not in printed(headings_row=None, headings=[])
    assert "p.csv: the headings stand in row 3 of the sheet [b]Jobs\n" in printed(sheet="[b]Jobs")


def test_a_mapping_is_written_heading_by_heading() -> None:
    """A heading may hold the sign itself; without a column it is not to be read."""
    written = ["Start Date=starts_on", "a=b=client", " Title ="]
    assert meanings(written) == {"Start Date": "starts_on", "a=b": "client", "Title": None}


@pytest.mark.parametrize("written", [["starts_on"], ["=starts_on"], ["A=client", "A=title"]])
def test_a_mapping_that_is_none_is_refused(written: list[str]) -> None:
    """Before anything is sent."""
    with pytest.raises(UnreadableError, match="expected"):
        meanings(written)


def test_the_file_and_the_mapping_are_sent(tmp_path: Path) -> None:
    """To the dry run, as a form."""
    asked: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        request.read()
        return httpx2.Response(200, json=TRIED)

    file = tmp_path / "p.csv"
    file.write_text("Beginn\n")
    http = httpx2.Client(transport=httpx2.MockTransport(answer), base_url="http://localhost")
    with Client(Settings(), http) as client:
        found = try_file(client, Asked("placements", [file], ["Beginn=starts_on"], dry_run=True), file)
    assert (found["file"], found["taken"]) == ("p.csv", 7)
    assert str(asked[0].url).endswith("/v1/feeds/placements/files?dry_run=true")
    assert json.dumps({"Beginn": "starts_on"}).encode() in asked[0].content


@pytest.mark.parametrize(
    "asked",
    [
        Asked("greenhouse", [SAMPLES / "greenhouse" / GREENHOUSE], [], dry_run=True),
        Asked("jobs", [], ["A=client"], dry_run=False),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_sent(asked: Asked) -> None:
    """A dry run is of files and no web hooks, and a mapping is tried in a dry run only."""
    with pytest.raises(UnreadableError, match="--dry-run"):
        run(Console(file=StringIO()), Settings(), asked, json=False)


def test_an_export_of_the_same_vendor_is_a_file() -> None:
    """Whatever its name."""
    exports = (SAMPLES / "greenhouse" / "harvest").iterdir()
    assert not any(is_webhook("greenhouse", file) for file in exports)
    assert not is_webhook("ashby", SAMPLES / "ashby" / "candidateHire.json")
