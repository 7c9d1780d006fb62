"""A recruiter's tasks, and the times a task proposes, as calendars read them (RFC 5545, RFC 7986)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from services.query.queue import Task

MEDIA = "text/calendar; charset=utf-8"
AGAIN = timedelta(minutes=30)
"""How often a calendar should look again."""
HOLD_AT, HOLD_LASTS = time(10), timedelta(minutes=30)
"""Where a proposed call stands in its week until the two have found their time."""
CALENDAR_HOLD = "calendar_hold"
UNTOLD = "A task"
"""What a calendar shows of somebody whose name cannot be read any more."""


def of_recruiter(recruiter: str, tasks: Iterable[Task]) -> bytes:
    """A calendar to subscribe to: each task on the day on which it opens, or comes back."""
    calendar = _calendar()
    calendar.add("name", f"Afterhire: {recruiter}")
    calendar.add("x-wr-calname", f"Afterhire: {recruiter}")
    calendar.add("refresh-interval", AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", AGAIN)
    for task in tasks:
        calendar.add_component(_task(task))
    return bytes(calendar.to_ical())


def hold(task: Task, day: date, zone: ZoneInfo) -> bytes:
    """An entry that keeps half an hour free on a day that the task proposes; its person is not invited."""
    calendar, begins = _calendar(), datetime.combine(day, HOLD_AT, zone)
    calendar.add("method", "PUBLISH")
    event = _event(f"hold-{task.row['task']}-{day}@afterhire", task)
    event.add("dtstart", begins)
    event.add("dtend", begins + HOLD_LASTS)
    event.add("status", "TENTATIVE")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def held_days(task: Task) -> list[date]:
    """The days a task proposes."""
    materials = task.opened.materials if task.opened else ()
    return [date.fromisoformat(one.ref) for one in materials if one.kind == CALENDAR_HOLD]


def _calendar() -> Calendar:
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Afterhire//Tasks//EN")
    return made


def _task(task: Task) -> Event:
    row = task.row
    day = max(row["opens_on"], row["snoozed_until"] or date.min)
    event = _event(f"{row['person']}-{row['task']}@afterhire", task)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [row["play"]])
    return event


def _event(uid: str, task: Task) -> Event:
    row, opened = task
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", max(row["planned_at"], row["decided_at"] or row["planned_at"]))
    event.add("sequence", row["revision"] + (row["desk_version"] or 0))
    event.add("summary", (opened.headline if opened else None) or UNTOLD)
    event.add("description", _words(task))
    return event


def _words(task: Task) -> str:
    reasons = [one.text for one in task.opened.reasons] if task.opened else []
    return "\n".join([f"Until {task.row['closes_on']}.", *reasons])
