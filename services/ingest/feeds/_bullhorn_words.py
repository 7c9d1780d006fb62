"""How Bullhorn words things, in its events and its files alike."""

from zoneinfo import ZoneInfo

NAME = "bullhorn"
EASTERN = ZoneInfo("America/New_York")
"""A day is kept as its midnight in this time zone, wherever the agency is."""
CONFIDENTIAL = "**CONFIDENTIAL**"
"""What stands in the place of a field that the connector's user may not see."""


def said(text: str | None) -> str | None:
    """A text that says something."""
    found = (text or "").strip()
    return found if found and found != CONFIDENTIAL else None


def place(city: str | None, state: str | None) -> str | None:
    """`Boston, MA`."""
    return ", ".join(filter(None, (said(city), said(state)))) or None
