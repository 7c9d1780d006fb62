"""`afterhire quarantine`: what a service could not read or accept."""

import os
from typing import Annotated, Any
from uuid import UUID

import typer

from services.cli import installation, show

app = typer.Typer(help="What a service could not read or accept.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Records = Annotated[list[UUID], typer.Argument(help="The records' ids.")]
Wait = Annotated[float, typer.Option(min=0, help="How many seconds to wait for what becomes of them.")]
Service = Annotated[str, typer.Option("--service", help="Only this service.")]


@app.command("list")
def quarantine_list(*, service: Service = "", json: AsJson = False) -> None:
    """List what is parked."""
    from services.cli import parked

    with parked.quarantines(installation.settings(), service) as services:
        found = parked.listing(services)
    show.as_json(found) if json else show.parked(out, found)


@app.command("show")
def quarantine_show(record: Annotated[UUID, typer.Argument(help="The record's id.")]) -> None:
    """Show one parked record whole, as JSON; it may hold personal data."""
    from services.cli import parked

    with parked.quarantines(installation.settings()) as services:
        show.as_json(parked.whole(services, str(record)))


@app.command("retry")
def quarantine_retry(records: Records, *, wait: Wait = 15, json: AsJson = False) -> None:
    """Have the services read parked records again, and tell what became of each."""
    from services.cli import parked

    with parked.quarantines(installation.settings()) as services:
        asked = parked.retry(services, list(map(str, records)))
        found = parked.outcomes(asked, parked.looks(wait))
    _tell(found, json=json)


@app.command("discard")
def quarantine_discard(records: Records, *, wait: Wait = 15, json: AsJson = False) -> None:
    """Give parked records up: their content is deleted, and nobody will read them."""
    from services.cli import parked

    with parked.quarantines(installation.settings()) as services:
        asked = parked.discard(services, list(map(str, records)))
        found = parked.outcomes(asked, parked.looks(wait))
    _tell(found, json=json)


def _tell(found: list[dict[str, Any]], *, json: bool) -> None:
    from services.cli import parked

    show.as_json(found) if json else show.outcomes(out, found)
    became = {each["outcome"] for each in found}
    if became & {parked.AGAIN, parked.WAITING}:
        raise typer.Exit(os.EX_DATAERR if parked.AGAIN in became else os.EX_TEMPFAIL)
