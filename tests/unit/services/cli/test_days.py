"""What `afterhire day` asks for and prints."""

from io import StringIO

from rich.console import Console

from services.cli.days import Json, path_of, show_day

TASK: Json = {
    "task": "92edfb34-65e2-5d01-ac9c-ea9ce0e3abcd",
    "person": "p",
    "person_name": "Ada Byron",
    "play": "check_in_on_settling_in",
    "headline": "Ask Ada how she is settling in",
    "state": "open",
    "opens_on": "2026-03-01",
    "closes_on": "2026-03-11",
    "recruiter": "ann@agency.example",
}
EMPTY: Json = {
    "recruiter": "ann@agency.example",
    "day": "2026-03-10",
    "capacity": 12,
    "done_today": 3,
    "holding": [],
    "returned": [],
    "new": [],
    "waiting": 0,
}


def printed(day: Json) -> str:
    console = Console(file=StringIO(), width=170)
    show_day(console, day)
    return str(console.file.getvalue())  # type: ignore[attr-defined] # a StringIO


def test_each_list_has_its_heading() -> None:
    """An empty one has none."""
    text = printed({**EMPTY, "returned": [TASK], "new": [TASK, TASK], "waiting": 4})
    assert "ann@agency.example on 2026-03-10: 3 done, at most 12 new a day" in text
    assert "1 put off until today" in text
    assert "2 new" in text
    assert "in hand" not in text
    assert "Waiting for another day: 4;" in text


def test_an_empty_day_says_so() -> None:
    """Rather than to print nothing."""
    assert "Nothing is left for today." in printed(EMPTY)
    assert "Waiting" not in printed(EMPTY)


def test_a_recruiters_name_is_one_part_of_the_path() -> None:
    """Whatever stands in it."""
    assert path_of("Ann / Süd?") == "/v1/recruiters/Ann%20%2F%20S%C3%BCd%3F/day"


def test_a_recruiters_name_cannot_speak_to_the_terminal() -> None:
    """Feeds name recruiters as they like."""
    assert "[red]Ann[/red] [2J" in printed({**EMPTY, "recruiter": "[red]Ann[/red]\x1b[2J"})
