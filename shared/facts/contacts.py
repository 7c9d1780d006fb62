"""Contacts with a person that no task led to: calls, meetings, messages written elsewhere."""

from datetime import date

from shared.facts.registry import Fact, event

CHANNELS = ("message", "call", "meeting", "other")
"""How people were in touch; a call or a meeting is when they spoke."""


@event("contact.logged", personal=("words",))
class ContactLogged(Fact, frozen=True, kw_only=True):
    """Somebody of the agency was in touch with the person, outside any task."""

    feed: str
    contact: str
    """The id of the contact, computed over the feed's own."""
    on: date
    channel: str = "other"
    """One of `CHANNELS`."""
    by: str | None = None
    """The recruiter."""
    answered: bool = False
    """Whether the person answered, or began it themselves."""
    words: str | None = None
