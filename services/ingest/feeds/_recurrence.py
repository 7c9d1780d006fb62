"""Which occurrence of an event that comes back is the next one. Pure."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import recurring_ical_events
from icalendar import Calendar, Event, vRecur

from shared.errors import UnreadableError

AHEAD = timedelta(days=400)
"""What comes back after more than a year is no news now."""
BEHIND = timedelta(days=31)
"""How long ago the next occurrence to end may have begun."""
PARTS = frozenset(
    ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"]
)
COMES_BACK = ("RRULE", "RDATE", "RECURRENCE-ID")
LEAP_YEAR = 2028
WEEKS_IN_A_MONTH, WEEKS_IN_A_YEAR = 5, 52
_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")

Rule = Mapping[str, list[object]]


def occurrences(calendar: Calendar, today: date) -> Iterator[Event]:
    """What of an event is around today or comes within a year, in any order.

    `UnreadableError` for a rule that is no plan for people: one that comes back within a day, or that may
    never be met, so that looking for its next time would not end.
    """
    for event in calendar.walk("VEVENT"):
        if "RRULE" in event:
            _check(event["RRULE"])
    found = recurring_ical_events.of(calendar).between(today - BEHIND, today + AHEAD)
    yield from (one for one in found if isinstance(one, Event))


def _check(rule: object) -> None:
    if not isinstance(rule, vRecur) or set(rule) - PARTS or len(rule.get("FREQ", ())) != 1:
        raise _refusal(f"one rule with the parts {', '.join(sorted(PARTS))}")
    days = [_DAY.fullmatch(str(day)) for day in rule.get("BYDAY", ())]
    places = [int(day[1]) for day in days if day and day[1]]
    match rule["FREQ"][0]:
        case "DAILY":
            sound = (not places and _number(rule) <= 1) or not any(part.startswith("BY") for part in rule)
        case "WEEKLY":
            sound = not places and "BYMONTHDAY" not in rule
        case "MONTHLY":
            sound = _within(places, WEEKS_IN_A_MONTH)
        case "YEARLY":
            sound = _within(places, WEEKS_IN_A_MONTH if "BYMONTH" in rule else WEEKS_IN_A_YEAR)
        case _:
            sound = False
    if not (sound and all(days) and _some_day(rule, placed=bool(places)) and _some_position(rule)):
        raise _refusal("days that come back daily to yearly, and can be met")


def _number(rule: Rule) -> int:
    return max((int(str(each)) for each in rule.get("INTERVAL", ())), default=1)


def _within(places: list[int], most: int) -> bool:
    return all(0 < abs(place) <= most for place in places)


def _some_day(rule: Rule, *, placed: bool) -> bool:
    """Whether a day of a month that is asked for exists in one of the months that are."""
    if "BYMONTHDAY" not in rule:
        return True
    months = [int(str(month)) for month in rule.get("BYMONTH", range(1, 13))]
    longest = max((monthrange(LEAP_YEAR, month)[1] for month in months), default=0)
    return not placed and any(0 < abs(int(str(day))) <= longest for day in rule["BYMONTHDAY"])


def _some_position(rule: Rule) -> bool:
    """Whether, of the weekdays of a month that are asked for, there are as many as the position says."""
    if "BYSETPOS" not in rule:
        return True
    fewest = 4 * len(rule.get("BYDAY", ()))
    position = [int(str(each)) for each in rule["BYSETPOS"]]
    return rule["FREQ"][0] == "MONTHLY" and "BYMONTHDAY" not in rule and _within(position, fewest)


def _refusal(expected: str) -> UnreadableError:
    return UnreadableError(f"expected {expected}, found another rule", field="RRULE")
