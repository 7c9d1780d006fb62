"""Each time the agency was in touch with somebody, by a task or beside one."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from services.query.persons import Entry
from shared.facts.contacts import ContactLogged
from shared.facts.outreach import OutreachCompleted

ANSWERED = frozenset({"replied", "met", "declined"})


class Contact(NamedTuple):
    """One time."""

    event: str
    on: date
    channel: str
    by: str | None
    answered: bool
    task: str | None
    """The task that led to it."""
    words: str | None


def contacts(entries: Iterable[Entry]) -> list[Contact]:
    """Of a timeline those entries that are contacts and hold, in its order."""
    found = (_contact(one) for one in entries if not one.retracted)
    return [one for one in found if one is not None]


def _contact(entry: Entry) -> Contact | None:
    body, event = entry.event.body if entry.event else None, entry.row["event"]
    match body:
        case ContactLogged():
            return Contact(event, body.on, body.channel, body.by, body.answered, None, body.words)
        case OutreachCompleted():
            answered = body.outcome in ANSWERED
            return Contact(event, body.on, body.channel, body.by, answered, body.task, body.note)
        case _:
            return None
