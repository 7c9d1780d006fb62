"""`afterhire simulate`: writes a made-up agency's history, and sends it to an installation."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from services.cli import employers, importing, installation, show
from services.cli.client import OF_FILES_S, Client
from services.cli.progress import bar
from services.local.progress import Progress
from services.simulation.arrivals import arrivals, told
from services.simulation.world import world
from services.simulation.writing import write
from shared.clock import SystemClock
from shared.settings import Settings

app = typer.Typer()
out, err = show.console(), show.console(stderr=True)


@app.command()
def simulate(  # noqa: PLR0913 - what the agency is like
    folder: Annotated[
        Path, typer.Option("--out", help="Where to; a new or an empty folder.", file_okay=False)
    ],
    *,
    people: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many it placed.")] = 20,
    years: Annotated[int, typer.Option(min=1, max=30, help="How long its history is.")] = 3,
    seed: Annotated[int, typer.Option(help="Another one is another agency.")] = 1,
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day of its history; today by default."),
    ] = None,
    send_it: Annotated[
        bool, typer.Option("--send", help="Send it to the installation that runs here, too.")
    ] = False,
) -> None:
    """Write a made-up agency's history as its vendors would send it, and beside it what is true of it.

    The same seed, size and last day are the same agency.
    """
    last = _day(until)
    with bar(err) as progress:
        write(world(people, years, seed, last), folder, progress)
        if send_it:
            settings = installation.settings()
            with Client(settings, patience_s=OF_FILES_S) as client:
                send(client, settings, folder, progress)
    out.print(f"{folder}: {people} people in the {years} years until {last}", markup=False, soft_wrap=True)


def send(client: Client, settings: Settings, folder: Path, progress: Progress) -> None:
    """Send all that was written in the order it came; what was sent before changes nothing.

    Its renamed employers take the place of what the agency said before. Raises `UnreadableError` for what is
    refused.
    """
    employers.put(client, employers.read(folder / "employers.toml"))
    files = arrivals(folder)
    for place, each in enumerate(files, 1):
        importing.import_file(client, settings, each.feed, each.file)
        progress("sending", place, len(files))
    for said in told(folder):
        person = client.get(f"/v1/feeds/{said['feed']}/person", id=said["id"])["person"]
        headers = {"Content-Type": "application/json"}
        client.send(f"/v1/people/{person}/facts", msgspec.json.encode(said["facts"]), headers)


def _day(until: datetime | None) -> date:
    return (until or SystemClock().now()).date()
