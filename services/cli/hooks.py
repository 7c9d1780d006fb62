"""`afterhire hooks`: web hooks that others are sent."""

from typing import Annotated, Any
from uuid import UUID

import typer

from services.cli import installation, show

app = typer.Typer(help="Web hooks that tell others what happens to tasks.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
Hook = Annotated[UUID, typer.Argument(help="The web hook's id.")]
PATH = "/v1/hooks"
COLUMNS = ("name", "address", "only", "state", "because", "hook")
TRIES = ("at", "message", "task", "attempt", "answer", "ms")


@app.command("add")
def add(
    url: Annotated[str, typer.Argument(help="Where messages are posted to.")],
    *,
    name: Annotated[str, typer.Option(help="What it is for.")],
    recruiter: Annotated[str | None, typer.Option(help="Only of tasks that are this recruiter's.")] = None,
    play: Annotated[str | None, typer.Option(help="Only of tasks of this play.")] = None,
    json: AsJson = False,
) -> None:
    """Add one, and print the secret its messages are signed with, this once."""
    from services.cli.client import Client

    form = {"url": url, "name": name, "recruiter": recruiter, "play": play}
    with Client(installation.settings()) as client:
        _tell_secret(client.post(PATH, form), as_json=json)


@app.command("list")
def listing(*, json: AsJson = False) -> None:
    """List them, and how each one does."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get(PATH)
    found = page["hooks"]
    show.as_json(page) if json else show.table(out, f"{len(found)} web hooks", COLUMNS, map(row, found))


@app.command("log")
def log(
    hook: Hook,
    *,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many at most.")] = 50,
    json: AsJson = False,
) -> None:
    """Show what was tried in the last 30 days, the newest first."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        page = client.get(f"{PATH}/{hook}/deliveries", limit=limit)
    found = page["deliveries"]
    show.as_json(page) if json else show.table(out, f"{len(found)} tries", TRIES, map(tried, found))


@app.command("ping")
def ping(hook: Hook) -> None:
    """Send a message that says nothing, now."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        answer = client.post(f"{PATH}/{hook}/ping", {})
    out.print(f"{'taken' if answer['taken'] else 'not taken'}: {_came(answer)}", markup=False)
    raise typer.Exit(0 if answer["taken"] else 1)


@app.command("start")
def start(
    hook: Hook,
    *,
    skip: Annotated[bool, typer.Option("--skip", help="Leave out what lies between, begin now.")] = False,
) -> None:
    """Go on telling one that was stopped, from where it was told last."""
    _verb(f"{hook}/start?skipping={str(skip).lower()}")


@app.command("stop")
def stop(hook: Hook) -> None:
    """Tell one nothing until it is started."""
    _verb(f"{hook}/stop")


@app.command("secret")
def secret(hook: Hook, *, json: AsJson = False) -> None:
    """Make another secret and print it, this once; the one before is good for a day more."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        _tell_secret(client.post(f"{PATH}/{hook}/secret", {}), as_json=json)


@app.command("remove")
def remove(hook: Hook) -> None:
    """Remove one, and what was tried."""
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        client.delete(f"{PATH}/{hook}")
    out.print(f"{hook} is removed.", markup=False)


def row(hook: dict[str, Any]) -> tuple[object, ...]:
    """A web hook as a line of the list."""
    only = " ".join(filter(None, (hook["recruiter"], hook["play"]))) or "all"
    state = f"{hook['state']}, {hook['failed']} failed" if hook["failed"] else hook["state"]
    return hook["name"], hook["url"], only, state, hook["because"], hook["id"]


def tried(each: dict[str, Any]) -> tuple[object, ...]:
    """A try as a line of the log."""
    return each["at"][:19], each["type"], each["task"], each["attempt"], _came(each), each["took_ms"]


def _came(answer: dict[str, Any]) -> str:
    return str(answer["status"] or answer["error"])


def _verb(path: str) -> None:
    from services.cli.client import Client

    with Client(installation.settings()) as client:
        hook = client.post(f"{PATH}/{path}", {})
    out.print(f"{hook['name']} is {hook['state']}.", markup=False)


def _tell_secret(made: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        show.as_json(made)
        return
    out.print(made["secret"], markup=False, highlight=False, soft_wrap=True)
    out.print(f"Keep it: it is not shown again. The web hook is {made['id']}.", markup=False)
