"""`afterhire playbook`: how the agency keeps in touch, and in which words."""

from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli import installation, show
from services.cli.client import Client

Json = dict[str, Any]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
File = Annotated[Path, typer.Argument(help="The playbook, a TOML file.", exists=True, dir_okay=False)]
TOML = {"Content-Type": "application/toml"}

app = typer.Typer(help="How the agency keeps in touch: every play and number.", no_args_is_help=True)
out = show.console()


@app.command("show")
def shown(*, ours: Annotated[bool, typer.Option(help="Ours, not the one in force.")] = False) -> None:
    """Print the playbook in force as a file: a beginning for one's own."""
    from services.rules.playbook import STANDARD
    from services.rules.playbook.writing import written

    toml = written(STANDARD) if ours else _in_force()["toml"]
    out.print(toml, markup=False, highlight=False, soft_wrap=True)


@app.command()
def check(file: File, *, json: AsJson = False) -> None:
    """Say what is wrong with a playbook; needs no installation."""
    from services.rules.playbook.reading import read

    playbook = read(file.read_text())
    found = {"hash": playbook.version, "mistakes": []}
    show.as_json(found) if json else out.print(f"{file}: nothing is wrong with it", markup=False)


@app.command()
def diff(file: File, *, json: AsJson = False) -> None:
    """Say what a playbook would change, beside the one in force."""
    from services.rules.playbook.reading import read
    from services.rules.playbook.writing import differences

    found = differences(read(_in_force()["toml"]), read(file.read_text()))
    if json:
        show.as_json([each._asdict() for each in found])
    elif found:
        columns = ("setting", "in force", "then")
        rows = [[_value(part) for part in each] for each in found]
        show.table(out, f"{len(found)} differences", columns, rows)
    else:
        out.print("it is the one in force")


@app.command()
def adopt(file: File, *, json: AsJson = False) -> None:
    """Let a playbook hold from now on; everybody's plan is told of it."""
    from services.rules.playbook.reading import read

    read(file.read_text())
    with Client(installation.settings()) as client:
        found = client.put("/v1/playbook", file.read_bytes(), TOML)
    show.as_json(found) if json else out.print(_adopted(found), markup=False)


def _in_force() -> Json:
    with Client(installation.settings()) as client:
        return client.get("/v1/playbook")


def _adopted(found: Json) -> str:
    return f"playbook {found['number']} ({found['hash']}) holds from now on; plans follow one by one"


def _value(value: object) -> str:
    match value:
        case None:
            return "none"
        case list() | tuple():
            return ", ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
