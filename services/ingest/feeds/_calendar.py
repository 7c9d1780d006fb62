"""A calendar file taken apart: each event with its exceptions, and of it only what the feed reads."""

from collections.abc import Iterator

from icalendar import Calendar, Component, Event

from shared.errors import UnreadableError

KEPT = (
    *("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "CATEGORIES", "URL", "STATUS", "SEQUENCE", "CREATED"),
    *("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"),
)
PUBLIC, HIDDEN = ("", "PUBLISH", "CANCEL"), ("PRIVATE", "CONFIDENTIAL")
WRONG = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)
"""What the libraries raise of dates and rules that make no sense."""


def items(content: bytes) -> list[dict[str, str]]:
    """The events of a file, each with all that is said of it; `UnreadableError` says why there are none."""
    return [cells for calendar in _calendars(content) for cells in _events(calendar)]


def _calendars(content: bytes) -> list[Component]:
    try:
        said = content.decode("utf-8-sig").strip()
        found = Calendar.from_ical(said, multiple=True)
    except WRONG as error:
        raise UnreadableError(
            "expected a calendar (iCalendar, in UTF-8), found none", field="file"
        ) from error
    if not found or not said.upper().endswith("END:VCALENDAR"):
        raise UnreadableError("expected a calendar up to its end, found none or a part", field="file")
    for calendar in found:
        if str(calendar.get("METHOD", "")).upper() not in PUBLIC:
            raise UnreadableError("expected a published calendar, found an invitation", field="METHOD")
    return list(found)


def _events(calendar: Component) -> Iterator[dict[str, str]]:
    zone = str(calendar.get("X-WR-TIMEZONE", ""))
    off = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    for together in _by_id(calendar.walk("VEVENT")):
        if not any(str(event.get("CLASS", "PUBLIC")).upper() in HIDDEN for event in together):
            kept = Calendar()
            for event in together:
                kept.add_component(_kept(event, off=off))
            yield {"event": kept.to_ical().decode(), "zone": zone, "problem": _problem(together)}


def _by_id(events: list[Component]) -> list[list[Component]]:
    """An event and its exceptions together; of two editions of one the later."""
    found: dict[str, dict[str, Component]] = {}
    for number, event in enumerate(events):
        uid = str(event.get("UID", "")) or f" {number}"
        exception = str(event["RECURRENCE-ID"].to_ical()) if "RECURRENCE-ID" in event else ""
        known = found.setdefault(uid, {})
        if exception not in known or _edition(event) >= _edition(known[exception]):
            known[exception] = event
    return [[known[each] for each in sorted(known)] for known in found.values()]


def _edition(event: Component) -> tuple[int, str]:
    said = str(event.get("SEQUENCE", 0))
    stamp = event.get("LAST-MODIFIED") or event.get("DTSTAMP")
    return (int(said) if said.isdecimal() else 0, str(stamp.to_ical()) if hasattr(stamp, "to_ical") else "")


def _kept(event: Component, *, off: bool) -> Event:
    kept = Event()
    for name in KEPT:
        if name in event:
            kept[name] = event[name]
    if off:
        kept["STATUS"] = "CANCELLED"
    return kept


def _problem(events: list[Component]) -> str:
    """A line that is none may be the rest of the one before it."""
    broken = any(name is None for event in events for name, _ in event.errors)
    return "expected lines as in `NAME:value`, found another" if broken else ""
