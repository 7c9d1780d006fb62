"""Tasks as calendars read them."""

from datetime import date
from typing import cast

import sqlalchemy as sa
from icalendar import Calendar, Event
from vocabulary.installation import ANN, JANE, NOW, TASK, days, planned

from services.query.ics import UNTOLD, hold, of_recruiter
from services.query.queue import Task
from shared.facts.tasks import Material, TaskState
from shared.settings import Settings

ZONE = Settings().zone
MONDAY = date(2026, 4, 6)


def task(told: TaskState | None = None, **row: object) -> Task:
    """A task as the queue reads it."""
    known: dict[str, object] = {
        "person": JANE,
        "task": TASK,
        "play": "invite_to_catch_up",
        "revision": 2,
        "desk_version": None,
        "opens_on": days(-1),
        "closes_on": days(9),
        "snoozed_until": None,
        "planned_at": NOW,
        "decided_at": None,
    }
    return Task(cast("sa.RowMapping", known | row), told)


def event(content: bytes) -> Event:
    (found,) = Calendar.from_ical(content.decode()).walk("VEVENT")
    return cast("Event", found)


def test_a_task_stands_on_the_day_on_which_it_opens() -> None:
    """All day, without making anybody busy; with its reasons."""
    found = event(of_recruiter(ANN, [task(planned())]))
    assert (found["SUMMARY"], found["TRANSP"]) == ("Ask Jane how it is going", "TRANSPARENT")
    assert (found.start, found.end) == (days(-1), days(0))
    assert "Jane started at Acme 30 days ago." in str(found["DESCRIPTION"])
    assert found["UID"] == f"{JANE}-{TASK}@afterhire"


def test_what_was_put_off_stands_where_it_comes_back() -> None:
    """And each change is a later edition of the same entry."""
    found = event(of_recruiter(ANN, [task(planned(), snoozed_until=days(4), desk_version=3)]))
    assert (found.start, found["SEQUENCE"]) == (days(4), 5)


def test_of_somebody_erased_nothing_is_told() -> None:
    """Until the task is gone as well."""
    found = event(of_recruiter(ANN, [task()]))
    assert (found["SUMMARY"], found["DESCRIPTION"]) == (UNTOLD, f"Until {days(9)}.")


def test_words_of_a_feed_are_no_lines_of_the_calendar() -> None:
    """A headline with a line break stays one property."""
    told = planned(headline="Jane\r\nATTENDEE:mailto:x@example.com\r\nEND:VCALENDAR, the; end\\")
    content = of_recruiter(ANN, [task(told)])
    assert b"\r\nATTENDEE" not in content
    assert "ATTENDEE:mailto:x@example.com" in str(event(content)["SUMMARY"])


def test_a_hold_is_half_an_hour_in_the_agencys_morning() -> None:
    """Tentative, and nobody is invited."""
    told = planned(materials=(Material(kind="calendar_hold", ref=f"{MONDAY}"),))
    found = event(hold(task(told), MONDAY, ZONE))
    assert (found["STATUS"], "ATTENDEE" in found) == ("TENTATIVE", False)
    assert found.start.isoformat() == "2026-04-06T10:00:00+01:00"
    assert found.end.isoformat() == "2026-04-06T10:30:00+01:00"
