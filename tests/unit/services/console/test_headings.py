"""What headings mean after somebody chose."""

import pytest

from services.console.pages.headings import BY_NAME, said

BEFORE = {"Kandidat": "person_id", "Notiz": None, "Beginn": "starts_on"}


@pytest.mark.parametrize(
    ("chosen", "now"),
    [
        ({}, BEFORE),
        ({"Nummer": "person_id"}, {"Notiz": None, "Beginn": "starts_on", "Nummer": "person_id"}),
        ({"Kandidat": BY_NAME, "kommentar": ""}, {"Notiz": None, "Beginn": "starts_on", "kommentar": None}),
        ({"KANDIDAT": BY_NAME, "Notiz": BY_NAME, "Beginn": BY_NAME}, {}),
        ({"Notiz": "title"}, {"Kandidat": "person_id", "Beginn": "starts_on", "Notiz": "title"}),
    ],
)
def test_what_was_said_of_other_files_stays(chosen: dict[str, str], now: dict[str, str | None]) -> None:
    """But for a column that stands under another heading now."""
    assert said(BEFORE, chosen.items()) == now
