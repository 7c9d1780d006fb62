"""The command that asks what another playbook would have done."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from services.cli import installation
from shared.errors import MisconfiguredError

app = typer.Typer()
DAYS = ["%Y-%m-%d"]


@app.command()
def backtest(  # noqa: PLR0913 - a parameter is an option of the command line
    *,
    playbook: Annotated[
        Path, typer.Option(help="The new playbook, a TOML file.", exists=True, dir_okay=False)
    ],
    first: Annotated[
        datetime | None, typer.Option("--from", formats=DAYS, help="The first day; a year before --to.")
    ] = None,
    last: Annotated[datetime | None, typer.Option("--to", formats=DAYS, help="The last day; today.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write a page with plots here.")] = None,
    processes: Annotated[int, typer.Option(min=1, help="How many work at once.")] = os.cpu_count() or 1,
    json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Compare a playbook with the one in force over the agency's own histories; changes nothing."""
    from services.cli import backtesting  # noqa: PLC0415 - a command loads only what it needs

    if html and not html.absolute().parent.is_dir():
        raise MisconfiguredError(f"--html {html}: there is no folder {html.parent}")
    asked = backtesting.Asked(playbook, first and first.date(), last and last.date(), processes)
    found = backtesting.run(installation.settings(), asked)
    if html:
        backtesting.write_page(found, html)
    if json:
        backtesting.show_json(found)
        return
    backtesting.show_report(found)
    if html:
        typer.echo(f"The page with plots is {html.absolute()}.")
