"""Contacts outside any task."""

from services.rules.person import Draft
from services.rules.person.contacts import Touch
from services.rules.person.history import Said
from shared.facts import contacts


def logged(draft: Draft, body: contacts.ContactLogged, said: Said) -> None:
    """A touch like any other; a feed that tells of the same one again corrects it."""
    known = draft.touches.get(body.contact)
    if known is None or said > known.said:
        spoken = body.channel in {"call", "meeting"}
        outcome = ("met" if spoken else "replied") if body.answered else "sent"
        touch = Touch(said, body.on, outcome, body.by, body.channel, body.words)
        draft.put("touches", body.contact, touch)


STEPS = {contacts.ContactLogged: logged}
