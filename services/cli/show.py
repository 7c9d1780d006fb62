"""What the commands print: tables for people, JSON for programs."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
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
WHOLE = ("play", "window", "task")
"""Columns whose cells are copied or compared, so they are not broken."""


def console(*, stderr: bool = False) -> Console:
    """Where the commands print."""
    made = Console(stderr=stderr)
    return made if made.is_terminal else Console(stderr=stderr, width=UNMEASURED)


def as_json(value: object) -> None:
    """Print one JSON document; what could move the cursor or turn the text is escaped in it."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    shown = (each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text)
    print("".join(shown))  # noqa: T201 - this is what the command prints


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


def lines(value: str) -> str:
    """Several lines as text that cannot move the cursor or colour the terminal."""
    return "\n".join(map(plain, value.splitlines()))


def tasks(console: Console, found: Sequence[Json], title: str = "tasks", *, more: bool = False) -> None:
    """Print a queue: a table where there is room, else two lines for each task. `more`: there are others."""
    heading = f"the first {len(found)} {title}; --limit shows more" if more else f"{len(found)} {title}"
    if console.width < WIDE:
        listing(console, heading, [_task_lines(each) for each in found])
        return
    columns = ("play", "what", "window", "state", "with", "task")
    table(console, heading, columns, [_task_row(each) for each in found])


def held_back(console: Console, found: Sequence[Json], title: str) -> None:
    """Print what is held back, and why: a table where there is room, else two lines for each task."""
    heading = f"{len(found)} {title}"
    if console.width < WIDE:
        listing(
            console, heading, [(f"{_whom(each)}: {_why_held(each)}", _task_lines(each)[1]) for each in found]
        )
        return
    columns = ("play", "for whom", "why", "task")
    rows = [(each["play"], _whom(each), _why_held(each), each["task"]) for each in found]
    table(console, heading, columns, rows)


def _why_held(task: Json) -> str:
    """The last reason says what holds it back, and the heading that it is."""
    reasons = task.get("reasons") or [{"text": task["because"]}]
    return str(reasons[-1]["text"]).removeprefix("Held back: ")


def listing(console: Console, heading: str, entries: Iterable[tuple[str, str]]) -> None:
    """Print two lines for each entry: what it says, and by what to call it."""
    console.print(f"\n{heading}\n", style="bold", markup=False)
    for said, called in entries:
        console.print(plain(said))
        console.print(f"  [dim]{plain(called)}[/dim]")


def _task_lines(task: Json) -> tuple[str, str]:
    said = task.get("headline") or task["play"]
    return f"{said} ({_window(task)})", f"{task['task']} {_state(task)}, {_with(task)}, {task['play']}"


def _task_row(task: Json) -> Sequence[object]:
    what = task.get("headline") or _whom(task)
    return (task["play"], what, _window(task), _state(task), _with(task), task["task"])


def _whom(task: Json) -> str:
    return str(task.get("person_name") or task["person"])


def _state(task: Json) -> str:
    """The state, with the reason where the rules do not want the task, or not now."""
    said = {"held_back": ": {}", "withdrawn": ": {}", "claimed": ", though {}"}.get(task["state"], "")
    because = task.get("because")
    return f"{task['state']}{said.format(because)}" if because else str(task["state"])


def _window(task: Json) -> str:
    opens, closes = task["opens_on"], task["closes_on"]
    return f"{_short(opens, year=opens[:4] != closes[:4])} to {_short(closes, year=True)}"


def _with(task: Json) -> str:
    return str(task.get("holder") or task.get("recruiter") or "anybody")


def _short(day: str, *, year: bool) -> str:
    found = date.fromisoformat(day)
    return f"{found:%-d %b %Y}" if year else f"{found:%-d %b}"


def why(console: Console, task: Json) -> None:
    """Print what a task is, its reasons, each with the fact it rests on, and what it brings along."""
    console.print(f"[bold]{plain(task.get('headline') or task['play'])}[/bold]")
    console.print(plain(_wanted(task)))
    window = f"{plain(task['state'])}, from {plain(task['opens_on'])} to {plain(task['closes_on'])}"
    console.print(f"{plain(task['play'])} ({window})")
    for said in _dealt_with(task):
        console.print(plain(said))
    for reason in task.get("reasons", []):
        console.print(f" - {plain(reason['text'])}{_source(reason)}")
    for name, value in (task.get("brings") or {}).items():
        console.print(f"   {plain(_words(name))}: {plain(value)}")
    for material in task.get("materials") or []:
        console.print(f"   to hand: {plain(_words(material['kind']))} {plain(material['ref'])}".rstrip())
        for line in (material.get("says") or "").splitlines():
            console.print(f"     {plain(line)}")
    if task.get("playbook"):
        console.print(f"planned by playbook {plain(task['playbook'])}")
    if task.get("person"):
        console.print(f"person {plain(task['person'])}")


def _wanted(task: Json) -> str:
    """What the play is, for whom, and who should do it."""
    whom = f" for {task['person_name']}" if task.get("person_name") else ""
    return f"Wanted{whom}: {_words(task['play'])}, by {task.get('recruiter') or 'anybody'}."


def _words(name: str) -> str:
    return name.replace("_", " ")


def plan(console: Console, found: Json) -> None:
    """Print a person's plan: each task in a sentence, with its reasons."""
    number = found["playbook_number"]
    playbook = f"playbook {number} ({found['playbook']})" if number else "Afterhire's own playbook"
    again = f"; looks again on {found['review_on']}" if found["review_on"] else ""
    console.print(f"Plan on {found['day']}, by {playbook}{again}", style="bold", markup=False)
    for task in found["tasks"]:
        console.print(f"\n{plain(task['text'])}")
        console.print(f"  [dim]{plain(task['task'])} {plain(task['play'])}, {plain(_window(task))}[/dim]")
        for reason in task["reasons"]:
            console.print(f" - {plain(reason['text'])}{_source(reason)}")


def _dealt_with(task: Json) -> Iterator[str]:
    """Who has it, or what came of it."""
    by = ((task.get("lanes") or {}).get("desk") or {}).get("by")
    if holder := task.get("holder"):
        yield f"with {holder} until {_moment(task.get('lease_until'))}"
    if task.get("snoozed_until") and task["state"] == "snoozed":
        yield f"put off until {task['snoozed_until']}"
    if task.get("outcome"):
        yield f"done on {task.get('done_on')} by {by}, outcome: {task['outcome']}"
    if task["state"] == "dismissed":
        yield f"dismissed by {by}"
    if task.get("because"):
        yield f"because: {task['because']}"


def _moment(text: str | None) -> str:
    """A moment to the minute."""
    return (
        f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M} UTC" if text else "it is given back"
    )


def _source(reason: Json) -> str:
    said = [f"{word} {reason[name]}" for word, name in (("on", "on"), ("from", "feed")) if reason.get(name)]
    return f" [dim]({plain(', '.join(said))})[/dim]" if said else ""


def parked(console: Console, found: Sequence[Json]) -> None:
    """Print a quarantine: two lines for each record."""
    entries = [_parked_lines(each) for each in found]
    listing(console, f"{len(entries)} records in quarantine", entries)


def _parked_lines(record: Json) -> tuple[str, str]:
    field = f"{record['field']}: " if record["field"] else ""
    since = f"{record['state']} since {record['since']}"
    return (
        f"{record['origin']}: {field}{record['reason']}",
        f"{record['record']} {record['service']}, {since}",
    )


def outcomes(console: Console, found: Iterable[Json]) -> None:
    """Print what became of records: a line for each."""
    for each in found:
        reason = f": {each['reason']}" if each["reason"] else ""
        console.print(plain(f"{each['record']} {each['service']}: {each['outcome']}{reason}"), soft_wrap=True)
