from datetime import date, timedelta

import pytest

from services.rules.person.standing import Bond, Closeness, closeness

DAY = date(2026, 3, 2)


def how_close(bond: Bond, days: int) -> Closeness:
    return closeness(DAY + timedelta(days=days), bond, warm_days=180, cold_days=365)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (180, Closeness.WARM),
        (181, Closeness.COOL),
        (365, Closeness.COOL),
        (366, Closeness.COLD),
    ],
)
def test_an_answer_keeps_warm_and_a_year_of_silence_is_cold(days: int, expected: Closeness) -> None:
    """Both last days still count."""
    assert how_close(Bond(advocate=False, touched_on=DAY, answered_on=DAY), days) is expected


def test_an_advocate_stays_one() -> None:
    """Whatever the silence."""
    assert how_close(Bond(advocate=True, touched_on=None, answered_on=None), 3_650) is Closeness.ADVOCATE


def test_who_was_never_in_touch_is_cold() -> None:
    """From the first day on."""
    assert how_close(Bond(advocate=False, touched_on=None, answered_on=None), 0) is Closeness.COLD


def test_a_day_at_the_end_of_the_calendar_is_a_day() -> None:
    """A contact that was noted for then, by mistake, breaks nothing."""
    bond = Bond(advocate=False, touched_on=date.max, answered_on=date.max)
    assert closeness(date.max, bond, warm_days=180, cold_days=365) is Closeness.WARM
