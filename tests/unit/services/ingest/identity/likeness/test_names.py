"""Names as they are compared."""

import pytest

from services.ingest.identity.likeness import names
from services.ingest.identity.likeness.names import Alike, Name


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("Jane Doe", "Jane", Name(("jane",), ("doe",))),
        ("Jane Doe", None, Name(("jane",), ("doe",))),
        ("Doe, Jane", None, Name(("jane",), ("doe",))),
        ("Doe Jane", "Jane", Name(("jane",), ("doe",))),
        ("Dr. José O'Neil-Smith, PhD", "José", Name(("jose",), ("oneil", "smith"))),
        ("Mary Ann van der Berg", "Mary Ann", Name(("mary", "ann"), ("van", "der", "berg"))),
        (None, "Jane", Name(("jane",), ())),
        ("Miss", None, Name(("miss",), ())),
        (None, None, Name((), ())),
    ],
)
def test_a_name_is_taken_apart(name: str | None, given: str | None, expected: Name) -> None:
    """Case, accents, titles and the order of its parts do not count."""
    assert names.read(name, given) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("robert", "robert james", Alike.SAME),
        ("bob", "robert", Alike.VARIANT),
        ("bob", "rob", Alike.VARIANT),
        ("r", "robert", Alike.INITIAL),
        ("j", "robert", Alike.OTHER),
        ("jean pierre", "pierre", Alike.PART),
        ("timothy", "timoty", Alike.CLOSE),
        ("robert", "susan", Alike.OTHER),
    ],
)
def test_given_names_compare(one: str, other: str, expected: Alike) -> None:
    """The same whichever comes first."""
    mine, theirs = tuple(one.split()), tuple(other.split())
    assert names.given(mine, theirs) == names.given(theirs, mine) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("doe", "doe", Alike.SAME),
        ("o neil", "oneil", Alike.SAME),
        ("doe", "doe smith", Alike.PART),
        ("de luca", "de rossi", Alike.OTHER),
        ("schmidt", "schmitt", Alike.CLOSE),
        ("doe", "smith", Alike.OTHER),
    ],
)
def test_family_names_compare(one: str, other: str, expected: Alike) -> None:
    """A part of a double name is one that somebody may have had before."""
    mine, theirs = tuple(one.split()), tuple(other.split())
    assert names.family(mine, theirs) == names.family(theirs, mine) == expected


def test_a_name_that_is_not_latin_has_a_sound_too() -> None:
    """Its first letters stand for it."""
    assert names.sound("smith") == names.sound("smyth")
    assert names.sound("иванова") == "иван"
