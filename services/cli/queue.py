"""What the queue holds today, and what it holds back."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.console import Console

from services.cli import sample, show
from services.cli.client import Client
from services.rules.playbook.reading import read
from services.rules.plays import PLAYS

Json = dict[str, Any]
PAGE = 200
SEEN = ("open", "claimed", "snoozed", "completed", "dismissed", "expired")
"""States of a task whose day has come, whatever became of it since."""


def due(client: Client) -> list[Json]:
    """The tasks of today."""
    return list(client.get("/v1/tasks", due="today", limit=PAGE)["tasks"])


def held_back(client: Client, today: date) -> list[Json]:
    """What a play wants today and is not in the queue, each with its reasons."""
    page = client.get("/v1/tasks", state="held_back", limit=PAGE)["tasks"]
    waiting = [task for task in page if date.fromisoformat(task["opens_on"]) <= today]
    return [client.get(f"/v1/tasks/{task['task']}") for task in waiting]


def played(client: Client) -> list[str]:
    """The plays that the playbook in force has on."""
    in_force = read(client.get("/v1/playbook")["toml"])
    return [play for play in PLAYS if in_force.settings(play).on]


def absent(client: Client, plays: Iterable[str]) -> list[str]:
    """Of these those of which the sample has brought no task yet: none due, of an ask none held back."""
    here = {task["play"] for task in due(client)}
    return [play for play in plays if play not in here and not _any(client, play)]


def show_today(out: Console, client: Client, today: date) -> None:
    """Print the queue, and below it what is held back."""
    show.tasks(out, due(client), "tasks are due today")
    if held := held_back(client, today):
        show.held_back(out, held, "more are held back today")


def _any(client: Client, play: str) -> bool:
    states = ("held_back", *SEEN) if play in sample.ASKED_LATER else SEEN
    return bool(client.get("/v1/tasks", play=play, state=states, limit=1)["tasks"])
