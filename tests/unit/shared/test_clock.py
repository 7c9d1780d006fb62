from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.clock import SettableClock, SystemClock, day_of


def test_the_system_s_clock_tells_aware_moments_in_utc() -> None:
    """A moment without a time zone would mean another one elsewhere."""
    assert SystemClock().now().tzinfo is UTC


def test_a_clock_can_play_on_another_day() -> None:
    """The calendar day is the one asked for, and time goes on from there."""
    clock = SystemClock.playing(date(2030, 2, 28))
    first, second = clock.now(), clock.now()
    assert first.date() in {date(2030, 2, 28), date(2030, 3, 1)}  # the second when midnight has just passed
    assert first <= second


def test_without_a_day_to_play_on_a_clock_is_not_shifted() -> None:
    """The machine's own day is the default."""
    assert SystemClock.playing(None) == SystemClock(timedelta())


def test_a_settable_clock_stands_still_until_it_is_set() -> None:
    """Tests and demos move it by hand."""
    clock = SettableClock(datetime(2024, 3, 1, tzinfo=UTC))
    assert clock.now() == clock.now()
    clock.advance(timedelta(days=1))
    assert clock.now() == datetime(2024, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Europe/London", date(2024, 3, 1)), ("Pacific/Auckland", date(2024, 3, 2)), ("UTC", date(2024, 3, 1))],
)
def test_a_moment_falls_on_the_agency_s_own_day(zone: str, day: date) -> None:
    """At half past eleven in London it is tomorrow in New Zealand."""
    assert day_of(datetime(2024, 3, 1, 23, 30, tzinfo=UTC), ZoneInfo(zone)) == day
