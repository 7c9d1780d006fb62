"""The database ranks people as the pure score does."""

from collections.abc import Iterator
from random import Random

import pytest
import sqlalchemy as sa
from vocabulary.handled import Clocked, parts_of

from services.matching.candidates import Asking, Room
from services.matching.profile import Seat
from services.matching.scoring import Sought, fit
from services.matching.tables import common, metadata, seats
from shared.database import transaction
from shared.envelope import computed_id
from shared.titles import Seniority

RANKS = ("", *(each.name.lower() for each in Seniority))
ROOM = Room("job", 5)
PEOPLE = 200


@pytest.fixture
def parts(database_url: str) -> Iterator[Clocked]:
    """Matching's parts in a fresh database."""
    with parts_of(database_url, "matching", metadata, common) as made:
        yield made


def seat(rng: Random) -> Seat:
    some = tuple(sorted(rng.sample(range(6), rng.randint(0, 4))))
    pay = rng.choice((None, 50_000, 90_000))
    places = tuple(rng.sample((7, 8), rng.randint(0, 2)))
    kind, field = rng.choice(("field", "placement")), rng.choice(("engineering", "finance"))
    return Seat(kind, field, rng.choice(RANKS), some, places, pay, rng.choice((None, "GBP", "EUR")))


def sought(rng: Random) -> Sought:
    skills = tuple((one, str(one)) for one in rng.sample(range(6), rng.randint(0, 4)))
    place, pay = rng.choice((None, 7)), rng.choice((None, 60_000))
    return Sought("engineering", rng.choice(RANKS), skills, place, "Leeds", pay, rng.choice((None, "GBP")))


@pytest.mark.parametrize("seed", range(8))
def test_the_database_finds_whom_the_score_finds_the_best_first(parts: Clocked, seed: int) -> None:
    """Whatever is known of them, and whatever is asked for."""
    rng = Random(seed)  # noqa: S311 - repeatable, not secret
    known = {computed_id("person", number): seat(rng) for number in range(PEOPLE)}
    rows = [{"agency": "demo", "person": person, **one._asdict()} for person, one in known.items()]
    wanted = [sought(rng) for _ in range(10)]
    with transaction(parts.engine) as connection:
        connection.execute(sa.insert(seats), rows)
        for each in wanted:
            fitting = {person: found.score for person, one in known.items() if (found := fit(one, each))}
            best = sorted(fitting, key=lambda person: (-fitting[person], person))
            asked = Asking(connection, "demo").best(each, computed_id("job"), ROOM, PEOPLE)
            assert [person for person, _ in asked] == best
