"""A backtest as one HTML page: plots as inline SVG, no script, no outside address."""

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from services.rules.backtest.charts import bars, columns
from services.rules.backtest.report import Pair, Report
from services.rules.playbook.writing import in_words

_TEMPLATES = files(__package__)
_ENVIRONMENT = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
FIGURES = ("raised", "moved", "held_back", "withdrawn", "expired")


def page(report: Report) -> str:
    """The whole page."""
    template = _ENVIRONMENT.from_string((_TEMPLATES / "page.html.j2").read_text())
    return template.render(
        report=report,
        figures=FIGURES,
        style=(_TEMPLATES / "page.css").read_text(),
        by_play=bars((_words(each.play), each.raised) for each in report.plays),
        by_month=columns((each.month, each.raised) for each in report.months),
        by_reason=bars((each.because, each.tasks) for each in report.held_back),
    )


def _words(name: str) -> str:
    """A play as a recruiter would say it."""
    return name.replace("_", " ")


def _number(value: float) -> str:
    return f"{value:,}"


def _signed(pair: Pair) -> str:
    """A difference with its sign; a dash where there is none."""
    return f"{pair.difference:+,}".replace("-", "\N{MINUS SIGN}") if pair.difference else "\N{EN DASH}"


_ENVIRONMENT.filters |= {"words": _words, "number": _number, "signed": _signed, "value": in_words}
