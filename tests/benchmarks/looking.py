"""Identity: how long it takes to see whether somebody is one of a million people already known."""

import random
import time
from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa
from benchmarks.servers import Fresh, Servers

from services.ingest import history, service
from services.ingest.identity import lookalikes, looking
from services.ingest.identity.likeness import blocks
from services.ingest.identity.likeness.evidence import Evidence, gathered
from services.ingest.identity.looking import AT_ONCE, Looking
from services.ingest.parts import Parts
from shared import codec
from shared.database import copy_rows, transaction
from shared.envelope import Event, computed_id, moment
from shared.facts.people import PersonProfiled
from shared.log.protocol import Record

PEOPLE = 1_000_000
BATCH = 10_000
NEW = 400
FAMILIES, GIVENS, EMPLOYERS, PLACES = 20_000, 2_000, 50_000, 2_000
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MICRO = 1e6


def runs(servers: Servers, times: int) -> dict[str, tuple[str, list[float]]]:
    """From what is told of somebody to the committed review, with as many people known."""
    parts = _known(servers.fresh())
    turns = [range(PEOPLE + turn * NEW, PEOPLE + (turn + 1) * NEW) for turn in range(times)]
    one = [_per_person(parts, turn[: NEW // 4], 1) for turn in turns]
    many = [_per_person(parts, turn[NEW // 4 :], AT_ONCE) for turn in turns]
    with transaction(parts.engine) as connection:
        found = connection.execute(sa.text("SELECT count(*) FROM ingest.identity_reviews")).scalar() or 0
    query = [_query(parts, turn) for turn in turns]
    parts.engine.dispose()
    return {
        f"who may be one person among {PEOPLE:,}, found": ("us", query),
        "  a whole look at one new person": ("us", one),
        f"  a look at each of {AT_ONCE} that wait": ("us", many),
        f"  reviews opened by {times * NEW} new people": ("", [found]),
    }


def _known(fresh: Fresh) -> Parts:
    """An installation that knows a million people."""
    wired = service.wiring(fresh.settings)
    wired.prepare()
    parts = service.parts_of(wired)
    for first in range(0, PEOPLE, BATCH):
        _make_known(parts, {_id(number): _evidence(number) for number in range(first, first + BATCH)})
    with parts.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE ingest.evidence, ingest.evidence_blocks, vault.keys"))
    return parts


def _make_known(parts: Parts, known: dict[str, Evidence]) -> None:
    with transaction(parts.engine) as connection:
        keys = parts.vault.keys(connection, [(parts.agency, person) for person in known], create=True)
        lookalikes.store(connection, parts.agency, known, keys)
        rows = (
            (parts.agency, lookalikes.hidden(parts.vault, parts.agency, block), person)
            for person, one in known.items()
            for block in blocks.of(one)
        )
        copy_rows(connection, "COPY ingest.evidence_blocks (agency, key, person) FROM STDIN", rows)


def _per_person(parts: Parts, numbers: range, at_once: int) -> float:
    """Microseconds for each of some new people, of whom one fact was told."""
    took = 0.0
    for first in range(numbers.start, numbers.stop, at_once):
        _tell(parts, range(first, min(first + at_once, numbers.stop)))
        began = time.perf_counter()
        Looking(parts, "GB").step()
        took += time.perf_counter() - began
    return took / len(numbers) * MICRO


def _query(parts: Parts, numbers: range) -> float:
    """Microseconds to find those who share something with one person."""
    with transaction(parts.engine) as connection:
        began = time.perf_counter()
        for number in numbers:
            lookalikes.alike(connection, parts.vault, parts.agency, {_id(number): _evidence(number)})
        return (time.perf_counter() - began) / len(numbers) * MICRO


def _tell(parts: Parts, numbers: range) -> None:
    events = [_event(parts, number) for number in numbers]
    with transaction(parts.engine) as connection:
        people = [(parts.agency, event.subject) for event in events]
        keys = parts.vault.keys(connection, people, create=True)
        records = [codec.encode(event, keys) for event in events]
        sealed = [codec.envelope(Record("", 0, 0, 0, *each)) for each in records]
        history.keep(connection, list(zip(sealed, records, strict=True)))
        looking.ask(connection, parts.agency, sealed)


def _event(parts: Parts, number: int) -> Event:
    """A feed tells of a new person; one in ten is somebody known, under another form of the name."""
    return Event(
        id=computed_id("bench told", number),
        agency=parts.agency,
        subject=_id(number),
        source="ingest/bench",
        occurred=moment(NOW),
        recorded_at=NOW,
        body=_profile(number if number % 10 else number % PEOPLE, known=False),
    )


def _evidence(number: int) -> Evidence:
    return gathered([_profile(number)], "GB")


def _profile(number: int, *, known: bool = True) -> PersonProfiled:
    """A person whose names, employer and place are as common as such are: the second half as the first."""
    rng = random.Random(number)  # noqa: S311 - repeatable, not secret
    given, family = _word(rng, GIVENS), _word(rng, FAMILIES)
    return PersonProfiled(
        feed="bench",
        name=f"{given} {family}" if known else f"{given[0]}. {family}",
        employer=f"Employer {_word(rng, EMPLOYERS)}",
        title=f"Title {_word(rng, PLACES)}",
        place=_word(rng, PLACES),
        born_on=date(1960, 1, 1) + timedelta(days=rng.randrange(16_000)) if rng.random() < 1 / 3 else None,
    )


def _word(rng: random.Random, many: int) -> str:
    """A made-up word; by Zipf's law the first ones are common."""
    place = int(many ** rng.random())
    return "".join("bdfgklmnprstv"[place // 13**at % 13] + "aeiou"[place // 5**at % 5] for at in range(4))


def _id(number: int) -> str:
    return computed_id("bench person", number)
