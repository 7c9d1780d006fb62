"""People who may be one, as the command line shows them."""

from services.cli import reviews

JANE = {
    "person": "p",
    "names": ["Jane Doe", "Jane Smith"],
    "emails": [],
    "born": None,
    "roles": [{"employer": "Acme", "title": None, "since": "2026-03-01"}],
}
SHE = {"person": "q", "names": [], "emails": [], "born": "1990-01-01", "roles": []}
FOUND = {
    "review": "r",
    "because": "likeness",
    "score": 21.0,
    "person": JANE,
    "other": SHE,
    "evidence": [
        {"part": "employer", "one": "Acme", "other": "Globex", "says": "another", "bits": -1.3},
        {"part": "family name", "one": "doe", "other": "doe", "says": "the same", "bits": 8.7},
        {"part": "phone", "one": "+1", "other": "+1", "says": "the same", "bits": 13.9},
    ],
}


def test_a_line_says_what_speaks_for_it() -> None:
    """What weighs most comes first; who has no name is called by the id."""
    words = "phone the same, family name the same"
    assert reviews.row(FOUND) == (21.0, "Jane Doe", "q", "likeness", words, "r")


def test_what_is_known_of_either_stands_side_by_side() -> None:
    """What is known of neither is left out."""
    assert reviews.sides(FOUND) == [
        ("person", "p", "q"),
        ("names", "Jane Doe; Jane Smith", ""),
        ("born", "", "1990-01-01"),
        ("roles", "Acme, 2026-03-01", ""),
    ]


def test_a_comparison_says_whether_it_speaks_for_or_against() -> None:
    """By its sign."""
    signs = [reviews.comparison(part)[-1] for part in FOUND["evidence"]]  # type: ignore[attr-defined] # a list
    assert signs == ["-1.3", "+8.7", "+13.9"]
