"""`afterhire reviews`: people who may be one."""

from typing import Annotated, Any
from uuid import UUID

import typer

from services.cli import installation, show

app = typer.Typer(help="People who may be one, and wait for a yes or no.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Review = Annotated[UUID, typer.Argument(help="The review's id.")]
PATH = "/v1/identity/reviews"
COLUMNS = ("score", "person", "other", "because", "speaks for it", "review")


@app.command("list")
def review_list(
    *,
    state: Annotated[str, typer.Option(help="`open`, `confirmed`, `denied` or `closed`.")] = "open",
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 50,
    json: AsJson = False,
) -> None:
    """List them, the surest first."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get(PATH, state=state, limit=limit)
    found = page["reviews"]
    show.as_json(page) if json else show.table(out, f"{len(found)} {state}", COLUMNS, map(row, found))


@app.command("show")
def review_show(review: Review, *, json: AsJson = False) -> None:
    """Show two people side by side, and what each comparison weighs."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.get(f"{PATH}/{review}")
    if json:
        show.as_json(found)
        return
    show.table(out, f"{found['state']}, score {found['score']}", ("", "person", "other"), sides(found))
    columns = ("compared", "person", "other", "says", "bits")
    show.table(out, "evidence", columns, map(comparison, found["evidence"]))


@app.command("confirm")
def review_confirm(
    review: Review,
    *,
    into: Annotated[UUID | None, typer.Option(help="Who goes on; else who was known before.")] = None,
    json: AsJson = False,
) -> None:
    """Say that the two are one: they are merged, until `afterhire merges undo`."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.post(f"{PATH}/{review}/confirm", {"into": str(into)} if into else {})
    show.as_json(found) if json else out.print(f"one person now: {found['person']}", markup=False)


@app.command("deny")
def review_deny(review: Review, *, json: AsJson = False) -> None:
    """Say that the two are not one; nobody is asked again."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        found = client.post(f"{PATH}/{review}/deny", {})
    show.as_json(found) if json else out.print("two people, and nobody is asked again", markup=False)


def row(found: dict[str, Any]) -> tuple[object, ...]:
    """A line of the list; what speaks most for it comes first."""
    speaks = sorted(found["evidence"], key=lambda part: -part["bits"])
    words = ", ".join(f"{part['part']} {part['says']}" for part in speaks if part["bits"] > 0)
    two = (_name(found["person"]), _name(found["other"]))
    return (found["score"], *two, found["because"], words, found["review"])


def sides(found: dict[str, Any]) -> list[tuple[object, ...]]:
    """What is known of the two, line by line; what is known of neither is left out."""
    person, other = found["person"], found["other"]
    lines = [(name, _known(person[name]), _known(other[name])) for name in person]
    return [line for line in lines if line[1] or line[2]]


def comparison(part: dict[str, Any]) -> tuple[object, ...]:
    """A line of the evidence."""
    return (part["part"], part["one"], part["other"], part["says"], f"{part['bits']:+.1f}")


def _name(side: dict[str, Any]) -> str:
    return str(next(iter(side["names"]), side["person"]))


def _known(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_known(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(str(each) for each in value.values() if each)
    return "" if value is None else str(value)
