"""Events that people can go to, from a calendar file: iCalendar (RFC 5545), as calendars publish it.

Send the file as often as you like: what is new or differs becomes facts of the market. An event that is no
longer in the file says nothing; one whose `STATUS` is `CANCELLED`, or that comes in a file of `METHOD:CANCEL`,
is called off. Of an event that comes back the next time counts, and the one after once that is over and the
file comes again. What is over when it is first heard of says nothing.

| of an event | is |
|---|---|
| `UID`* | which one it is; an edition with a lower `SEQUENCE` than was seen says nothing |
| `SUMMARY`* | its title |
| `DTSTART`*, `DTEND`, `DURATION` | its days, where it takes place: of a time in UTC in `X-WR-TIMEZONE`, else in the agency's time zone |
| `RRULE`, `RDATE`, `EXDATE`, `RECURRENCE-ID` | when it comes back |
| `CATEGORIES` | its topics: people with such an interest hear of it |
| `URL` | the address of its page |
| `CREATED` | since when it stands; otherwise since it was first seen |

Nothing else is kept, above all nobody's name: who invites and who comes is personal. Events of the classes
`PRIVATE` and `CONFIDENTIAL` are left out, and invitations (`METHOD:REQUEST` and the like) refused whole.
"""  # noqa: E501 - a table's row is one line

from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vDDDTypes

from services.ingest.cells import text
from services.ingest.feeds._calendar import WRONG, items
from services.ingest.feeds._markup import address, plain
from services.ingest.feeds._recurrence import COMES_BACK, occurrences
from services.ingest.feeds._resource import Offered
from services.ingest.reading import Cells, FileFeed, Keys, Notice, Reading, Source
from shared.envelope import computed_id
from shared.errors import UnreadableError
from shared.facts.market import ResourcePublished

NAME = "events"
LONGEST_EVENT = 20_000
LONGEST_TITLE = 2_000
MOST_TOPICS = 50
LAST_SEQUENCE = 2**31
YEARS_BACK, YEARS_AHEAD = 30, 10
MOMENT = timedelta(microseconds=1)


def read_row(cells: Cells, source: Source) -> Reading:
    """What an event's cells say; `UnreadableError` names the property."""
    if problem := text(cells, "problem"):
        raise UnreadableError(problem)
    try:
        return _notice(_components(cells), _zone(cells, source), source)
    except UnreadableError:
        raise
    except WRONG as error:
        raise UnreadableError("expected dates as RFC 5545 has them, found others", field="DTSTART") from error


def _components(cells: Cells) -> Calendar:
    found = Calendar.from_ical(text(cells, "event", LONGEST_EVENT) or "")
    if not isinstance(found, Calendar):
        raise UnreadableError("expected an event, found none", field="event")
    for event in found.walk("VEVENT"):
        for name, _ in event.errors:
            raise UnreadableError("expected a value as RFC 5545 has it, found another", field=name)
    return found


def _zone(cells: Cells, source: Source) -> tzinfo:
    try:
        return ZoneInfo(text(cells, "zone") or "")
    except (ValueError, KeyError, OSError):
        return source.zone


class _Days(NamedTuple):
    """An occurrence and its days."""

    first: date
    last: date
    event: Component


def _notice(calendar: Calendar, zone: tzinfo, source: Source) -> Notice:
    events = calendar.walk("VEVENT")
    main = events[0]  # without RECURRENCE-ID, where there is one
    uid, own, created = _said(main, "UID"), _days(main, zone), _created(main, zone)
    limits = range(source.as_of.year - YEARS_BACK, source.as_of.year + YEARS_AHEAD)
    if not {own.first.year, own.last.year} <= set(limits):
        raise UnreadableError(f"expected a year from {limits.start} to {limits[-1]}", field="DTSTART")
    again = any(name in event for event in events for name in COMES_BACK)
    all_days = [_days(each, zone) for each in occurrences(calendar, source.as_of)] if again else [own]
    ahead = [each for each in all_days if each.last >= source.as_of and not _cancelled(each.event)]
    shown = min(ahead, key=lambda each: each[:2], default=own)
    standing = Offered(
        _resource(uid, shown, created or source.as_of),
        open=bool(ahead) and not _cancelled(main),
        dated=created is not None,
        today=source.as_of,
        sequence=_sequence(main),
    )
    return Notice(computed_id("resource", source.agency, NAME, uid), standing)


def _resource(uid: str, shown: _Days, published_on: date) -> ResourcePublished:
    return ResourcePublished(
        feed=NAME,
        reference=uid,
        kind="event",
        title=_title(shown.event),
        published_on=published_on,
        topics=_topics(shown.event),
        url=_url(shown.event),
        starts_on=shown.first,
        ends_on=shown.last,
    )


def _days(event: Component, zone: tzinfo) -> _Days:
    if not isinstance(event, Event):
        raise UnreadableError("expected an event, found another component", field="event")
    first, begins, ends = _day(event.start, zone), event.start, event.end
    if ends < begins:
        raise UnreadableError("expected an end that is not before the start", field="DTEND")
    if isinstance(ends, datetime):
        return _Days(first, max(first, _day(ends - MOMENT, zone)), event)
    return _Days(first, max(first, ends - timedelta(days=1)) if ends > begins else first, event)


def _created(event: Component, zone: tzinfo) -> date | None:
    found = event.get("CREATED")
    value = found.dt if isinstance(found, vDDDTypes) else None
    return _day(value, zone) if isinstance(value, date) else None


def _day(value: date, zone: tzinfo) -> date:
    """The day where it takes place; a time in UTC does not say where."""
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(zone) if value.tzname() == "UTC" else value).date()


def _said(event: Component, name: str) -> str:
    found = str(event.get(name, "")).strip()
    if not 0 < len(found) <= LONGEST_TITLE or not found.replace("\n", " ").isprintable():
        raise UnreadableError(f"expected 1 to {LONGEST_TITLE} printable characters, found others", field=name)
    return found


def _title(event: Component) -> str:
    if title := plain(_said(event, "SUMMARY"), "SUMMARY"):
        return title
    raise UnreadableError("expected a title, found only markup", field="SUMMARY")


def _topics(event: Component) -> tuple[str, ...]:
    named = event.categories if isinstance(event, Event) else []
    found = (plain(str(each), "CATEGORIES") for each in named)
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_TOPICS]


def _url(event: Component) -> str | None:
    if "URL" not in event:
        return None
    found = address(str(event["URL"]))
    if found is None:
        raise UnreadableError("expected an address that begins with http:// or https://", field="URL")
    return found


def _cancelled(event: Component) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _sequence(event: Component) -> int:
    found = int(event.get("SEQUENCE", 0))
    if not 0 <= found < LAST_SEQUENCE:
        raise UnreadableError(f"expected a number from 0 to {LAST_SEQUENCE - 1}", field="SEQUENCE")
    return found


def _thing(cells: Cells) -> str | None:
    """The UID, also of what cannot be read otherwise."""
    try:
        return str(Calendar.from_ical(cells.get("event", "")).walk("VEVENT")[0]["UID"])
    except WRONG:
        return None


FEED = FileFeed(
    name=NAME,
    columns={name: (name,) for name in ("event", "zone", "problem")},
    required=frozenset({"event"}),
    read_row=read_row,
    thing=_thing,
    mentions=lambda _cells: Keys(()),
    named=lambda _id: None,
    kept=frozenset({"event", "zone", "problem"}),
    document=items,
)
