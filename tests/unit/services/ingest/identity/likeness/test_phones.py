"""Telephone numbers as they are compared."""

import pytest

from services.ingest.identity.likeness import phones


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("+44 20 7946 0958", "DE", "+442079460958"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("0044 (0)20 7946 0958", "GB", "+442079460958"),
        ("(202) 555-0147", "US", "+12025550147"),
        ("ask Jane", "GB", None),
        ("12", "GB", None),
        ("1" * 300, "GB", None),
        ("", "GB", None),
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str, country: str, expected: str | None) -> None:
    """What can be no number is none."""
    assert phones.number(text, country) == expected
