"""`afterhire tokens`: who may call the API; for the operator, who reaches the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

import typer

from services.cli import installation, show
from shared.access.principal import GIVEN, Role, Scope
from shared.access.tables import metadata
from shared.access.tokens import DAYS, MOST_DAYS, PER_MINUTE, Token, Tokens, Wanted
from shared.clock import SystemClock
from shared.database import engine, prepare
from shared.settings import Settings

app = typer.Typer(help="Who may call the API.", no_args_is_help=True)
out = show.console()

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
COLUMNS = ("name", "role", "may", "starts with", "until", "last used", "token")


@app.command("create")
def create(  # noqa: PLR0913 - a parameter is a property of the token
    name: Annotated[str, typer.Argument(help="What it is for, or whose it is.")],
    *,
    role: Annotated[Role, typer.Option(help="Who will use it.")],
    recruiter: Annotated[
        str | None, typer.Option(help="Of a recruiter or their calendar: their name, as tasks have it.")
    ] = None,
    scopes: Annotated[
        list[Scope] | None,
        typer.Option("--scope", help=f"Of a service: what it may do, out of {', '.join(sorted(GIVEN))}."),
    ] = None,
    days: Annotated[int, typer.Option(help=f"How long it is good, at most {MOST_DAYS}.")] = DAYS,
    per_minute: Annotated[int, typer.Option(help="How many requests a minute.")] = PER_MINUTE,
    json: AsJson = False,
) -> None:
    """Make a token and print it, this once: only its hash is kept."""
    settings = installation.settings()
    wanted = Wanted(name, role, frozenset(scopes or ()), recruiter, days, per_minute)
    with opened(settings) as tokens:
        told, token = tokens.create(settings.agency, wanted)
    if json:
        show.as_json({**as_words(told), "secret": token})
        return
    out.print(token, markup=False, highlight=False, soft_wrap=True)
    out.print(f"Keep it: it is not shown again. Good until {told.expires_at:%Y-%m-%d}.", markup=False)


@app.command("list")
def listing(*, json: AsJson = False) -> None:
    """List the agency's tokens, the newest first."""
    settings = installation.settings()
    with opened(settings) as tokens:
        found = tokens.of(settings.agency)
    if json:
        show.as_json([as_words(each) for each in found])
        return
    show.table(out, f"{len(found)} tokens of {settings.agency}", COLUMNS, map(row, found))


@app.command("revoke")
def revoke(token: Annotated[UUID, typer.Argument(help="The token's id.")]) -> None:
    """End a token; within seconds nobody answers it any more."""
    settings = installation.settings()
    with opened(settings) as tokens:
        tokens.revoke(settings.agency, str(token))
    out.print(f"{token} is revoked.", markup=False)


@contextmanager
def opened(settings: Settings) -> Iterator[Tokens]:
    """The installation's tokens. Raises `UnavailableError` when the database is away."""
    connections = engine(settings, application="cli", pool_size=1)
    try:
        prepare(connections, metadata)
        yield Tokens(connections, SystemClock())
    finally:
        connections.dispose()


def as_words(token: Token) -> dict[str, Any]:
    """A token as JSON has it."""
    moments = ("created_at", "expires_at", "revoked_at", "used_at")
    told = asdict(token)
    return told | {name: told[name] and told[name].isoformat() for name in moments}


def row(token: Token) -> tuple[str, ...]:
    """A token as a line of the list."""
    until = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else f"{token.expires_at:%Y-%m-%d}"
    used = f"{token.used_at:%Y-%m-%d %H:%M}" if token.used_at else "never"
    who = f"{token.role} {token.recruiter}" if token.recruiter else token.role
    return token.name, who, " ".join(token.scopes), token.starts_with, until, used, token.id
