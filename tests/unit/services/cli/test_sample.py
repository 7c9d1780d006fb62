"""The sample agency's dates."""

from datetime import date

from services.cli.sample import dated


def test_dates_move_with_today() -> None:
    """Each placeholder is a number of days from today."""
    today = date(2026, 3, 1)
    assert dated("{{today}} {{today-7d}} {{today+30d}}", today) == "2026-03-01 2026-02-22 2026-03-31"
