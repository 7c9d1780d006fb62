"""`afterhire insights` and `afterhire impact`: what the log tells of fields, employers and the work."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import quote

import typer
from rich.console import Console

from services.cli import installation, show
from services.cli.client import Client
from shared.naming import as_words

Json = dict[str, Any]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
FEWEST = "nothing is told of fewer than five jobs or people, of employers fewer than three people"
COUNTED = ("careers", "years", "promotions", "referrals", "referrals_placed", "clients", "reviews")

app = typer.Typer()
out = show.console()


class Topic(StrEnum):
    """What is told of."""

    BENCHMARKS = "benchmarks"
    TRENDS = "trends"
    EMPLOYERS = "employers"


@app.command()
def insights(
    topic: Annotated[
        Topic, typer.Argument(help="What fields pay, how they hire, how employers are spoken of.")
    ],
    *,
    field: Annotated[str | None, typer.Option(help="Only this field of work; not for employers.")] = None,
    json: AsJson = False,
) -> None:
    """Show what the agency's log tells of fields and employers, never of a few."""
    with Client(installation.settings()) as client:
        found = client.get(f"/v1/insights/{topic}", field=field)
    show.as_json(found) if json else show_insights(out, topic, found)


@app.command()
def impact(
    recruiter: Annotated[str | None, typer.Argument(help="Only of this recruiter.")] = None,
    *,
    json: AsJson = False,
) -> None:
    """Show what the work came to: careers helped, years, promotions, referrals, clients, what people said."""
    with Client(installation.settings()) as client:
        found = client.get(path_of(recruiter))
    show.as_json(found) if json else show_impact(out, found)


def path_of(recruiter: str | None) -> str:
    """Where the API tells the impact of a recruiter, whatever they are called, or of all."""
    return f"/v1/impact/recruiters/{quote(recruiter, safe='')}" if recruiter else "/v1/impact"


def show_insights(out: Console, topic: Topic, found: Json) -> None:
    """Print a table, or why there is none."""
    columns, row = TABLES[topic]
    rows = [row(one) for one in found[topic]]
    if rows:
        show.table(out, topic, columns, rows)
    else:
        out.print(f"Too little is known: {FEWEST}.")


def show_impact(out: Console, found: Json) -> None:
    """Print the figures, each recruiter's where they are told, and what people said."""
    show.table(out, show.plain(found.get("recruiter", "the agency")), ("", ""), _figures(found))
    if each := found.get("recruiters"):
        columns = ("recruiter", *map(as_words, COUNTED), "satisfaction")
        rows = [(one["recruiter"], *(one[name] for name in COUNTED), one["satisfaction"]) for one in each]
        show.table(out, "each recruiter", columns, rows)
    show.listing(out, "what may be quoted", [(one["words"], _who(one)) for one in found["said"]])


def _figures(found: Json) -> Iterable[Sequence[object]]:
    said = f"{found['satisfaction']} of 10, by {found['scored']}" if found["scored"] else "nobody was asked"
    return [*((as_words(name), found[name]) for name in COUNTED), ("satisfaction", said)]


def _who(one: Json) -> str:
    return f"{one['name'] or one['person']}, {one['on']}"


def _benchmark(one: Json) -> Sequence[object]:
    between = f"{one['lower']:,} to {one['upper']:,} {one['currency']}"
    return as_words(one["field"]), one["seniority"], f"{one['median']:,}", between, one["jobs"]


def _trend(one: Json) -> Sequence[object]:
    jobs = ", ".join("-" if each["jobs"] is None else str(each["jobs"]) for each in one["quarters"])
    change = "" if one["change"] is None else f"{one['change']:+.0%}"
    return as_words(one["field"]), jobs, change, one["open_jobs"]


def _employer(one: Json) -> Sequence[object]:
    rating, hiring = one["rating"], one["hiring"]
    share = f"{hiring['value']:.0%}" if hiring else ""
    return one["name"], one["people"], rating and rating["value"], share, one["employer"]


TABLES: dict[Topic, tuple[Sequence[str], Callable[[Json], Sequence[object]]]] = {
    Topic.BENCHMARKS: (("field", "rank", "middle", "half of them pay", "jobs"), _benchmark),
    Topic.TRENDS: (("field", "jobs posted, by quarter", "on a year before", "open"), _trend),
    Topic.EMPLOYERS: (("employer", "people", "onboarding, of 5", "plan to hire", "id"), _employer),
}
