"""Days, moments and numbers as a recruiter reads them."""

from datetime import date, datetime
from urllib.parse import urlencode

from shared.naming import as_words

NEAR = 7
"""Days that are told by how far away they are."""


def day(value: str | date | None, today: date = date.min) -> str:
    """`today`, `tomorrow`, `in 3 days`, `5 days ago`; else `12 Mar`, with the year where it is another."""
    if not value:
        return ""
    found = value if isinstance(value, date) else date.fromisoformat(value[:10])
    away = (found - today).days
    if abs(away) <= NEAR:
        return _near(away)
    return _written(found, today)


def window(opens_on: str, closes_on: str, today: date) -> str:
    """Until when there is time, or from when on."""
    if date.fromisoformat(opens_on) > today:
        return f"opens {day(opens_on, today)}"
    last = date.fromisoformat(closes_on)
    if last <= today:
        return "last day today"
    return "until tomorrow" if (last - today).days == 1 else f"until {_written(last, today)}"


def moment(value: str | None) -> str:
    """The hour of a moment, in UTC."""
    return f"{datetime.fromisoformat(value):%H:%M} UTC" if value else ""


def since(position: str | None) -> str:
    """What an address of changes ends with, where the page knows at which position it was made."""
    return f"?{urlencode({'since': position})}" if position else ""


def plain(name: str | None) -> str:
    """A name of the program's in words: `check in on settling in`."""
    return as_words(name or "")


def feed(source: str) -> str:
    """Who told: a feed's name; nothing for what Afterhire itself says."""
    return source.partition("/")[2]


def sentence(text: str) -> str:
    """With a capital at its beginning, whatever feed's name it begins with."""
    return text[:1].upper() + text[1:]


def many(number: int, thing: str, things: str | None = None) -> str:
    """`1 task`, `12,345 tasks`, `2 people`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def _written(found: date, today: date) -> str:
    return f"{found.day} {found:%b}" + ("" if found.year == today.year else f" {found.year}")


def _near(away: int) -> str:
    match away:
        case 0:
            return "today"
        case 1:
            return "tomorrow"
        case -1:
            return "yesterday"
        case _:
            return f"in {away} days" if away > 0 else f"{-away} days ago"
