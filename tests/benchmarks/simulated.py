"""The other part of `make bench-identity`: what ingest makes of a simulated agency, against the truth.

All of it goes through the ingest service on a PostgreSQL, in the order it came. A tidy agency lacks e-mail
addresses and profiles as often as `services/simulation/habits.py` says, an untidy one four times as often. A
merge that the ATS reports is an automatic link.
"""

import tempfile
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from benchmarks.linkage import Pairs, grouped, joined, pairs, share, sharing
from vocabulary.databases import new_database
from vocabulary.inbox import Ingest
from vocabulary.simulated import Simulated, called, told

from services.ingest.identity.likeness import scoring
from services.ingest.identity.likeness.evidence import gathered
from services.local.postgres import PostgresNode
from services.simulation.habits import TIDY, Habits
from services.simulation.world import world
from shared.database import transaction

PEOPLE, YEARS, SEED, UNTIL = 2000, 4, 1, date(2026, 3, 10)
AGENCIES = {"tidy": TIDY, "untidy": TIDY.untidy()}
OPEN = sa.text("SELECT person::text, other::text FROM ingest.identity_reviews WHERE state = 'open'")


class Found(NamedTuple):
    """What ingest made of an agency."""

    truth: dict[str, str]
    """Who each record is really of."""
    person: dict[str, str]
    """Whom ingest takes it to be of."""
    asked: Pairs
    """People of whom the queue asks whether they are one."""
    per_second: float
    """Pairs weighed."""


def main() -> None:
    """Print a line per agency."""
    print(
        f"\n{'simulated':10}{'records':>8}{'pairs':>7}  automatic: precision (0.999), recall (0.90)"
        "   with the queue: recall (0.98)   in the queue (2 %)"
    )
    with tempfile.TemporaryDirectory(prefix="afterhire-bench-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)
        postgres = PostgresNode(Path(folder) / "postgres")
        postgres.start()
        try:
            for name, habits in AGENCIES.items():
                print(f"{name:10}{_line(_found(postgres.url, Path(folder) / name, habits))}", flush=True)
        finally:
            postgres.stop()


def _line(found: Found) -> str:
    real, linked = pairs(grouped(found.truth).values()), pairs(grouped(found.person).values())
    people = grouped(found.person)
    right = {pair for pair in found.asked if len({found.truth[people[person][0]] for person in pair}) == 1}
    with_queue = pairs(joined(people, right))
    return (
        f"{len(found.truth):8}{len(real):7}"
        f"{share(linked & real, linked):>21.4f}{share(linked & real, real):>16.4f}"
        f"{share(with_queue & real, real):>32.4f}"
        f"    {len(found.asked)} ({len(right)} rightly),"
        f" {len(found.asked) / len(found.truth):.1%} of records; {found.per_second:,.0f} pairs/s"
    )


def _found(server: str, folder: Path, habits: Habits) -> Found:
    agency = Simulated(world(PEOPLE, YEARS, SEED, UNTIL, habits), folder)
    with new_database(server) as url, Ingest(url) as ingest:
        agency.send(ingest)
        person = {" ".join(record): known for record, known in called(ingest, agency.records).items()}
        with transaction(ingest.wired.engine) as connection:
            asked = {frozenset(map(str, row)) for row in connection.execute(OPEN)}
        truth = {" ".join(record): str(number) for record, number in agency.records.items()}
        return Found(truth, person, asked, _per_second(ingest))


def _per_second(ingest: Ingest) -> float:
    """How fast those that may be one are found and weighed, of what is known of them at the end."""
    country = ingest.settings.phone_country
    known = {
        person: gathered([each.body for each in facts], country) for person, facts in told(ingest).items()
    }
    began = time.perf_counter()
    found = sharing(known)
    for pair in found:
        scoring.compare(*(known[one] for one in pair))
    return len(found) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
