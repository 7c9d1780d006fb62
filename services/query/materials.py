"""What a task's materials say today: the figures of a field, in words that may be sent along."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from services.query.benchmarks import Benchmark, Benchmarks
from services.query.trends import Trend, Trends
from shared.facts.tasks import Material
from shared.naming import as_words


@dataclass(frozen=True)
class Materials:
    """Looks up what materials stand for; the task on the log names the field, never a figure."""

    benchmarks: Benchmarks
    trends: Trends

    def says(self, material: Material) -> str | None:
        """In words; `None` where too little is known to tell, and for materials that are no figures."""
        known: dict[str, Callable[[str], str | None]] = {"benchmark": self._benchmark, "trends": self._trend}
        tell = known.get(material.kind)
        return tell(material.ref) if tell and material.ref else None

    def _benchmark(self, field: str) -> str | None:
        return "\n".join(map(_paid, self.benchmarks.of(field))) or None

    def _trend(self, field: str) -> str | None:
        return next((words for one in self.trends.of(field) if (words := _hiring(one))), None)


def _paid(one: Benchmark) -> str:
    who = _called(one.field) + (f" ({one.seniority})" if one.seniority else "")
    between = f"{one.lower:,} and {one.upper:,} {one.currency}"
    return f"{who}: half of {one.jobs} jobs pay between {between} a year, the middle one {one.median:,}."


def _hiring(trend: Trend) -> str | None:
    """By the last quarter that is over."""
    last = trend.quarters[-2]
    said = [
        last.jobs and f"{last.jobs} jobs were posted{_against(trend.change)}",
        last.days_open is not None and f"half of those closed were open for at most {last.days_open} days",
        last.starts and f"at least {last.starts} people began a job",
        trend.open_jobs and f"{trend.open_jobs} are open today",
    ]
    told = [each for each in said if each]
    return f"{_called(trend.field)}, {_months(last.begins)}: {'; '.join(told)}." if told else None


def _called(field: str) -> str:
    return as_words(field).capitalize()


def _against(change: float | None) -> str:
    if not change:
        return "" if change is None else ", as many as a year before"
    return f", {abs(change):.0%} {'more' if change > 0 else 'fewer'} than a year before"


def _months(begins: date) -> str:
    return f"{begins:%B} to {begins.replace(month=begins.month + 2):%B %Y}"
