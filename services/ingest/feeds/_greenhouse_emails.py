"""A candidate's activity feed in Greenhouse, as far as it tells that somebody was in touch with them.

Its e-mails do; its notes and activities say what was thought and done about somebody. What was written is not
kept.
"""

import msgspec

from services.ingest.dates import instant
from services.ingest.feeds import _greenhouse as gh
from services.ingest.feeds._greenhouse_people import NAME, candidate_key
from services.ingest.payload import decode
from services.ingest.reading import Contacts, Keys, Reading, Said, Source
from shared.envelope import computed_id, moment
from shared.facts.contacts import ContactLogged


class Email(msgspec.Struct):
    """An e-mail, sent or received."""

    id: int
    created_at: str
    sender: str | None = msgspec.field(default=None, name="from")
    user: gh.User | None = None
    """Who of the agency sent it; nobody did where it came from the candidate."""


class Feed(msgspec.Struct):
    """An activity feed, beside it whose it is: the API's answer does not say so itself."""

    candidate_id: int
    emails: list[Email]


def read(raw: bytes, source: Source) -> Reading:
    """Each e-mail; nothing of a candidate of whom no feed has told."""
    found = decode(raw, Feed)
    said = tuple(_said(email, source, f"emails[{place}]") for place, email in enumerate(found.emails))
    return Contacts(Keys((candidate_key(found.candidate_id),) * len(said)), said)


def _said(email: Email, source: Source, where: str) -> Said:
    at = instant(email.created_at, f"{where}.created_at")
    body = ContactLogged(
        feed=NAME,
        contact=computed_id("contact", NAME, "email", email.id),
        on=at.astimezone(source.zone).date(),
        channel="message",
        by=(email.sender or "").strip() or email.user.name if email.user else None,
        answered=email.user is None,
    )
    return Said(body, ("email", str(email.id)), moment(at))
