"""Moves the dates of the sample agency's feeds."""

import re
from datetime import date, timedelta

_DAY = re.compile(r"\{\{today(?:([+-])(\d+)d)?\}\}")


def dated(text: str, today: date) -> str:
    """Replace each `{{today}}`, `{{today-358d}}`, `{{today+3d}}` by its day, like 2026-03-01."""
    return _DAY.sub(lambda found: str(today + _days(found)), text)


def _days(found: re.Match[str]) -> timedelta:
    sign, count = found.groups()
    return timedelta(days=int(f"{sign or '+'}{count or 0}"))
