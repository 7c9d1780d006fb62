"""How many new tasks a day two playbooks would have given each recruiter."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from statistics import median

from services.rules.backtest.counts import RecruiterDay
from services.rules.backtest.report import Load, Number, Pair

Tasks = Sequence[int]
"""Of the days that brought any to one recruiter, how many each."""


def loads(
    counted: tuple[Counter[RecruiterDay], Counter[RecruiterDay]], limits: tuple[int, int]
) -> tuple[Load, ...]:
    """The load of each recruiter, by name. `limits`: the `tasks_a_day` of either playbook."""
    before, after = map(_days, counted)
    recruiters = sorted(before.keys() | after.keys())
    return tuple(_load(each, before.get(each, ()), after.get(each, ()), limits) for each in recruiters)


def _days(counted: Counter[RecruiterDay]) -> dict[str, Tasks]:
    found = defaultdict[str, list[int]](list)
    for one, tasks in counted.items():
        found[one.recruiter].append(tasks)
    return dict(found)


def _load(recruiter: str, before: Tasks, after: Tasks, limits: tuple[int, int]) -> Load:
    return Load(
        recruiter=recruiter,
        tasks=Pair.of(sum(before), sum(after)),
        median_a_day=Pair.of(_median(before), _median(after)),
        most_a_day=Pair.of(max(before, default=0), max(after, default=0)),
        days_above=Pair.of(_above(before, limits[0]), _above(after, limits[1])),
    )


def _median(tasks: Tasks) -> Number:
    half = median(tasks) if tasks else 0
    return int(half) if half == int(half) else half


def _above(tasks: Tasks, limit: int) -> int:
    return sum(each > limit for each in tasks)
