"""What a file's name tells. A name is never used as a path."""

import re
from datetime import date

LONGEST = 100
_DAYS = (
    re.compile(
        r"(?<![0-9])(?P<year>20[0-9][0-9])[-_.]?(?P<month>[0-9][0-9])[-_.]?(?P<day>[0-9][0-9])(?![0-9])"
    ),
    re.compile(
        r"(?<![0-9])(?P<month>[0-9][0-9])[-_.](?P<day>[0-9][0-9])[-_.](?P<year>20[0-9][0-9])(?![0-9])"
    ),
)
"""`Connections-2024-03-07.csv`, and LinkedIn's own `Basic_LinkedInDataExport_03-07-2024`, month first."""


def safe(name: str | None) -> str:
    """The last part of a name, of letters, digits and a few signs."""
    last = re.split(r"[/\\]", name or "")[-1]
    return re.sub(r"[^\w .()+-]", "_", last).strip(" .")[:LONGEST] or "file"


def day_in(name: str) -> date | None:
    """The day that a name gives, if any."""
    for style in _DAYS:
        if found := style.search(name):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                continue
    return None
