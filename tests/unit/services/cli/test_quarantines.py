"""What `afterhire quarantine` makes of its options."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
import typer

from services.cli import quarantines

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_options_are_the_filter_of_the_api() -> None:
    """An age is a moment; what is not given is left out."""
    file = UUID(int=1)
    assert quarantines.chosen("placements", None, "starts_on", file, 2, NOW) == {
        "feed": "placements",
        "field": "starts_on",
        "import": str(file),
        "parked_before": "2026-03-08T12:00:00+00:00",
    }


def test_nothing_chosen_is_not_everything() -> None:
    """Who forgot the ids discards nothing."""
    with pytest.raises(typer.BadParameter, match="ids"):
        quarantines.chosen(None, None, None, None, None, NOW)


def test_a_cell_is_set_by_its_column() -> None:
    """A text may hold the sign itself, or be empty."""
    assert quarantines.cells(["starts_on=2026-03-02", "title=A=B", "client="]) == {
        "starts_on": "2026-03-02",
        "title": "A=B",
        "client": "",
    }


@pytest.mark.parametrize("said", [[], ["starts_on"], ["=2026-03-02"]])
def test_what_sets_nothing_is_refused(said: list[str]) -> None:
    """With what was expected."""
    with pytest.raises(typer.BadParameter, match="COLUMN=TEXT"):
        quarantines.cells(said)
