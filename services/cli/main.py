"""`afterhire`: the commands."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from services.cli import (
    backtests,
    employers,
    figures,
    hooks,
    installation,
    mappings,
    merges,
    persons,
    playbooks,
    quarantines,
    reviews,
    show,
    simulated,
    tokens,
)
from services.cli.services import SERVICES, run
from shared.errors import (
    AfterhireError,
    MisconfiguredError,
    NotFoundError,
    OperatorNeededError,
    UnavailableError,
    UnreadableError,
)

app = typer.Typer(
    help="Keeps a recruiting agency in touch with the people it has placed.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(persons.app)
app.add_typer(quarantines.app, name="quarantine")
app.add_typer(playbooks.app, name="playbook")
app.add_typer(reviews.app, name="reviews")
app.add_typer(merges.app, name="merges")
app.add_typer(mappings.app, name="mapping")
app.add_typer(employers.app, name="employers")
app.add_typer(tokens.app, name="tokens")
app.add_typer(hooks.app, name="hooks")
app.add_typer(backtests.app)
app.add_typer(figures.app)
app.add_typer(simulated.app)

out = show.console()
err = show.console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


EXIT_CODES: tuple[tuple[type[AfterhireError], int], ...] = (
    (MisconfiguredError, os.EX_CONFIG),
    (OperatorNeededError, os.EX_CONFIG),
    (UnavailableError, os.EX_UNAVAILABLE),
    (UnreadableError, os.EX_DATAERR),
    (NotFoundError, os.EX_DATAERR),
)


@app.command()
def up(
    *,
    once: Annotated[bool, typer.Option("--once", help="Show the queue and end.")] = False,
    demo: Annotated[bool, typer.Option(help="Send the sample agency's feeds.")] = True,
) -> None:
    """Start Kafka, PostgreSQL and all services here, show the queue, and serve until Ctrl-C."""
    from services.cli import starting

    raise typer.Exit(starting.up(out, once=once, with_demo=demo))


@app.command()
def init(*, json: AsJson = False) -> None:
    """Make the topics and the database schemas of an installation, where they are missing."""
    from services.cli import operating

    found = operating.init(installation.settings())
    show.as_json(found) if json else out.print(f"made: {', '.join(found['topics'])}", markup=False)


@app.command("run")
def run_service(service: Annotated[str, typer.Argument(help=f"One of: {', '.join(SERVICES)}.")]) -> None:
    """Run one service in this process."""
    run(service, installation.settings())


@app.command("import")
def import_files(
    feed: Annotated[
        str,
        typer.Argument(
            help="`linkedin` (the archive or a file of it), `placements`, `jobs`, `articles`, `events`, "
            "`greenhouse` (Harvest exports, or one web hook), `bullhorn` (data loader), `lever` (postings) "
            "or `workable` (jobs)."
        ),
    ],
    files: Annotated[list[Path], typer.Argument(help="The files.", exists=True, dir_okay=False)],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be understood.")] = False,
    meanings: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADING=COLUMN", help="With --dry-run: try this mapping."),
    ] = None,
    json: AsJson = False,
) -> None:
    """Send files to a feed and wait until they are read."""
    from services.cli import importing, trying
    from services.cli.client import OF_FILES_S, Client
    from services.cli.progress import bar

    settings = installation.settings()
    if dry_run or meanings:
        trying.run(out, settings, trying.Asked(feed, files, meanings or (), dry_run), json=json)
        return
    with Client(settings, patience_s=OF_FILES_S) as client, bar(err) as progress:
        found, refused = importing.import_files(client, settings, feed, files, progress)
    show.as_json([*found, *refused]) if json else importing.show_imports(out, found)
    for each in refused:
        err.print(f"{each['file']}: {show.plain(each['refused'])}", style="red", markup=False)
    if refused or any(map(importing.refused, found)):
        raise typer.Exit(os.EX_DATAERR)


@app.command()
def day(
    recruiter: Annotated[str, typer.Argument(help="The recruiter, as tasks name them.")],
    *,
    json: AsJson = False,
) -> None:
    """Show a recruiter's day: what they hold, what came back, and the best of what is new."""
    from services.cli import days

    days.day(out, recruiter, json=json)


@app.command()
def tasks(  # noqa: PLR0913 - a parameter is a filter of the command line
    *,
    recruiter: Annotated[str | None, typer.Option(help="Whose tasks.")] = None,
    state: Annotated[str | None, typer.Option(help="planned, open, claimed, snoozed, completed …")] = None,
    play: Annotated[str | None, typer.Option(help="Only this play.")] = None,
    due: Annotated[str | None, typer.Option(help="`today`, or a day like 2026-03-01.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 50,
    json: AsJson = False,
) -> None:
    """Show the queue."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get("/v1/tasks", recruiter=recruiter, state=state, play=play, due=due, limit=limit)
    show.as_json(page) if json else show.tasks(out, page["tasks"], more=page["next"] is not None)


@app.command()
def rebuild(
    service: Annotated[str, typer.Argument(help="`rules` or `query`.")], *, json: AsJson = False
) -> None:
    """Build a service's state from the log once more."""
    from services.cli import operating

    found = operating.rebuild(installation.settings(), service)
    show.as_json(found) if json else out.print(f"{service}: {found['records']} records read again")


@app.command("contracts")
def write_contracts(
    folder: Annotated[Path, typer.Argument(help="Where the files are written.")],
    *,
    though_broken: Annotated[
        bool, typer.Option("--though-broken", help="Also where what stands there promised more.")
    ] = False,
) -> None:
    """Write what other programs may rely on: OpenAPI, AsyncAPI, and JSON Schemas of the events."""
    from services.cli import contracts

    for path in contracts.write(folder, though_broken=though_broken):
        out.print(str(path), markup=False)


@app.command()
def recover(
    service: Annotated[str, typer.Argument(help="The one whose relay has stopped.")], *, json: AsJson = False
) -> None:
    """Open a new writer epoch, after a service's database was put back to an earlier state."""
    from services.cli import operating

    found = operating.recover(installation.settings(), service)
    show.as_json(found) if json else out.print(
        f"{service} writes under epoch {found['epoch']} now; {found['again']} events are sent again"
    )


def main() -> None:
    """Run a command; an error that was foreseen is one sentence and an exit code of sysexits.h."""
    try:
        app()
    except AfterhireError as error:
        err.print(f"afterhire: {show.plain(error)}", style="red")
        sys.exit(next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1))
    except OSError as error:
        if error.filename is None:
            raise
        err.print(f"afterhire: {show.plain(error.filename)}: {show.plain(error.strerror)}", style="red")
        sys.exit(os.EX_IOERR)
