"""`afterhire import --dry-run`: shows what would be understood of files, and sends nothing to be kept."""

import os
from collections.abc import Sequence
from json import dumps
from pathlib import Path
from typing import Any, NamedTuple

import typer
from rich.console import Console

from services.cli import show
from services.cli.client import OF_FILES_S, Client
from services.cli.importing import is_webhook
from services.cli.meaning import meanings
from shared.errors import UnreadableError
from shared.settings import Settings

Json = dict[str, Any]
UNTOLD = ("feed", "placement", "role")
"""Parts of a fact that say nothing to a person."""


class Asked(NamedTuple):
    """What was written on the command line."""

    feed: str
    files: Sequence[Path]
    meanings: Sequence[str]
    dry_run: bool


def run(out: Console, settings: Settings, asked: Asked, *, json: bool) -> None:
    """Try files and print what would become of them; the exit code is that of an import."""
    if not asked.dry_run:
        raise UnreadableError("expected --dry-run with --map: save a mapping with `afterhire mapping save`")
    for file in asked.files:
        if is_webhook(asked.feed, file):
            raise UnreadableError(f"expected an export with --dry-run, found a web hook: {file.name}")
    with Client(settings, patience_s=OF_FILES_S) as client:
        found = [try_file(client, asked, file) for file in asked.files]
    show.as_json(found) if json else show_trials(out, found)
    if any(each["problem"] or each["refused"] for each in found):
        raise typer.Exit(os.EX_DATAERR)


def try_file(client: Client, asked: Asked, file: Path) -> Json:
    """What would be understood of one file."""
    form = {"mapping": dumps(meanings(asked.meanings))} if asked.meanings else {}
    return {"file": file.name} | client.upload(f"/v1/feeds/{asked.feed}/files?dry_run=true", file, form)


def show_trials(out: Console, found: Sequence[Json]) -> None:
    """Print what would be understood of each file."""
    for each in found:
        _show_headings(out, each)
        _show_rows(out, each)
        _show_problems(out, each)


def _show_headings(out: Console, tried: Json) -> None:
    if tried["headings_row"] is None:
        return
    sheet = f" of the sheet {tried['sheet']}" if tried["sheet"] else ""
    stand = "seem to stand" if tried["missing"] else "stand"
    _say(out, tried["file"], f"the headings {stand} in row {tried['headings_row']}{sheet}")
    rows = [
        (one["heading"], one["column"] or "not read", f"by {one['by']}" if one["by"] else "")
        for one in tried["headings"]
    ]
    show.table(out, "headings", ("heading", "column", "matched"), rows)
    _say(out, "missing, and needed", ", ".join(tried["missing"]))
    _say(out, "not there, and not needed", ", ".join(tried["absent"]))


def _show_rows(out: Console, tried: Json) -> None:
    more = "" if tried["whole"] else ", of its first rows; it has more"
    said = (
        f"rows that would be taken: {tried['taken']}, refused: {tried['refused']}{more}; nothing was stored"
    )
    _say(out, tried["file"], said)
    for row in tried["rows"]:
        facts = [" ".join((fact["type"], *_said(fact["says"]))) for fact in row["facts"]]
        _say(out, f"row {row['row']}", "; ".join(facts) or "understood, and says nothing yet")


def _show_problems(out: Console, tried: Json) -> None:
    if problem := tried["problem"]:
        _say(out, tried["file"], problem["reason"])
    for problem in tried["problems"]:
        place = ", ".join(filter(None, (f"row {problem['row']}", problem["field"])))
        _say(out, f"{tried['file']}: {place}", problem["reason"])


def _said(parts: Json) -> tuple[str, ...]:
    said = ", ".join(f"{name} {_words(value)}" for name, value in parts.items() if name not in UNTOLD)
    return (f"({said})",) if said else ()


def _words(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return " and ".join(map(str, value))
        case _:
            return str(value)


def _say(out: Console, what: str, words: str) -> None:
    if words:
        out.print(show.plain(f"{what}: {words}"), soft_wrap=True)
