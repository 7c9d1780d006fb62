"""The commands about one person or one task: why, what was said, how to begin."""

from typing import Annotated
from uuid import UUID

import typer

from services.cli import installation, show

app = typer.Typer()
out = show.console()

AsOf = Annotated[str | None, typer.Option(help="As it stood on a day like 2026-03-01.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
TOLD = {True: "told of {}", False: "told of {} before; nothing new"}


@app.command()
def why(
    task: Annotated[UUID, typer.Argument(help="The task's id.")], *, as_of: AsOf = None, json: AsJson = False
) -> None:
    """Say why a task is there, and on which facts it rests."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.get(f"/v1/tasks/{task}", as_of=as_of)
    show.as_json(found) if json else show.why(out, found)


@app.command()
def plan(
    person: Annotated[UUID, typer.Argument(help="The person's id.")],
    *,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Say why each task of a person is there, and why others are not."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.get(f"/v1/people/{person}/plan", as_of=as_of)
    show.as_json(found) if json else show.plan(out, found)


@app.command()
def forget(
    person: Annotated[UUID, typer.Argument(help="The person's id; `why` prints it.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: AsJson = False,
) -> None:
    """Forget somebody, with all that was said of them; nothing undoes it."""
    from services.cli.client import Client

    if not yes:
        typer.confirm(f"Forget {person}, and all that was ever said of them, for good?", abort=True)
    with Client(installation.settings()) as client:
        found = client.delete(f"/v1/people/{person}")
    said = (
        f"{' and '.join(found.get('people', []))}: forgotten. Delete them in the systems they came from too."
    )
    show.as_json(found) if json else out.print(said, markup=False)


@app.command()
def draft(
    task: Annotated[UUID, typer.Argument(help="The task's id.")],
    *,
    language: Annotated[str | None, typer.Option(help="`en` or `de`; else the playbook's.")] = None,
    me: Annotated[str | None, typer.Option(help="Who signs it.")] = None,
    json: AsJson = False,
) -> None:
    """Write a draft for a task, to be edited and sent by you."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        person = client.get(f"/v1/tasks/{task}")["person"]
        found = client.get(f"/v1/people/{person}/tasks/{task}/draft", language=language, me=me)
    if json:
        show.as_json(found)
    else:
        out.print(f"[bold]{show.plain(found['subject'])}[/bold]\n")
        out.print(show.lines(found["body"]), soft_wrap=True)


@app.command()
def tell(  # noqa: PLR0913 - a parameter is an option of the command line
    person: Annotated[UUID, typer.Argument(help="The person's id, as a task names it.")],
    kind: Annotated[str, typer.Argument(help="note, goal, contact, review, opportunity …: /docs has all.")],
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
