"""What speaks against two records being one person, though they share a strong key."""

from datetime import date

import pytest

from services.ingest.identity.likeness.contradiction import contradicts
from shared.facts.people import PersonProfiled

BORN, OTHER = date(1990, 3, 2), date(1958, 7, 30)


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
        ("Jane Doe", "John Doe", True),
        ("Jane Doe", "Mark Smith", True),
    ],
)
def test_a_given_name_that_is_no_form_of_the_other(
    one: str | None, other: str | None, *, expected: bool
) -> None:
    """Of two of a family who share an address; another family name is none."""
    assert contradicts(called(one), [called(other)]) == contradicts(called(other), [called(one)]) == expected


@pytest.mark.parametrize(
    ("name", "born", "expected"),
    [
        ("Jane Doe", OTHER, False),
        ("J. Doe", OTHER, False),
        (None, OTHER, True),
        ("Mark Doe", OTHER, True),
        ("Mark Doe", None, True),
        ("Mark Doe", BORN, False),
        (None, date(1990, 3, 12), False),
        ("Jane Doe", None, False),
    ],
)
def test_a_name_and_a_day_of_birth_make_up_for_each_other(
    name: str | None, born: date | None, *, expected: bool
) -> None:
    """Either may be mistyped, or be one that we do not know is the same; hardly both."""
    assert contradicts(called("Jane Doe", BORN), [called(name, born)]) == expected
    assert contradicts(called(name, born), [called("Jane Doe", BORN)]) == expected


def test_one_of_several_profiles_is_enough() -> None:
    """Feeds know somebody by different names."""
    assert not contradicts(called("Jane Doe"), [called("Mark Smith"), called("Jane Doe")])
    assert not contradicts(called("Jane Doe"), [])
