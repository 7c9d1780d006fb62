"""Matching: how long one new job takes against a million people, and one new person against many jobs."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import sqlalchemy as sa
from benchmarks.servers import Servers
from vocabulary.handled import fact, give

from services.matching.handler import MatchingHandler
from services.matching.service import wiring
from shared.database import copy_rows, transaction
from shared.envelope import computed_id
from shared.facts.market import JobOpened
from shared.facts.people import PersonProfiled
from shared.titles import FIELDS, Seniority, read

PEOPLE = 1_000_000
JOBS = 40
TITLE = "Senior Software Engineer"
TODAY = datetime.now(UTC).date()
MILLI = 1e3


def runs(servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """From the fact to the committed matches, in one process on a real database."""
    fresh = servers.fresh()
    parts = wiring(fresh.settings)
    parts.prepare()
    with transaction(parts.engine) as connection:
        columns = "agency, person, kind, field, seniority, words, places, pay_from, currency"
        copy_rows(connection, f"COPY matching.seats ({columns}) FROM STDIN", _seats())
    with parts.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE matching.seats"))
    handler = MatchingHandler(parts.outbox, parts.vault, parts.clock, fresh.settings.zone)

    def took(number: int, *, job: bool) -> float:
        body = _job(number) if job else PersonProfiled(feed="bench", name="Ann", title=TITLE)
        event = fact(body, person=computed_id("bench", job, number))
        began = time.perf_counter()
        give(parts, handler, event)
        return (time.perf_counter() - began) * MILLI

    found: dict[str, tuple[str, list[float]]] = {}
    for what, job in ((f"one job against {PEOPLE:,} people", True), ("one person against open jobs", False)):
        each = [[took(turn * JOBS + number, job=job) for number in range(JOBS)] for turn in range(times)]
        found[what] = ("ms", [statistics.median(some) for some in each])
        found[f"  the slowest of {JOBS} {'jobs' if job else 'people'}"] = ("ms", [max(some) for some in each])
    parts.dispose()
    return found


def _job(number: int) -> JobOpened:
    return JobOpened(
        feed="bench",
        reference=str(number),
        title=TITLE,
        posted_on=date(2026, 3, 2),
        client=f"Client {number}",
        place="Leeds",
        skills=("Python", "Kafka"),
        pay_to=80_000,
        currency="GBP",
    )


def _seats() -> Iterator[tuple[object, ...]]:
    """People of all fields and ranks, as many in each; what they know and want is made up."""
    rng = random.Random(7)  # noqa: S311 - repeatable, not secret
    fields = sorted({*FIELDS, str(read(TITLE).field)})
    ranks = ["", *(each.name.lower() for each in Seniority)]
    for number in range(PEOPLE):
        words = [rng.randrange(1 << 40) for _ in range(8)]
        person = computed_id("seat", number)
        yield "demo", person, "field", rng.choice(fields), rng.choice(ranks), words, [], None, None
