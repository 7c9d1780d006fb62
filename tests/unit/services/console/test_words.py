"""Days and numbers as a recruiter reads them."""

from datetime import date

import pytest

from services.console import words

TODAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-12", "today"),
        ("2026-03-13", "tomorrow"),
        ("2026-03-11", "yesterday"),
        ("2026-03-15", "in 3 days"),
        ("2026-03-07T10:00:00Z", "5 days ago"),
        ("2026-05-01", "1 May"),
        (date(2027, 5, 1), "1 May 2027"),
        ("", ""),
    ],
)
def test_a_day_is_told_by_how_far_away_it_is(day: str | date, said: str) -> None:
    """Where it is near; else as it is written."""
    assert words.day(day, TODAY) == said


@pytest.mark.parametrize(
    ("opens", "closes", "said"),
    [
        ("2026-03-01", "2026-03-12", "last day today"),
        ("2026-03-01", "2026-03-13", "until tomorrow"),
        ("2026-03-01", "2026-03-19", "until 19 Mar"),
        ("2026-03-14", "2026-03-19", "opens in 2 days"),
    ],
)
def test_a_window_says_how_long_there_is_time(opens: str, closes: str, said: str) -> None:
    """Or from when on."""
    assert words.window(opens, closes, TODAY) == said


def test_numbers_and_names() -> None:
    """As they are spoken."""
    assert words.many(1, "task") == "1 task"
    assert words.many(12_345, "task") == "12,345 tasks"
    assert words.plain("check_in_on_settling_in") == "check in on settling in"
    assert words.moment("2026-03-12T09:05:00Z") == "09:05 UTC"
    assert words.sentence("linkedin told who they are.") == "Linkedin told who they are."
    assert (words.feed("ingest/linkedin"), words.feed("rules")) == ("linkedin", "")
