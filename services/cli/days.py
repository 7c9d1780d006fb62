"""`afterhire day`: what a recruiter has before them."""

from typing import Any
from urllib.parse import quote

from rich.console import Console

from services.cli import installation, show
from services.cli.client import Client

Json = dict[str, Any]
LISTS = {"holding": "in hand", "returned": "put off until today", "new": "new"}


def day(out: Console, recruiter: str, *, json: bool) -> None:
    """Print a recruiter's day."""
    with Client(installation.settings()) as client:
        found = client.get(path_of(recruiter))
    show.as_json(found) if json else show_day(out, found)


def path_of(recruiter: str) -> str:
    """Where the API tells a recruiter's day, whatever they are called."""
    return f"/v1/recruiters/{quote(recruiter, safe='')}/day"


def show_day(out: Console, found: Json) -> None:
    """Print each list of a day that is not empty, and what else there is."""
    done = f"{found['done_today']} done, at most {found['capacity']} new a day"
    out.print(f"[bold]{show.plain(found['recruiter'])} on {show.plain(found['day'])}: {done}[/bold]")
    for name, title in LISTS.items():
        if found[name]:
            show.tasks(out, found[name], title)
    if not any(found[name] for name in LISTS):
        out.print("Nothing is left for today.")
    if found["waiting"]:
        out.print(f"Waiting for another day: {found['waiting']}; `afterhire tasks --recruiter` shows them.")
