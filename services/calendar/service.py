"""The calendar service: reads people and tasks, writes dates that are due."""

import threading

from services.calendar.announcements import Calendar
from services.calendar.dates import LeapDay
from services.calendar.handler import CalendarHandler
from services.calendar.milestones import Terms
from services.calendar.tables import common, metadata
from shared.settings import Settings
from shared.topics import Topic
from shared.wiring import Wiring


def wiring(settings: Settings) -> Wiring:
    """The service's parts."""
    return Wiring(settings, "calendar", metadata, common)


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until `stop` is set."""
    parts = wiring(settings)
    parts.prepare()
    handler = CalendarHandler(parts.outbox, parts.vault, parts.clock, _calendar(settings))
    step = parts.step(handler, opens=False)
    parts.consumer(step, Topic.PEOPLE, Topic.TASKS).run(stop)


def _calendar(settings: Settings) -> Calendar:
    terms = Terms(settings.guarantee_days, settings.probation_days)
    return Calendar(settings.zone, LeapDay(settings.leap_day), terms)
