"""LinkedIn's `messages.csv`, from the same archive as `Connections.csv`: that people were in touch.

What was written is nobody's business here: only the day and the direction become a fact, `contact.logged`,
and of a row only who, whom, when and in which conversation is kept until that is told. A conversation is one
contact a day and direction, however many messages it has; who was not told of by any feed is left out.

Columns: CONVERSATION ID, SENDER PROFILE URL, RECIPIENT PROFILE URLS (with commas between them; since
mid-2023), DATE (`2024-03-07 09:15:00 UTC`), FOLDER (`INBOX`, `ARCHIVE`, `SPAM` or nothing; what was sent lies
in `INBOX`), IS MESSAGE DRAFT and IS CONVERSATION DRAFT (`Yes`, `No`; since 2024). No row says whose archive
it is: it is theirs who take part in twice as many conversations as anybody else; where nobody does, a
message counts with the one side that is known, and is refused where both are.
Advertisements and people who left have no address. A message in the agency's spam was not read by it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice

from services.ingest.cells import needed, readable, text, yes_or_no
from services.ingest.dates import instant
from services.ingest.identity import keys
from services.ingest.reading import Cells, Contacts, FileFeed, Keys, Reading, Said, Silence, Source
from shared.envelope import computed_id, moment
from shared.errors import UnreadableError
from shared.facts.contacts import ContactLogged

NAME = "linkedin_messages"
VENDOR = "linkedin"
LONGEST_LIST = 100_000
"""Characters of all addresses of a large group."""
LOOKED_AT = 5_000
"""Messages by which it is told whose archive it is."""
FAR_MORE = 2
"""Times as many conversations as whoever comes next: a few spoilt rows must not change sides."""
SPAM = ("spam", "junk")
_BETWEEN = re.compile(r"[,;\s]+")


def read_row(cells: Cells, source: Source) -> Reading:
    """Whom the agency wrote to, or who wrote to the agency; `UnreadableError` names the column."""
    if yes_or_no(cells, "draft") or yes_or_no(cells, "conversation_draft"):
        return Silence()
    on, conversation = _day(cells, source), needed(cells, "conversation")
    sender, recipients, owner = _sender(cells), _recipients(cells), text(cells, "owner")
    if owner is None:
        return _sides(conversation, on, sender, recipients)
    if sender == owner:
        return _contacts([_said(conversation, on, one, answered=False) for one in recipients if one != owner])
    if sender is None or (text(cells, "folder") or "").casefold() in SPAM:
        return _contacts([])
    return _contacts([_said(conversation, on, sender, answered=True)])


def mentions(cells: Cells) -> Keys:
    """Whom an unreadable row speaks of, beside whose archive it is."""
    return Keys(tuple(key for key in _part(cells) if key != cells.get("owner")))


def whole(rows: Iterable[Cells]) -> Cells:
    """Whose archive it is, where one person takes part in far more conversations than anybody else."""
    parts = {(cells.get("conversation"), key) for cells in islice(rows, LOOKED_AT) for key in _part(cells)}
    takes_part = Counter(key for _, key in parts)
    first, second = (*takes_part.most_common(2), ("", 0), ("", 0))[:2]
    return {"owner": first[0]} if first[1] and first[1] >= FAR_MORE * second[1] else {}


def _part(cells: Cells) -> tuple[str, ...]:
    """Who takes part, as far as that can be read."""
    urls = (cells.get("sender", ""), *_BETWEEN.split(cells.get("recipients", "")))
    return tuple(dict.fromkeys(key for url in urls if (key := keys.profile(url))))


def _thing(cells: Cells) -> str | None:
    found = [readable(cells, column) for column in ("conversation", "sent_at", "sender")]
    return " ".join(map(str, found)) if any(found) else None


def _day(cells: Cells, source: Source) -> date:
    sent = instant(needed(cells, "sent_at"), "sent_at")
    if sent > source.received:
        raise UnreadableError("expected a moment that is past, found one to come", field="sent_at")
    return sent.astimezone(source.zone).date()


def _sender(cells: Cells) -> str | None:
    found = text(cells, "sender")
    return _person(found, "sender") if found else None


def _recipients(cells: Cells) -> list[str]:
    urls = _BETWEEN.split(text(cells, "recipients", LONGEST_LIST) or "")
    found = (_person(url, "recipients") for url in urls if url)
    return list(dict.fromkeys(key for key in found if key))


def _person(url: str, column: str) -> str | None:
    """The key of a person; `None` for a company, a school, and for somebody who has left."""
    key = keys.profile(url)
    if key is None and "linkedin.com/" not in url.casefold():
        raise UnreadableError("expected addresses of LinkedIn profiles, found something else", field=column)
    return key


def _said(conversation: str, on: date, key: str, *, answered: bool) -> tuple[str, Said]:
    about = (conversation, str(on), "received" if answered else "sent")
    contact = computed_id("contact", VENDOR, *about)
    body = ContactLogged(feed=VENDOR, contact=contact, on=on, channel="message", answered=answered)
    return key, Said(body, about, moment(on))


def _contacts(said: list[tuple[str, Said]], *, sides: bool = False) -> Contacts:
    return Contacts(Keys(tuple(key for key, _ in said)), tuple(one for _, one in said), sides)


def _sides(conversation: str, on: date, sender: str | None, recipients: list[str]) -> Contacts:
    """Both sides: who of them is known is not the agency's. One without an address tells nothing."""
    others = [one for one in recipients if one != sender]
    if sender is None or not others:
        return _contacts([])
    said = [_said(conversation, on, one, answered=False) for one in others]
    return _contacts([_said(conversation, on, sender, answered=True), *said], sides=True)


READ = {
    "conversation": ("CONVERSATION ID",),
    "sender": ("SENDER PROFILE URL",),
    "recipients": ("RECIPIENT PROFILE URLS",),
    "sent_at": ("DATE",),
    "folder": ("FOLDER",),
    "draft": ("IS MESSAGE DRAFT",),
    "conversation_draft": ("IS CONVERSATION DRAFT",),
}
PASSED_OVER = ("CONVERSATION TITLE", "FROM", "TO", "SUBJECT", "CONTENT", "ATTACHMENTS")
"""Known, and neither read nor kept."""

FEED = FileFeed(
    name=NAME,
    columns=READ | {"owner": ("whose archive it is",), "passed_over": PASSED_OVER},
    required=frozenset({"conversation", "sender", "recipients", "sent_at"}),
    read_row=read_row,
    thing=_thing,
    mentions=mentions,
    named=keys.profile,
    entry="messages.csv",
    kept=frozenset(READ),
    whole=whole,
)
