"""`afterhire playbook`: how the agency keeps in touch, and in which words."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from services.cli import installation, show
from services.cli.client import Client
from shared.errors import UnreadableError

if TYPE_CHECKING:
    from services.rules.playbook import Playbook
    from services.rules.playbook.writing import Difference

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
    playbook = of_file(file)
    found = {"hash": playbook.version, "mistakes": []}
    show.as_json(found) if json else out.print(f"{file}: nothing is wrong with it", markup=False)


@app.command()
def diff(file: File, *, json: AsJson = False) -> None:
    """Say what a playbook would change, beside the one in force."""
    from services.rules.playbook.reading import read
    from services.rules.playbook.writing import differences

    found = differences(read(_in_force()["toml"]), of_file(file))
    if json:
        show.as_json([each._asdict() for each in found])
    else:
        _show_differences(found)


@app.command()
def adopt(file: File, *, json: AsJson = False) -> None:
    """Let a playbook hold from now on; everybody's plan is told of it."""
    from services.rules.playbook.reading import read
    from services.rules.playbook.writing import differences

    new = of_file(file)
    changed = differences(read(_in_force()["toml"]), new)
    with Client(installation.settings()) as client:
        found = client.put("/v1/playbook", text_of(file).encode(), TOML)
    if json:
        show.as_json(found)
        return
    _show_differences(changed)
    out.print(_adopted(found), markup=False)


def of_file(file: Path) -> "Playbook":
    """The playbook in a file. `UnreadableError` with each mistake in it."""
    from services.rules.playbook.reading import read

    return read(text_of(file))


def text_of(file: Path) -> str:
    """What a TOML file says, with or without a byte-order mark. `UnreadableError` when it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{file}: expected TOML in UTF-8, found other bytes at place {error.start}: save it as UTF-8"
        ) from error


def _in_force() -> Json:
    with Client(installation.settings()) as client:
        return client.get("/v1/playbook")


def _show_differences(found: "Sequence[Difference]") -> None:
    if not found:
        out.print("it is the one in force")
        return
    from services.rules.playbook.writing import in_words

    rows = [[in_words(part) for part in each] for each in found]
    counted = "1 difference" if len(rows) == 1 else f"{len(rows)} differences"
    show.table(out, counted, ("setting", "in force", "then"), rows)


def _adopted(found: Json) -> str:
    return f"playbook {found['number']} ({found['hash']}) holds from now on; plans follow one by one"
