"""Dates as vendors write them; an impossible one is refused, never bent."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta, tzinfo

from shared.envelope import moment
from shared.errors import UnreadableError
from shared.facts.spans import Span, exactly, month

FIRST_YEAR, LAST_YEAR = 1950, 2100
"""What lies outside is a typing error."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})")
_US = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")
_US_SHORT = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<short>[0-9]{2})")
_TIME = re.compile(r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[AaPp][Mm])?)?Z?$")
AHEAD = 20
"""Years: a year of two digits is at most so far ahead, as the vendor's own program reads it."""
_WORDS = re.compile(r"(?P<day>[0-9]{1,2})[ -](?P<name>[A-Za-z]{3})[A-Za-z]*\.?,?[ -](?P<year>[0-9]{4})")
_DOTTED = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
_DAY_FIRST = re.compile(r"(?P<day>1[3-9]|2[0-9]|3[01])/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")
"""Which of the two is the month can be told."""
_EITHER = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")
WRITTEN = (_ISO, _WORDS, _DOTTED, _DAY_FIRST)
"""As people write days in a file of their own."""
LIKE = "a day like 2024-03-07, 7.3.2024 or 07 Mar 2024"


def iso_or_us_day(text: str, field: str) -> date:
    """A day like 2013-04-15 or, month first, 04/15/2013."""
    return _day(text, field, (_ISO, _US), "a day like 2013-04-15 or 04/15/2013")


def iso_or_worded_day(text: str, field: str) -> date:
    """A day like 2024-03-07, 7.3.2024, 30/10/2024 or 07 Mar 2024, with English months."""
    _not_either(text, field)
    return _day(text, field, WRITTEN, LIKE)


def short_us_day(text: str, field: str, today: date) -> date:
    """A day like 2013-04-15, 4/15/2013 or 4/15/13; a time behind it is not looked at.

    Of two digits, the year is the one between eighty years before `today` and twenty after it.
    """
    day = text[: found.start()] if (found := _TIME.search(text)) else text
    if short := _US_SHORT.fullmatch(day):
        century = today.year - today.year % 100
        year = century + int(short["short"])
        year -= 100 if year > today.year + AHEAD else 0
        day = f"{short['month']}/{short['day']}/{year}"
    return _day(day, field, (_ISO, _US), "a day like 4/15/13, 4/15/2013 or 2013-04-15")


def day_or_month(text: str, field: str) -> Span:
    """A day like 2024-03-07, 7.3.2024, 30/10/2024 or 07 Mar 2024, or a month like 2024-03."""
    found = _ISO_MONTH.fullmatch(text)
    if found is None:
        _not_either(text, field)
        return exactly(_day(text, field, WRITTEN, f"{LIKE}, or a month like 2024-03"))
    year, number = int(found["year"]), int(found["month"])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):  # noqa: PLR2004 - months of a year
        raise _impossible(text, field, "a month like 2024-03")
    return month(year, number)


def day_of_moment(text: str, field: str) -> date:
    """A day like 2024-03-07; where a time stands behind it (2024-03-07T00:00:00Z) it is not looked at.

    A calendar day that a vendor keeps as a moment is the one that is written, in no other time zone.
    """
    day, _, time = text.partition("T")
    if time:
        timestamp(text, field)
    return _day(day, field, (_ISO,), "a day like 2024-03-07")


def timestamp(text: str, field: str) -> str:
    """An RFC 3339 moment as it stands in `Event.occurred`; without a zone it is taken as UTC."""
    return moment(instant(text, field))


def instant(text: str, field: str) -> datetime:
    """A moment like 2015-02-09T16:38:36Z or 2015-02-09 16:38:36 UTC; without a zone it is taken as UTC."""
    try:
        found = datetime.fromisoformat(text.removesuffix("UTC").rstrip())
    except ValueError:
        raise _impossible(text, field, "a moment like 2015-02-09T16:38:36Z") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _impossible(text, field, "a moment like 2015-02-09T16:38:36Z")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def epoch_milliseconds(number: int, field: str) -> str:
    """Milliseconds since 1970 as they stand in `Event.occurred`."""
    return moment(_since_1970(number, field))


def epoch_day(number: int, field: str, zone: tzinfo) -> date:
    """The day on which so many milliseconds since 1970 lie, in a vendor's own time zone."""
    return _since_1970(number, field).astimezone(zone).date()


def _since_1970(number: int, field: str) -> datetime:
    expected = "milliseconds since 1970, like 1431458021951"
    try:
        found = EPOCH + timedelta(milliseconds=number)
    except OverflowError:
        raise _impossible(str(number), field, expected) from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _impossible(str(number), field, expected)
    return found


def _not_either(text: str, field: str) -> None:
    """Refuse what may be the one day or the other: 03/04/2024 is in March or in April."""
    if _EITHER.fullmatch(text) and not _DAY_FIRST.fullmatch(text):
        raise _impossible(text, field, "a day whose day and month can be told apart, like 2024-03-07")


def _day(text: str, field: str, styles: tuple[re.Pattern[str], ...], expected: str) -> date:
    found = next((match for style in styles if (match := style.fullmatch(text))), None)
    if found is None:
        raise _impossible(text, field, expected)
    parts = found.groupdict()
    name = parts.get("name", "").lower()
    number = int(parts["month"]) if "month" in parts else MONTHS.index(name) + 1 if name in MONTHS else 0
    year, day = int(parts["year"]), int(parts["day"])
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12):  # noqa: PLR2004 - months of a year
        raise _impossible(text, field, expected)
    if not 1 <= day <= monthrange(year, number)[1]:
        raise _impossible(text, field, expected)
    return date(year, number, day)


def _impossible(text: str, field: str, expected: str) -> UnreadableError:
    between = f"between {FIRST_YEAR} and {LAST_YEAR}"
    return UnreadableError(f"expected {expected}, {between}, found {_shown(text)}", field=field)


def _shown(text: str) -> str:
    """Only what looks like a date is quoted: anything else may be personal."""
    return repr(text) if re.fullmatch(r"[0-9/.:TUCZ+ -]{1,40}", text) else "something else"
