"""`afterhire mapping`: what the headings of an agency's files mean."""

from json import dumps
from typing import Annotated, Any

import typer
from rich.console import Console

from services.cli import installation, show
from services.cli.client import Client
from services.cli.meaning import Meanings, meanings

Json = dict[str, Any]
app = typer.Typer(help="What the headings of an agency's files mean.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Feed = Annotated[str, typer.Argument(help="`placements`, `jobs`, `bullhorn` or `linkedin`.")]
Said = Annotated[
    list[str],
    typer.Argument(
        metavar="HEADING=COLUMN…",
        help="Like 'Start Date=starts_on'; HEADING= for one that is not to be read.",
    ),
]


@app.command("show")
def shown(feed: Feed, *, json: AsJson = False) -> None:
    """Show which heading means which column, and which columns the feed can read."""
    with Client(installation.settings()) as client:
        found = client.get(_path(feed))
    show.as_json(found) if json else show_mapping(out, found)


@app.command("save")
def save(feed: Feed, said: Said, *, json: AsJson = False) -> None:
    """Say what headings mean, in the place of what was saved before; `import --dry-run --map` tries it."""
    with Client(installation.settings()) as client:
        found = put(client, feed, meanings(said))
    show.as_json(found) if json else show_mapping(out, found)


@app.command("forget")
def forget(feed: Feed) -> None:
    """Let headings mean their names again."""
    with Client(installation.settings()) as client:
        client.delete(_path(feed))
    out.print(show.plain(f"{feed}: headings mean their names"))


def put(client: Client, feed: str, said: Meanings) -> Json:
    """Save it; what is saved now."""
    body = dumps({"columns": said}).encode()
    return client.put(_path(feed), body, {"Content-Type": "application/json"})


def show_mapping(console: Console, found: Json) -> None:
    """Print each column of the feed with the heading it is found under, and what is not read."""
    headings = {column: heading for heading, column in found["columns"].items()}
    rows = [
        (one["name"], headings.get(one["name"], ""), "needed" if one["needed"] else "")
        for one in found["feed_columns"]
    ]
    show.table(console, f"{found['feed']}: its columns", ("column", "heading", ""), rows)
    unread = [heading for heading, column in found["columns"].items() if column is None]
    if unread:
        console.print(show.plain(f"not read: {', '.join(unread)}"), soft_wrap=True)
    saved = found["saved_at"]
    words = (
        f"saved at {saved}; a column without a heading is found by its name" if saved else "nothing is saved"
    )
    console.print(show.plain(words), soft_wrap=True)


def _path(feed: str) -> str:
    return f"/v1/feeds/{feed}/mapping"
