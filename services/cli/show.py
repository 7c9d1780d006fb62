"""What the commands print: tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

Json = dict[str, Any]


def as_json(value: object) -> None:
    """Print one JSON document."""
    print(json.dumps(value, indent=2, ensure_ascii=False))  # noqa: T201 - this is what the command prints


def table(console: Console, title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; what comes from feeds is shown as plain text, never as markup or control codes."""
    shown = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(plain(cell) for cell in row))
    console.print(shown)


def plain(value: object) -> str:
    """A value as text that cannot move the cursor or colour the terminal."""
    text = "" if value is None else str(value)
    return escape("".join(each if each.isprintable() else " " for each in text))


def tasks(console: Console, found: Sequence[Json]) -> None:
    """Print a queue."""
    columns = ("play", "for whom", "what", "from", "to", "state", "recruiter", "task")
    rows = [
        (
            each["play"],
            each.get("person_name") or each["person"],
            each.get("headline"),
            each["opens_on"],
            each["closes_on"],
            each["state"],
            each.get("holder") or each.get("recruiter") or "anybody",
            each["task"],
        )
        for each in found
    ]
    table(console, f"{len(rows)} tasks", columns, rows)


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
