"""Compares what the playbook in force and a new one would have done."""

from collections import Counter
from typing import TypeVar, get_args

import msgspec

from services.rules.backtest.counts import Happening, Played, Span, What
from services.rules.backtest.load import loads
from services.rules.backtest.report import (
    Figures,
    OfMonth,
    OfPlay,
    OfPlayAndMonth,
    Pair,
    Reason,
    Report,
    Rules,
    Setting,
)
from services.rules.playbook import Playbook
from services.rules.playbook.writing import differences

F = TypeVar("F", bound=Figures)
Happened = tuple[Counter[Happening], Counter[Happening]]
"""Under the playbook in force, and under the new one."""
Key = tuple[str, ...]
WHATS: tuple[What, ...] = get_args(What)


def compared(agency: str, played: Played, playbooks: tuple[Playbook, Playbook], span: Span) -> Report:
    """What playing the playbook in force and the new one found, as a report."""
    in_force, new = playbooks
    before, after = played.counts
    happened = (before.happened, after.happened)
    return Report(
        agency=agency,
        first=span.first,
        last=span.last,
        people=played.people,
        facts=played.facts,
        unreadable=played.unreadable,
        in_force=Rules(in_force.version, in_force.tasks_a_day),
        new=Rules(new.version, new.tasks_a_day),
        settings=tuple(Setting(*each) for each in differences(in_force, new)),
        total=_total(happened),
        never_touched=Pair.of(before.untouched, after.untouched),
        plays=_rows(OfPlay, happened),
        months=_rows(OfMonth, happened),
        plays_by_month=_rows(OfPlayAndMonth, happened),
        held_back=_reasons(happened),
        recruiters=loads((before.load, after.load), (in_force.tasks_a_day, new.tasks_a_day)),
    )


def _rows(kind: type[F], happened: Happened) -> tuple[F, ...]:
    """The figures by what the kind of row is about, in its order."""
    names = tuple(name for name in kind.__struct_fields__ if name not in WHATS)
    sums = [_summed(one, names) for one in happened]
    return tuple(
        msgspec.convert({**dict(zip(names, key, strict=True)), **_pairs(sums, key)}, kind)
        for key in sorted({key for each in sums for key, _ in each})
    )


def _total(happened: Happened) -> Figures:
    return Figures(**_pairs([_summed(one, ()) for one in happened], ()))


def _summed(happened: Counter[Happening], names: Key) -> Counter[tuple[Key, What]]:
    total: Counter[tuple[Key, What]] = Counter()
    for one, times in happened.items():
        about = {"play": one.play, "month": f"{one.month:%Y-%m}"}
        total[tuple(about[name] for name in names), one.what] += times
    return total


def _pairs(sums: list[Counter[tuple[Key, What]]], key: Key) -> dict[str, Pair]:
    before, after = sums
    return {what: Pair.of(before[key, what], after[key, what]) for what in WHATS}


def _reasons(happened: Happened) -> tuple[Reason, ...]:
    """The most frequent first."""
    before, after = map(_because, happened)
    pairs = {because: Pair.of(before[because], after[because]) for because in before | after}
    ordered = sorted(pairs.items(), key=lambda each: (-max(each[1].in_force, each[1].new), each[0]))
    return tuple(Reason(because, tasks) for because, tasks in ordered)


def _because(happened: Counter[Happening]) -> Counter[str]:
    total: Counter[str] = Counter()
    for one, times in happened.items():
        if one.what == "held_back":
            total[one.because] += times
    return total
