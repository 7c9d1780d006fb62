"""`afterhire backtest`: what another playbook would have done, as a table, as JSON and as a page."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec import to_builtins
from rich.console import Console

from services.cli import show
from services.cli.playbooks import of_file
from services.cli.progress import bar
from services.rules.backtest.page import page
from services.rules.backtest.report import Figures, Pair, Report
from services.rules.backtest.request import backtest, span_of
from services.rules.playbook.writing import in_words
from shared.settings import Settings

FIGURES = ("raised", "moved", "held_back", "withdrawn", "expired")
COLUMNS = tuple(name.replace("_", " ") for name in FIGURES)


class Asked(NamedTuple):
    """What the command line asks for."""

    playbook: Path
    first: date | None
    last: date | None
    processes: int


def run(settings: Settings, asked: Asked) -> Report:
    """Play the histories under both playbooks. `UnreadableError` with each mistake of the new one."""
    new = of_file(asked.playbook)
    span = span_of(settings, asked.first, asked.last)
    with bar(show.console(stderr=True)) as progress:
        return backtest(settings, new, span, processes=asked.processes, progress=partial(progress, "people"))


def write_page(report: Report, file: Path) -> None:
    """Write the report as one HTML page that needs nothing else."""
    file.write_text(page(report))


def show_json(report: Report) -> None:
    """Print the report as JSON."""
    show.as_json(to_builtins(report))


def show_report(report: Report) -> None:
    """Print the report; each figure as it would be by the playbook in force, and by the new one."""
    out = show.console()
    out.print(f"\n{_about(report)}\n", markup=False)
    _settings(out, report)
    plays = [(each.play, *_cells(each)) for each in report.plays]
    show.table(out, "by play", ("play", *COLUMNS), [*plays, ("all", *_cells(report.total))])
    months = [(each.month, *_cells(each)) for each in report.months]
    show.table(out, "by month", ("month", *COLUMNS), months)
    reasons = [(each.because, _change(each.tasks)) for each in report.held_back]
    show.table(out, "held back", ("because of", "tasks"), reasons)
    columns = ("recruiter", "tasks", "median a day", "most a day", "days above the limit")
    show.table(out, "load, on days that bring new tasks", columns, list(_loads(report)))
    out.print(f"people for whom no task is raised: {_change(report.never_touched)}", markup=False)


def _about(report: Report) -> str:
    left_out = (
        f"; {report.unreadable} people left out, whose facts cannot be opened" if report.unreadable else ""
    )
    whose = f"{report.people:,} people, {report.facts:,} facts, {report.first} to {report.last}"
    return f"{whose}: playbook {report.in_force.version} in force → {report.new.version}{left_out}"


def _settings(out: Console, report: Report) -> None:
    if report.settings:
        rows = [(each.setting, in_words(each.in_force), in_words(each.new)) for each in report.settings]
        show.table(out, "what the new playbook says otherwise", ("setting", "in force", "new"), rows)
    else:
        out.print("the new playbook says what the one in force says\n")


def _cells(figures: Figures) -> Sequence[str]:
    return [_change(getattr(figures, name)) for name in FIGURES]


def _loads(report: Report) -> Iterator[Sequence[str]]:
    for each in report.recruiters:
        pairs = (each.tasks, each.median_a_day, each.most_a_day, each.days_above)
        yield each.recruiter or "anybody", *map(_change, pairs)


def _change(pair: Pair) -> str:
    if not pair.difference:
        return f"{pair.in_force:,}"
    return f"{pair.in_force:,} → {pair.new:,} ({pair.difference:+,})"
