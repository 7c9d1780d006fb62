"""Merges, and what waits since one was undone, as the command line shows them."""

from services.cli import merges

JANE = {"person": "p", "names": ["Jane Doe"]}
SHE = {"person": "q", "names": []}


def test_a_line_says_who_was_merged_into_whom() -> None:
    """Who has no name is called by the id."""
    found = {"at": "2026-03-10T12:00:00Z", "person": SHE, "into": JANE, "by": "greenhouse", "merge": "m"}
    assert merges.row(found) == ("2026-03-10T12:00", "q", "Jane Doe", "greenhouse", "m")


def test_a_question_says_what_was_told_and_between_whom() -> None:
    """All that was done with a task is one question."""
    told = [
        {"type": type_, "occurred": "2026-03-09T10:00:00Z"}
        for type_ in ("outreach.claimed", "outreach.completed")
    ]
    found = {"opened_at": "2026-03-10T12:00:00Z", "facts": told, "between": ["p", "q"], "id": "w"}
    assert merges.question(found) == (
        "2026-03-10T12:00",
        "outreach.claimed on 2026-03-09, outreach.completed on 2026-03-09",
        "p or q",
        "w",
    )
