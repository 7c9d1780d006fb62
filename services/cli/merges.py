"""`afterhire merges`: who was merged into whom, and how to take it back."""

from typing import Annotated, Any
from uuid import UUID

import typer

from services.cli import installation, show

app = typer.Typer(help="Who was merged into whom; take it back.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Limit = Annotated[int, typer.Option(min=1, max=200, help="How many at most.")]
PATH, WAITING = "/v1/identity/merges", "/v1/identity/unassigned"
COLUMNS = ("at", "person", "into", "by", "merge")
QUESTIONS = ("opened", "told", "between", "id")


@app.command("list")
def merge_list(
    *,
    state: Annotated[str, typer.Option(help="`standing` or `undone`.")] = "standing",
    limit: Limit = 50,
    json: AsJson = False,
) -> None:
    """List them, the newest first."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get(PATH, state=state, limit=limit)
    found = page["merges"]
    show.as_json(page) if json else show.table(out, f"{len(found)} {state}", COLUMNS, map(row, found))


@app.command("undo")
def merge_undo(
    merge: Annotated[UUID, typer.Argument(help="The merge's id.")], *, json: AsJson = False
) -> None:
    """Take one back: the two are two again, each as they were, under new ids."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        foreseen = client.get(f"{PATH}/{merge}")
        found = client.post(f"{PATH}/{merge}/undo", {})
    if json:
        show.as_json(found)
        return
    out.print(f"two people now: {found['person']} and {found['into']}", markup=False)
    if found["new"] and foreseen["waits"]:
        out.print(f"{foreseen['waits']} to be assigned: afterhire merges unassigned", markup=False)


@app.command("unassigned")
def merge_unassigned(*, limit: Limit = 50, json: AsJson = False) -> None:
    """List what was told while two people were one, and may be of either."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get(WAITING, limit=limit)
    found = page["unassigned"]
    show.as_json(page) if json else show.table(out, f"{len(found)} wait", QUESTIONS, map(question, found))


@app.command("assign")
def merge_assign(
    waiting: Annotated[UUID, typer.Argument(help="The id of what waits.")],
    to: Annotated[UUID, typer.Argument(help="Whose it is: one of the two.")],
    *,
    json: AsJson = False,
) -> None:
    """Say of whom something was."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.post(f"{WAITING}/{waiting}/assign", {"to": str(to)})
    show.as_json(found) if json else out.print(f"it is of {found['to']}", markup=False)


def row(found: dict[str, Any]) -> tuple[object, ...]:
    """A line of the list."""
    return (found["at"][:16], _name(found["person"]), _name(found["into"]), found["by"], found["merge"])


def question(found: dict[str, Any]) -> tuple[object, ...]:
    """A line of what waits."""
    told = ", ".join(f"{fact['type']} on {fact['occurred'][:10]}" for fact in found["facts"])
    return (found["opened_at"][:16], told, " or ".join(found["between"]), found["id"])


def _name(side: dict[str, Any]) -> str:
    return str(next(iter(side["names"]), side["person"]))
