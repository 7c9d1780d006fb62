"""`afterhire simulate`: writes a made-up agency's history, and the truth of it."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from services.cli import show
from services.cli.progress import bar
from services.simulation.world import world
from services.simulation.writing import write
from shared.clock import SystemClock

app = typer.Typer()
out, err = show.console(), show.console(stderr=True)


@app.command()
def simulate(
    folder: Annotated[
        Path, typer.Option("--out", help="Where to; a new or an empty folder.", file_okay=False)
    ],
    *,
    people: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many it placed.")] = 20,
    years: Annotated[int, typer.Option(min=1, max=30, help="How long its history is.")] = 3,
    seed: Annotated[int, typer.Option(help="Another one is another agency.")] = 1,
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The last day of its history; today. The same day, the same agency."
        ),
    ] = None,
) -> None:
    """Write a made-up agency's history as its vendors would send it, and beside it what is true of it."""
    last = _day(until)
    with bar(err) as progress:
        write(world(people, years, seed, last), folder, progress)
    out.print(f"{folder}: {people} people in the {years} years until {last}", markup=False, soft_wrap=True)


def _day(until: datetime | None) -> date:
    return (until or SystemClock().now()).date()
