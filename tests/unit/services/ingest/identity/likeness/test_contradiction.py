"""What speaks against two records being one person, though they share a strong key."""

from datetime import date

import pytest

from services.ingest.identity.likeness.contradiction import contradicts
from shared.facts.people import PersonProfiled


def called(name: str | None, born: date | None = None) -> PersonProfiled:
    return PersonProfiled(feed="f", name=name, born_on=born)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Jane Doe", "Jane Smith", False),
        ("Jane Doe", "Janie Doe", False),
        ("Jane Doe", "Doe Jane", False),
        ("Jane Doe", "J. Doe", False),
        ("Jane Doe", None, False),
        ("Jane Doe", "Doe", False),
        ("Jane Doe", "Mark", True),
        ("Jane Doe", "John Doe", True),
        ("Jane Doe", "Mark Smith", True),
    ],
)
def test_a_given_name_that_is_no_form_of_the_other(
    one: str | None, other: str | None, *, expected: bool
) -> None:
    """Of two of a family who share an address; another family name is none."""
    assert contradicts(called(one), [called(other)]) == contradicts(called(other), [called(one)]) == expected


def test_another_day_of_birth() -> None:
    """Not one with a slip, nor one that nobody told."""
    born = called("Jane Doe", date(1990, 3, 2))
    assert contradicts(born, [called("Jane Doe", date(1958, 7, 30))])
    assert not contradicts(born, [called("Jane Doe", date(1990, 3, 12))])
    assert not contradicts(born, [called("Jane Doe")])


@pytest.mark.parametrize(
    ("other", "expected"), [("Margaret Smith", False), ("Mark Doe", True), ("Mark Deo", True)]
)
def test_the_very_day_of_birth_outweighs_a_given_name(other: str, *, expected: bool) -> None:
    """Not of two who may be twins; and a day with a slip outweighs nothing."""
    jane, born = called("Jane Doe", date(1990, 3, 2)), date(1990, 3, 2)
    assert contradicts(jane, [called(other, born)]) == contradicts(called(other, born), [jane]) == expected
    assert contradicts(jane, [called(other, date(1990, 3, 12))])


def test_one_of_several_profiles_is_enough() -> None:
    """Feeds know somebody by different names."""
    assert not contradicts(called("Jane Doe"), [called("Mark Smith"), called("Jane Doe")])
    assert not contradicts(called("Jane Doe"), [])
