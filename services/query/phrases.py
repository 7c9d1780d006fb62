"""Parts of sentences that several kinds of facts share; each is empty where nothing is known."""

from datetime import date

from shared.facts.spans import Span
from shared.plain import excerpt

QUOTED = 1_000
"""Letters that a sentence quotes at most."""
BY_CHANNEL = {"message": " by message", "call": " by phone", "meeting": " in person"}


def role_at(title: str | None, employer: str | None, before: str = " ") -> str:
    """`as Lead at Acme` after a space, `Lead at Acme` after anything else that stands before it."""
    role = " at ".join(part for part in (title, employer) if part)
    article = "as " if title and before == " " else ""
    article = "at " if employer and not title and before == " " else article
    return f"{before}{article}{role}" if role else ""


def quoted(words: str | None) -> str:
    """What somebody said or wrote, in brackets; of something long its beginning."""
    return f" (“{excerpt(words, QUOTED)}”)" if words else ""


def on(span: Span) -> str:
    """When, as certain as it is known."""
    return f"on {span}" if span.day else str(span)


def then(before: str, what: date | str | None) -> str:
    """What may follow, with the words that lead to it."""
    return f"{before}{what}" if what else ""
