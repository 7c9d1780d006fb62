"""Notes in Bullhorn, as far as they tell that somebody of the agency was in touch with a candidate.

What a note is about, its action says: `Outbound Call`, `Left Message`, `Email`, `Meeting`; the list is the
agency's own. One whose action tells of no contact (`Other`, `Reference Check`) says nothing. What was written
stays in Bullhorn.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from services.ingest.feeds._bullhorn_words import NAME
from services.ingest.reading import Contacts, Keys, Reading, Said, Silence
from shared.envelope import computed_id
from shared.facts.contacts import ContactLogged

MESSAGE = {
    *("email", "emailed", "mail", "message", "messaged", "voicemail", "vm", "lvm", "sms", "text", "texted"),
    *("inmail", "linkedin", "whatsapp"),
}
"""A message left on the telephone is one too: they did not speak."""
CALL = {"call", "called", "phone", "phoned", "telephone", "spoke", "prescreen"}
MEETING = {"meeting", "met", "lunch", "coffee", "visit", "visited", "appointment"}
FROM_THEM = {"inbound", "incoming", "received", "reply", "replied", "spoke"}


class Note(NamedTuple):
    """A note, wherever it stands."""

    id: str
    action: str
    on: date
    occurred: str
    by: str | None = None
    minutes: float | None = None


def read(note: Note, people: Sequence[str]) -> Reading:
    """The contact with each of these people, of whom the keys are given."""
    words = set(re.findall(r"[a-z]+", note.action.lower()))
    channel = _channel(words)
    if channel is None:
        return Silence()
    spoke = channel == "call" and bool(note.minutes and note.minutes > 0)
    answered = channel == "meeting" or bool(words & FROM_THEM) or spoke
    body = ContactLogged(
        feed=NAME,
        contact=computed_id("contact", NAME, "note", note.id),
        on=note.on,
        channel=channel,
        by=note.by,
        answered=answered,
    )
    said = Said(body, ("note", note.id, str(note.on), channel, str(answered)), note.occurred)
    found = tuple(dict.fromkeys(people))
    return Contacts(Keys(found), (said,) * len(found))


def _channel(words: set[str]) -> str | None:
    kinds = (("message", MESSAGE), ("call", CALL), ("meeting", MEETING))
    return next((channel for channel, meant in kinds if words & meant), None)
