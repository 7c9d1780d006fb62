"""How well a job fits somebody, and what is said of why."""

import pytest

from services.matching.profile import Seat
from services.matching.scoring import LEAST, Sought, fit, ranks

PYTHON, KAFKA, LEEDS = 1, 2, 3
ENGINEER = Seat("field", "engineering", "senior", (PYTHON,), (LEEDS,), 60_000, "GBP")
WANTED = Sought(
    "engineering", "senior", ((PYTHON, "Python"), (KAFKA, "Kafka")), LEEDS, "Leeds", 70_000, "GBP"
)


def test_what_fits_says_why() -> None:
    """The field, the rank, the skills that are known, the place and the pay."""
    found = fit(ENGINEER, WANTED)
    assert found is not None
    assert found.score == 40 + 25 + 10 + 10 + 5
    assert found.why == (
        "the field they are in; the same rank; asks for Python, which they know;"
        " in Leeds, where they would work; pays what they look for"
    )


@pytest.mark.parametrize(
    "sought",
    [
        WANTED._replace(field="finance"),
        WANTED._replace(seniority="chief"),
        WANTED._replace(skills=((9, "COBOL"),), place=8, pay=10, seniority="mid"),
    ],
)
def test_another_field_a_rank_out_of_reach_or_too_few_points_do_not_fit(sought: Sought) -> None:
    """Nothing is offered that is not worth anybody's time."""
    assert fit(ENGINEER, sought) is None


def test_like_one_they_were_placed_in_is_only_the_same_field_and_rank() -> None:
    """An unknown rank is like none."""
    placed = ENGINEER._replace(kind="placement")
    assert fit(placed, WANTED) is not None
    assert fit(placed, WANTED._replace(seniority="lead")) is None
    assert fit(placed._replace(seniority=""), WANTED._replace(seniority="")) is None


def test_what_is_not_known_speaks_neither_for_nor_against() -> None:
    """A job and a person of whom only field and rank are known fit."""
    found = fit(Seat("field", "engineering", "senior"), Sought("engineering", "senior"))
    assert found is not None
    assert LEAST <= found.score < 100


def test_every_rank_may_be_asked_where_the_title_does_not_tell() -> None:
    """Each for the same."""
    assert len(set(ranks("").values())) == 1
    assert "senior" in ranks("")
