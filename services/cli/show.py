"""What the commands print: tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

Json = dict[str, Any]
WIDE = 150
"""Columns from which there is room for sentences in a table of tasks."""
UNMEASURED = 170
"""Columns where the output is no terminal."""
WHOLE = ("play", "window", "task", "record")
"""Columns whose cells are copied or compared, so they are not broken."""


def console(*, stderr: bool = False) -> Console:
    """Where the commands print."""
    made = Console(stderr=stderr)
    return made if made.is_terminal else Console(stderr=stderr, width=UNMEASURED)


def as_json(value: object) -> None:
    """Print one JSON document."""
    print(json.dumps(value, indent=2, ensure_ascii=False))  # noqa: T201 - this is what the command prints


def table(console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; what comes from feeds is shown as plain text, never as markup or control codes."""
    shown = Table(title=title, title_justify="left", header_style="bold", box=box.SIMPLE_HEAD)
    for column in columns:
        shown.add_column(column, overflow="fold", no_wrap=column in WHOLE)
    for row in rows:
        shown.add_row(*(plain(cell) for cell in row))
    console.print(shown)


def plain(value: object) -> str:
    """A value as text that cannot move the cursor or colour the terminal."""
    text = "" if value is None else str(value)
    return escape("".join(each if each.isprintable() else " " for each in text))


def tasks(console: Console, found: Sequence[Json], title: str = "tasks") -> None:
    """Print a queue; on a narrow terminal without what each task is about in words."""
    wide = console.width >= WIDE
    columns = ("play", "for whom", "window", "state", "with", *(("what",) if wide else ()), "task")
    rows = [_task_row(each, wide=wide) for each in found]
    table(console, f"{len(rows)} {title}", columns, rows)


def _task_row(task: Json, *, wide: bool) -> Sequence[object]:
    window = f"{_short(task['opens_on'])} to {_short(task['closes_on'])}"
    who = task.get("holder") or task.get("recruiter") or "anybody"
    said = (task.get("headline"),) if wide else ()
    name = task.get("person_name") or task["person"]
    return (task["play"], name, window, task["state"], who.split("@")[0], *said, task["task"])


def _short(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %b}"


def why(console: Console, task: Json) -> None:
    """Print a task's reasons, each with the fact it rests on."""
    console.print(f"[bold]{plain(task.get('headline') or task['play'])}[/bold]")
    window = f"{plain(task['state'])}, from {plain(task['opens_on'])} to {plain(task['closes_on'])}"
    console.print(f"{plain(task['play'])} ({window})")
    for reason in task.get("reasons", []):
        console.print(f" - {plain(reason['text'])}{_source(reason)}")
    for name, value in (task.get("brings") or {}).items():
        console.print(f"   {plain(name)}: {plain(value)}")


def _source(reason: Json) -> str:
    said = [f"{word} {reason[name]}" for word, name in (("on", "on"), ("from", "feed")) if reason.get(name)]
    return f" [dim]({plain(', '.join(said))})[/dim]" if said else ""


def parked(console: Console, found: Sequence[Json]) -> None:
    """Print a quarantine."""
    columns = ("service", "state", "since", "origin", "field", "row", "reason", "record")
    rows = [[each.get(column) for column in columns] for each in found]
    table(console, f"{len(rows)} records in quarantine", columns, rows)
