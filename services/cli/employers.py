"""`afterhire employers`: which employers go on under another name, by the agency's own word."""

import tomllib
from json import dumps
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from services.cli import installation, show
from services.cli.client import Client
from shared.errors import UnreadableError

Json = dict[str, Any]
PATH = "/v1/employers"
app = typer.Typer(help="Which employers go on under another name.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


@app.command("show")
def shown(*, json: AsJson = False) -> None:
    """Show what the agency said of employers, beside what is known without it."""
    with Client(installation.settings()) as client:
        found = client.get(PATH)
    show.as_json(found) if json else show_employers(out, found)


@app.command("save")
def save(
    file: Annotated[
        Path,
        typer.Argument(help='Lines like "Initech" = ["Initrode", "Penetrode"].', exists=True, dir_okay=False),
    ],
    *,
    json: AsJson = False,
) -> None:
    """Say which employers are one, in the place of what was said before; an empty file takes it back."""
    with Client(installation.settings()) as client:
        found = put(client, read(file))
    show.as_json(found) if json else show_employers(out, found)


def read(file: Path) -> dict[str, object]:
    """What a file says; `UnreadableError` when it is no TOML."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableError(f'{file.name}: expected lines like "Now" = ["Before"]; {error}') from None


def put(client: Client, told: dict[str, object]) -> Json:
    """Save it; what is saved now."""
    body = dumps({"employers": told}, default=str).encode()
    return client.put(PATH, body, {"Content-Type": "application/json"})


def show_employers(console: Console, found: Json) -> None:
    """Print each employer with the names that are its own as well."""
    rows = [(now, ", ".join(before)) for now, before in found["employers"].items()]
    show.table(console, "employers that are one", ("today", "also"), rows)
    saved = found["saved_at"]
    console.print(show.plain(f"saved at {saved}" if saved else "nothing is saved"), soft_wrap=True)
