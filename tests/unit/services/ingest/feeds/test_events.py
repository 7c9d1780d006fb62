"""Events from calendar files: their days, the next of those that come back, what is called off."""

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from vocabulary.inbox import Ingest

from services.ingest.feeds._calendar import items
from services.ingest.feeds.events import FEED, NAME, read_row
from services.ingest.reading import Notice, Source
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.market import ResourcePublished, ResourceWithdrawn

SAMPLES = Path(__file__).parents[4] / "feeds" / NAME
BERLIN = ZoneInfo("Europe/Berlin")
SOURCE = Source("demo", "digest", datetime(2026, 3, 10, tzinfo=UTC), date(2026, 3, 10), BERLIN)
EVENT = {"UID": "1@a.example", "SUMMARY": "Data day", "DTSTART": "20260420T090000", "SEQUENCE": "1"}


def calendar(*events: dict[str, str], head: str = "") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", *head.split()]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            *(f"{name}:{value}" for name, value in event.items() if value),
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def noticed(content: bytes, source: Source = SOURCE) -> list[Notice]:
    found = [read_row(cells, source) for cells in items(content)]
    return [one for one in found if isinstance(one, Notice)]


def told(*files: bytes, source: Source = SOURCE) -> list[Fact]:
    """What the last of these files says of the one event in them, after the others."""
    keep: bytes | None = None
    said: list[Fact] = []
    for content in files:
        (notice,) = noticed(content, source)
        found = notice.standing.tell(keep, "seed")
        keep, said = found.keep or keep, [one.body for one in found.said]
    return said


def days(content: bytes, source: Source = SOURCE) -> tuple[date | None, date | None] | None:
    """The days on which a file says that its event takes place."""
    for said in told(content, source=source):
        if isinstance(said, ResourcePublished):
            return said.starts_on, said.ends_on
    return None


def test_a_calendar_of_google() -> None:
    """Days where it takes place, an evening that moved, nothing of what is over, called off or private."""
    found = [
        notice.standing.tell(None, "seed").said for notice in noticed((SAMPLES / "google.ics").read_bytes())
    ]
    data_day, two_days, monthly, past = found
    assert [one.body for one in data_day] == [
        ResourcePublished(
            feed=NAME,
            reference="4n0c3v7@google.com",
            kind="event",
            title="Data day, spring",
            published_on=date(2026, 3, 2),
            topics=("Data engineering", "Kafka"),
            url="https://agency.example/data-day",
            starts_on=date(2026, 4, 21),
            ends_on=date(2026, 4, 21),
        )
    ]
    (evening,) = (one.body for one in monthly)
    assert isinstance(evening, ResourcePublished)
    assert (evening.title, evening.starts_on) == ("Python evening: a day later", date(2026, 5, 6))
    assert (two_days, past) == ((), ())


def test_a_calendar_of_outlook() -> None:
    """Its own names of time zones, an end at midnight; what comes back each minute is no event."""
    evening, minutes = items((SAMPLES / "outlook.ics").read_bytes())
    notice = read_row(evening, SOURCE)
    assert isinstance(notice, Notice)
    (said,) = (one.body for one in notice.standing.tell(None, "seed").said)
    assert isinstance(said, ResourcePublished)
    assert (said.starts_on, said.ends_on) == (date(2026, 3, 19), date(2026, 3, 19))
    with pytest.raises(UnreadableError) as refused:
        read_row(minutes, SOURCE)
    assert refused.value.field == "RRULE"


def test_nobody_is_kept_who_invites_or_comes() -> None:
    """Nor what is said beside the event, nor any private one."""
    kept = str(items((SAMPLES / "google.ics").read_bytes()))
    assert not any(word in kept for word in ("Ann", "Bo", "guest", "mailto", "Interview", "Berlin\\r"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"DTEND": "20260422T000000"}, (20, 21)),
        ({"DTEND": "20260422T000001"}, (20, 22)),
        ({"DURATION": "P1D"}, (20, 21)),
        ({"DTSTART": "20260420T223000Z"}, (21, 21)),
        ({"DTSTART;VALUE=DATE": "20260420", "DTSTART": ""}, (20, 20)),
        ({"DTSTART;VALUE=DATE": "20260420", "DTSTART": "", "DTEND;VALUE=DATE": "20260423"}, (20, 22)),
        (
            {"DTSTART": "20260401T090000", "RRULE": "FREQ=DAILY;INTERVAL=5", "EXDATE": "20260401T090000"},
            (6, 6),
        ),
        (
            {
                "DTSTART": "20260130T090000",
                "EXDATE": "20260331T090000",
                "RRULE": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            },
            (30, 30),
        ),
    ],
)
def test_days(changes: dict[str, str], expected: tuple[int, int]) -> None:
    """An end is the moment after; a time in UTC is told in the agency's zone, any other stays."""
    found = days(calendar(EVENT | changes))
    assert found == (date(2026, 4, expected[0]), date(2026, 4, expected[1]))


def test_the_next_time_counts_and_then_the_one_after() -> None:
    """The same file, some days later."""
    weekly = calendar(EVENT | {"RRULE": "FREQ=WEEKLY"})
    later = SOURCE._replace(as_of=date(2026, 4, 21))
    assert days(weekly) == (date(2026, 4, 20), date(2026, 4, 20))
    assert days(weekly, later) == (date(2026, 4, 27), date(2026, 4, 27))


def test_an_event_is_called_off_once() -> None:
    """By its status or by the file's method; never what was over, or was never told of."""
    on, off = calendar(EVENT), calendar(EVENT | {"STATUS": "CANCELLED", "SEQUENCE": "2"})
    assert told(on, off) == [ResourceWithdrawn(feed=NAME)]
    assert told(on, calendar(EVENT, head="METHOD:CANCEL")) == [ResourceWithdrawn(feed=NAME)]
    assert told(on, off, off) == told(off) == []
    assert [type(one) for one in told(on, off, calendar(EVENT | {"SEQUENCE": "3"}))] == [ResourcePublished]


def test_an_earlier_edition_says_nothing() -> None:
    """Whatever the order of the files; a moved event is stated anew."""
    moved = calendar(EVENT | {"DTSTART": "20260427T090000", "SEQUENCE": "2"})
    assert told(moved, calendar(EVENT)) == []
    assert [type(one) for one in told(calendar(EVENT), moved)] == [ResourcePublished]
    assert told(calendar(EVENT), calendar(EVENT | {"DTSTART": "20260301T090000"})) == [
        ResourceWithdrawn(feed=NAME)
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        *[({"UID": ""}, "UID"), ({"SUMMARY": ""}, "SUMMARY"), ({"SUMMARY": "<b></b>"}, "SUMMARY")],
        *[({"DTSTART": "soon"}, "DTSTART"), ({"DTSTART": ""}, "DTSTART")],
        *[({"DTEND": "20260419T090000"}, "DTEND")],
        *[({"DTSTART": "19010101T090000"}, "DTSTART"), ({"SEQUENCE": "-1"}, "SEQUENCE")],
        *[({"URL": "javascript:alert(1)"}, "URL"), ({"RRULE": "FREQ=SECONDLY"}, "RRULE")],
        *[({"RRULE": rule}, "RRULE") for rule in (
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;BYDAY=9MO",
            "FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=2", "FREQ=YEARLY;BYYEARDAY=366", "FREQ=WEEKLY;BYDAY=XX",
        )],
    ],
)  # fmt: skip
def test_what_makes_no_sense_names_its_property(changes: dict[str, str], field: str) -> None:
    """Nothing is guessed, and no rule is followed that may never be met."""
    (cells,) = items(calendar(EVENT | changes))
    with pytest.raises(UnreadableError) as refused:
        read_row(cells, SOURCE)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "content",
    [b"", b"<html/>", b"\xff\xfe", calendar(EVENT)[:-9], calendar(EVENT, head="METHOD:REQUEST")],
)
def test_what_is_no_published_calendar_is_refused_whole(content: bytes) -> None:
    """Nor is an invitation one, which is meant for those who are invited."""
    with pytest.raises(UnreadableError, match=r"^expected "):
        items(content)


def test_files_become_facts_once(ingest: Ingest) -> None:
    """One event that makes no sense is parked alone; one that is gone from the file is still to go to."""
    first = calendar(EVENT, EVENT | {"UID": "2"}, EVENT | {"UID": "3", "DTSTART": "soon"})
    assert ingest.counts(ingest.read(NAME, first, "events.ics")) == (3, 2, 0, 1)
    ingest.pass_time(1)
    second = calendar(EVENT | {"STATUS": "CANCELLED"}, EVENT | {"UID": "3"})
    assert ingest.counts(ingest.read(NAME, second, "events.ics")) == (2, 2, 0, 0)
    assert ingest.types() == ["resource.published"] * 2 + ["resource.withdrawn", "resource.published"]
    assert ingest.parked() == []


def test_its_columns_are_those_of_its_items() -> None:
    """Each part of an event has its column."""
    (cells,) = items(calendar(EVENT))
    assert set(cells) == set(FEED.columns)
