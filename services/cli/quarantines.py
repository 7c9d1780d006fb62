"""`afterhire quarantine`: what a service could not read or accept."""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

import typer

from services.cli import installation, show
from shared.clock import SystemClock

app = typer.Typer(help="What a service could not read or accept.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Records = Annotated[
    list[UUID] | None, typer.Argument(help="The records' ids; none: all that the options choose of ingest's.")
]
Feed = Annotated[str | None, typer.Option(help="Of this feed.")]
Reason = Annotated[str | None, typer.Option(help="With this in the reason.")]
Field = Annotated[str | None, typer.Option(help="With this field or column at fault.")]
Upload = Annotated[UUID | None, typer.Option("--import", help="Rows of this file.")]
OlderThan = Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="Parked so many days ago.")]
PATH = "/v1/quarantine"
Wait = Annotated[float, typer.Option(min=0, help="How many seconds to wait for what becomes of them.")]
Service = Annotated[str, typer.Option("--service", help="Only this service.")]


@app.command("list")
def quarantine_list(  # noqa: PLR0913 - one option each
    *,
    service: Service = "",
    feed: Feed = None,
    reason: Reason = None,
    field: Field = None,
    upload: Upload = None,
    older_than: OlderThan = None,
    json: AsJson = False,
) -> None:
    """List what is parked; with options that choose, of ingest's."""
    from services.cli import parked

    if any(each is not None for each in (feed, reason, field, upload, older_than)):
        found = _of_ingest(chosen(feed, reason, field, upload, older_than, SystemClock().now()))
        show.as_json(found) if json else show.parked(out, found)
        return
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
def quarantine_retry(  # noqa: PLR0913 - one option each
    records: Records = None,
    *,
    feed: Feed = None,
    reason: Reason = None,
    field: Field = None,
    upload: Upload = None,
    older_than: OlderThan = None,
    wait: Wait = 15,
    json: AsJson = False,
) -> None:
    """Have the services read parked records again, and tell what became of each."""
    choice = {} if records else chosen(feed, reason, field, upload, older_than, SystemClock().now())
    _settle("retry", records, choice, wait, json=json)


@app.command("discard")
def quarantine_discard(  # noqa: PLR0913 - one option each
    records: Records = None,
    *,
    feed: Feed = None,
    reason: Reason = None,
    field: Field = None,
    upload: Upload = None,
    older_than: OlderThan = None,
    wait: Wait = 15,
    json: AsJson = False,
) -> None:
    """Give parked records up: their content is deleted, and nobody will read them."""
    choice = {} if records else chosen(feed, reason, field, upload, older_than, SystemClock().now())
    _settle("discard", records, choice, wait, json=json)


@app.command("mend")
def quarantine_mend(
    record: Annotated[UUID, typer.Argument(help="The record's id: a row of a file, or a web hook.")],
    *,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=TEXT", help="A cell of a row; repeat it.")
    ] = None,
    payload: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="The whole payload of a web hook."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Have a record read with another content; what came is kept beside it."""
    from services.cli.client import Client

    change: dict[str, Any] = {"payload": payload.read_text()} if payload else {"cells": cells(set_ or ())}
    with Client(installation.settings()) as client:
        found = client.post(f"{PATH}/{record}/mend", change)
    if json:
        show.as_json(found)
    else:
        out.print(": ".join(filter(None, (found["outcome"], found["field"], found["reason"]))), markup=False)
    if found["outcome"] == "quarantined":
        raise typer.Exit(os.EX_DATAERR)


def _settle(
    verb: Literal["retry", "discard"],
    records: Sequence[UUID] | None,
    choice: dict[str, str],
    wait: float,
    *,
    json: bool,
) -> None:
    """The records named, or else those chosen."""
    from services.cli import parked

    if not records:
        _ask(verb, choice, json=json)
        return
    with parked.quarantines(installation.settings()) as services:
        ask = parked.retry if verb == "retry" else parked.discard
        asked = ask(services, list(map(str, records)))
        found = parked.outcomes(asked, parked.looks(wait))
    _tell(found, json=json)


def cells(said: Sequence[str]) -> dict[str, str]:
    """What stands under which column; `BadParameter` for what says nothing of the kind."""
    found = [each.partition("=") for each in said]
    if not found or any(not equals or not column for column, equals, _ in found):
        raise typer.BadParameter("expected --payload FILE, or --set COLUMN=TEXT", param_hint="--set")
    return {column: text for column, _, text in found}


def chosen(  # noqa: PLR0913, PLR0917 - one option each
    feed: str | None,
    reason: str | None,
    field: str | None,
    upload: UUID | None,
    older_than: int | None,
    now: datetime,
) -> dict[str, str]:
    """The options as the API's filter; `BadParameter` when nothing is chosen."""
    before = None if older_than is None else (now - timedelta(days=older_than)).isoformat()
    given = {"feed": feed, "reason": reason, "field": field, "parked_before": before}
    given["import"] = str(upload) if upload else None
    found = {name: value for name, value in given.items() if value is not None}
    if not found:
        raise typer.BadParameter("expected the ids of records, or an option that chooses some")
    return found


def _of_ingest(wanted: dict[str, str]) -> list[dict[str, Any]]:
    """The newest of ingest's records that fit, as the list of all services tells them."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get(PATH, limit=200, **wanted)
    return [each | {"service": "ingest", "since": each["parked_at"]} for each in page["records"]]


def _ask(verb: str, wanted: dict[str, str], *, json: bool) -> None:
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.post(f"{PATH}/{verb}", wanted)
    show.as_json(found) if json else out.print(f"{verb}: asked of {found['asked']}", markup=False)


def _tell(found: list[dict[str, Any]], *, json: bool) -> None:
    from services.cli import parked

    show.as_json(found) if json else show.outcomes(out, found)
    became = {each["outcome"] for each in found}
    if became & {parked.AGAIN, parked.WAITING}:
        raise typer.Exit(os.EX_DATAERR if parked.AGAIN in became else os.EX_TEMPFAIL)
