"""Which days come back every year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar.dates import LeapDay, anniversaries, anniversary, next_announcement

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("start", "years", "policy", "day"),
    [
        (date(2020, 5, 4), 3, LeapDay.FEBRUARY_28, date(2023, 5, 4)),
        (date(2020, 2, 29), 1, LeapDay.FEBRUARY_28, date(2021, 2, 28)),
        (date(2020, 2, 29), 1, LeapDay.MARCH_1, date(2021, 3, 1)),
        (date(2020, 2, 29), 4, LeapDay.MARCH_1, date(2024, 2, 29)),
    ],
)
def test_an_anniversary_is_counted_from_the_original_day(
    start: date, years: int, policy: LeapDay, day: date
) -> None:
    """29 February follows the agency's policy in other years and is itself in leap years."""
    assert anniversary(start, years, policy) == day


@given(DAYS, DAYS, st.integers(0, 2000), st.sampled_from(LeapDay))
def test_anniversaries_lie_in_the_span_and_none_is_left_out(
    start: date, since: date, length: int, policy: LeapDay
) -> None:
    """All anniversaries between two days are found, and no others."""
    until = since + timedelta(days=length)
    expected = [(n, day) for n in range(1, 110) if since <= (day := anniversary(start, n, policy)) <= until]
    assert list(anniversaries(start, since, until, policy)) == expected


@given(DAYS, DAYS, st.sampled_from(LeapDay))
def test_the_next_announcement_is_later_and_the_first(start: date, after: date, policy: LeapDay) -> None:
    """The next announcement is the earliest one after a day."""
    later = [day for n in range(1, 110) if (day := anniversary(start, n, policy) - WEEK) > after]
    assert next_announcement(start, after, WEEK, policy) == later[0]
