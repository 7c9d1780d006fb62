"""Quarters of a calendar year. Pure."""

from datetime import date

MONTHS = 3


def quarter_of(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)


def before(quarter: date, number: int) -> date:
    """The first day of the quarter so many quarters before."""
    months = quarter.year * 12 + quarter.month - 1 - number * MONTHS
    return date(months // 12, months % 12 + 1, 1)


def ending(today: date, number: int) -> list[date]:
    """The first days of the last quarters, the one that is under way included, the oldest first."""
    return [before(quarter_of(today), each) for each in reversed(range(number))]
