"""What the commands print."""

from io import StringIO

import pytest
from rich.console import Console

from services.cli import show


def printed(task: dict[str, object]) -> str:
    console = Console(file=StringIO(), width=120)
    show.why(console, task)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


TASK: dict[str, object] = {
    "play": "check_in_on_settling_in",
    "headline": "Ask Ada how she is settling in",
    "state": "open",
    "opens_on": "2026-03-01",
    "closes_on": "2026-03-11",
    "reasons": [{"text": "Ada started at Brightwater.", "on": "2026-02-22", "feed": "greenhouse"}],
    "brings": {"asks": "satisfaction from 0 to 10"},
}


def test_why_names_each_fact_with_its_day_and_feed() -> None:
    """A reason is a sentence, when it happened, and where we have it from."""
    assert "Ada started at Brightwater. (on 2026-02-22, from greenhouse)" in printed(TASK)
    assert "check_in_on_settling_in (open, from 2026-03-01 to 2026-03-11)" in printed(TASK)


def test_a_name_cannot_speak_to_the_terminal() -> None:
    """Markup and control codes from a feed are shown as they are, or as blanks."""
    text = printed({**TASK, "headline": "[red]Ada[/red]\x1b[2J"})
    assert "[red]Ada[/red] [2J" in text
    assert "\x1b" not in text


QUEUED = {
    **TASK,
    "task": "92edfb34-65e2-5d01-ac9c-ea9ce0e3abcd",
    "person": "p",
    "recruiter": "ann@agency.example",
}


@pytest.mark.parametrize("width", [80, 170])
def test_a_queue_is_whole_at_any_width(width: int) -> None:
    """What is copied into the next command is never cut, nor is who should do it."""
    console = Console(file=StringIO(), width=width)
    show.tasks(console, [QUEUED])
    text = str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO
    for whole in ("92edfb34-65e2-5d01-ac9c-ea9ce0e3abcd", "check_in_on_settling_in", "ann@agency.example"):
        assert whole in text.replace("\n", "")


@pytest.mark.parametrize("width", [80, 170])
def test_what_is_held_back_says_why(width: int) -> None:
    """By its last reason, which needs not repeat the heading."""
    console = Console(file=StringIO(), width=width)
    why = {"text": "Held back: no gives done yet"}
    show.held_back(console, [{**QUEUED, "because": "gives first", "reasons": [{"text": "x"}, why]}], "wait")
    text = str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO
    assert "1 wait" in text
    assert "no gives done yet" in text
    assert "Held back" not in text
