"""`afterhire`: the commands."""

import os
import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from services.cli import installation, playbooks, show
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
quarantine = typer.Typer(help="What a service could not read or accept.", no_args_is_help=True)
app.add_typer(quarantine, name="quarantine")
app.add_typer(playbooks.app, name="playbook")

out = show.console()
err = show.console(stderr=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Service = Annotated[str, typer.Option("--service", help="Only this service.")]

RETRIED = "{} to be read again; `afterhire quarantine list` shows what is parked still"

TOLD = {True: "told of {}", False: "told of {} before; nothing new"}

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
    feed: Annotated[str, typer.Argument(help="`linkedin`, `placements` or `greenhouse`.")],
    files: Annotated[list[Path], typer.Argument(help="The files.", exists=True, dir_okay=False)],
    *,
    json: AsJson = False,
) -> None:
    """Send files to a feed and wait until they are read."""
    from services.cli import importing
    from services.cli.client import Client
    from services.cli.progress import bar

    settings = installation.settings()
    with Client(settings) as client, bar(err) as progress:
        found = [importing.import_file(client, settings, feed, file, progress=progress) for file in files]
    show.as_json(found) if json else importing.show_imports(out, found)
    if any(each["quarantined"] for each in found):
        raise typer.Exit(os.EX_DATAERR)


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
    show.as_json(page) if json else show.tasks(out, page["tasks"])


@app.command()
def why(task: Annotated[UUID, typer.Argument(help="The task's id.")], *, json: AsJson = False) -> None:
    """Say why a task is there, and on which facts it rests."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.get(f"/v1/tasks/{task}")
    show.as_json(found) if json else show.why(out, found)


@app.command()
def plan(
    person: Annotated[UUID, typer.Argument(help="The person's id.")],
    *,
    as_of: Annotated[str | None, typer.Option(help="As it stood on a day like 2026-03-01.")] = None,
    json: AsJson = False,
) -> None:
    """Say why each task of a person is there, and why others are not."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.get(f"/v1/people/{person}/plan", as_of=as_of)
    show.as_json(found) if json else show.plan(out, found)


@app.command()
def draft(
    task: Annotated[UUID, typer.Argument(help="The task's id.")],
    *,
    language: Annotated[str | None, typer.Option(help="`en` or `de`; else the playbook's.")] = None,
    me: Annotated[str | None, typer.Option(help="Who signs it.")] = None,
    json: AsJson = False,
) -> None:
    """Write a draft for a task, to be edited and sent by you."""
    playbooks.draft(out, task, language, me, json=json)


@app.command()
def tell(  # noqa: PLR0913 - a parameter is an option of the command line
    person: Annotated[UUID, typer.Argument(help="The person's id, as a task names it.")],
    kind: Annotated[
        str,
        typer.Argument(help="note, goal, contact, review, opportunity …: /docs has all."),
    ],
    words: Annotated[str, typer.Argument(help="What they said; of `looking` yes or no.")] = "",
    *,
    on: Annotated[str | None, typer.Option(help="The day it was so, like 2026-03-01; none: today.")] = None,
    target: Annotated[str | None, typer.Option(help="By when a goal is to be reached.")] = None,
    score: Annotated[int | None, typer.Option(help="How satisfied they are, 0 to 10.")] = None,
    channel: Annotated[str | None, typer.Option(help="Of a contact: message, call, meeting, other.")] = None,
    answered: Annotated[bool, typer.Option("--answered", help="Of a contact: they answered.")] = False,
    by: Annotated[str | None, typer.Option(help="Which recruiter.")] = None,
    others: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NAME=VALUE", help="Any other field, like platform=Google."),
    ] = None,
    key: Annotated[str | None, typer.Option(help="Told once under it; none: each run tells it anew.")] = None,
    json: AsJson = False,
) -> None:
    """Tell what a person said or did, what may suit them, or of a contact made elsewhere."""
    from services.cli import telling
    from services.cli.client import Client

    options = {"on": on, "target": target, "score": score, "channel": channel, "by": by}
    said = telling.statement(kind, words, answered=answered or None, **options)
    said |= telling.fields(others or ())
    with Client(installation.settings()) as client:
        found = telling.tell(client, str(person), said, key)
    show.as_json(found) if json else out.print(TOLD[found["new"] > 0].format(found["person"]), markup=False)


@app.command()
def rebuild(
    service: Annotated[str, typer.Argument(help="`rules` or `query`.")], *, json: AsJson = False
) -> None:
    """Build a service's state from the log once more."""
    from services.cli import operating

    found = operating.rebuild(installation.settings(), service)
    show.as_json(found) if json else out.print(f"{service}: {found['records']} records read again")


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


@quarantine.command("list")
def quarantine_list(*, service: Service = "", json: AsJson = False) -> None:
    """List what is parked."""
    from services.cli import operating

    found = operating.parked(installation.settings(), service)
    show.as_json(found) if json else show.parked(out, found)


@quarantine.command("show")
def quarantine_show(record: Annotated[UUID, typer.Argument(help="The record's id.")]) -> None:
    """Show one parked record whole, as JSON; it may hold personal data."""
    from services.cli import operating

    show.as_json(operating.parked_record(installation.settings(), str(record)))


@quarantine.command("retry")
def quarantine_retry(
    records: Annotated[list[UUID], typer.Argument(help="The records' ids.")], *, json: AsJson = False
) -> None:
    """Have the services read parked records again."""
    from services.cli import operating

    found = [operating.retry(installation.settings(), str(each)) for each in records]
    show.as_json(found) if json else out.print(RETRIED.format(len(found)), markup=False)


def main() -> None:
    """Run a command; an error that was foreseen is one sentence and an exit code of sysexits.h."""
    try:
        app()
    except AfterhireError as error:
        err.print(f"afterhire: {show.plain(error)}", style="red")
        sys.exit(next((code for kind, code in EXIT_CODES if isinstance(error, kind)), 1))
