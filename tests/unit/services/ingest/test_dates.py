"""Dates as vendors write them."""

from datetime import date

import pytest

from services.ingest.dates import (
    day_of_moment,
    day_or_month,
    epoch_milliseconds,
    iso_or_us_day,
    iso_or_worded_day,
    timestamp,
)
from shared.errors import UnreadableError
from shared.facts.spans import exactly, month


def test_two_styles_of_days() -> None:
    """ISO everywhere; the other one depends on the vendor."""
    assert iso_or_us_day("2013-04-15", "f") == iso_or_us_day("04/15/2013", "f") == date(2013, 4, 15)
    assert iso_or_worded_day("2024-03-07", "f") == iso_or_worded_day("07 Mar 2024", "f") == date(2024, 3, 7)


def test_days_as_people_write_them() -> None:
    """Which number is the month is never guessed."""
    for text in ("7.3.2024", "07.03.2024", "2024-03-07"):
        assert iso_or_worded_day(text, "f") == date(2024, 3, 7)
    assert day_or_month("30/10/2026", "f") == exactly(date(2026, 10, 30))
    for text in ("03/04/2024", "12/31/2024"):
        with pytest.raises(UnreadableError, match="can be told apart"):
            iso_or_worded_day(text, "f")


def test_a_month_is_a_month() -> None:
    """Never the first of it."""
    assert day_or_month("2024-02", "f") == month(2024, 2)
    assert day_or_month("2024-02-29", "f") == exactly(date(2024, 2, 29))


def test_a_moment_is_told_in_utc() -> None:
    """One without a zone is taken as UTC."""
    assert timestamp("2015-02-09T16:38:36+01:00", "f") == "2015-02-09T15:38:36.000000Z"
    assert timestamp("2015-02-09T16:38:36", "f") == "2015-02-09T16:38:36.000000Z"


def test_a_day_kept_as_a_moment_is_the_day_that_is_written() -> None:
    """In no other time zone; what stands behind it has to be a time."""
    assert day_of_moment("2024-03-07", "f") == date(2024, 3, 7)
    assert day_of_moment("2024-03-07T23:30:00-08:00", "f") == date(2024, 3, 7)
    with pytest.raises(UnreadableError, match="a moment"):
        day_of_moment("2024-03-07T25:00", "f")


def test_milliseconds_are_counted_from_1970() -> None:
    """None is lost; a year that cannot be is refused."""
    assert epoch_milliseconds(1431458021951, "f") == "2015-05-12T19:13:41.951000Z"
    for number in (-(10**12), 10**15, 10**30, -(10**30)):
        with pytest.raises(UnreadableError, match="milliseconds since 1970") as refused:
            epoch_milliseconds(number, "field")
        assert refused.value.field == "field"


IMPOSSIBLE = (
    "2023-02-29",
    "2024-00-10",
    "2024-13-01",
    "1800-01-01",
    "9999-12-31",
    "1/2/24",
    "x",
    "",
    "\u0662\u0660\u0662\u0664-01-01",
)


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_impossible_date_is_refused(text: str) -> None:
    """With the field and what was expected; only what looks like a date is quoted."""
    for read in (iso_or_us_day, iso_or_worded_day, day_or_month, day_of_moment):
        with pytest.raises(UnreadableError, match="expected a day") as refused:
            read(text, "field")
        assert refused.value.field == "field"
    with pytest.raises(UnreadableError):
        iso_or_worded_day("31 Foo 2024", "field")
