"""The heart: how long one fact takes to be folded and planned, and a whole long history from scratch."""

import statistics
import time
from collections.abc import Iterator, Sequence

from benchmarks.careers import ZONE, career
from benchmarks.servers import Servers

from services.rules import garbage
from services.rules.heart import replan
from services.rules.person.fold import NOBODY, extend, fold
from services.rules.plan import EMPTY
from services.rules.playbook import STANDARD
from services.rules.plays import PLAYS
from services.rules.wants import wants
from shared.envelope import Event

PEOPLE = 200
KNOWN = 100
"""Facts of a person that are known when the one that is measured comes."""
MEASURED = 20
"""Facts of each person that are measured."""
LONG = 5_000
MICRO, MILLI = 1e6, 1e3


def runs(_servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """In one process, without a database, all plays on."""
    people = [career(number, KNOWN + MEASURED) for number in range(PEOPLE)]
    long = career(PEOPLE, LONG, years=12)
    garbage.seldom()
    return {
        f"a fact of a person with {KNOWN} facts, {len(PLAYS)} plays": (
            "us",
            [_one(people) for _ in range(times)],
        ),
        f"late news of a person with {LONG:,} facts": ("ms", [_again(long) for _ in range(times)]),
    }


def _one(people: Sequence[Sequence[Event]]) -> float:
    """The median over facts of all kinds."""
    return statistics.median(took for events in people for took in _each(events)) * MICRO


def _each(events: Sequence[Event]) -> Iterator[float]:
    person = extend(NOBODY, events[:KNOWN], ZONE)
    wanted = wants(person, STANDARD)
    _, plan = replan(person, EMPTY, wanted)
    for event in events[KNOWN:]:
        began = time.perf_counter()
        person = extend(person, (event,), ZONE)
        earlier, wanted = wanted, wants(person, STANDARD, wanted)
        _, plan = replan(person, plan, wanted, earlier=earlier)
        yield time.perf_counter() - began


def _again(events: Sequence[Event]) -> float:
    began = time.perf_counter()
    person = fold(events, ZONE)
    replan(person, EMPTY, wants(person, STANDARD))
    return (time.perf_counter() - began) * MILLI
