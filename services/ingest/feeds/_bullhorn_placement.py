"""A placement as Bullhorn has it: its dates and its status, and what the two mean together.

Statuses are the agency's own words; these are Bullhorn's and the usual ones, and any other one is that of a
placement that goes on.
"""

from datetime import date
from typing import NamedTuple

from services.ingest.feeds._bullhorn_words import NAME, said
from services.ingest.feeds._candidacy import placement_id
from services.ingest.feeds._employment import employment
from services.ingest.feeds._placement import Placement
from services.ingest.files.columns import plain
from shared.errors import UnreadableError
from shared.facts.spans import exactly

NEVER = {
    *("cancelled", "canceled", "rejected", "declined", "withdrawn", "backedout", "felloff", "fellthrough"),
    *("noshow", "nevershowedup", "neverstarted", "didnotstart", "rescinded", "notapproved"),
}
"""It never took place: as a status, or as the reason of a termination."""
BROKEN_OFF = {"terminated", "endedearly"}
DONE = {"completed", "ended"}


class Terms(NamedTuple):
    """What a placement, or a change of one, states of it."""

    begins: date
    ends: date | None
    employment: str | None
    status: str | None
    reason: str | None
    shown_on: date
    """The day on which that was so."""
    at: str | None = None
    """The moment, where it is told."""


def placement(agency: str, number: str) -> str:
    """Our id of a placement."""
    return placement_id(agency, NAME, number)


def key(number: int | str) -> str:
    """The key of whoever was placed so."""
    return f"bullhorn:placement:{number}"


def stated(id_: str, terms: Terms, ends_field: str) -> Placement:
    """A placement without who placed it where and as what; `UnreadableError` names the field of the end."""
    status, reason = plain(terms.status or ""), plain(terms.reason or "")
    broken_off = status in BROKEN_OFF
    backwards = terms.ends is not None and terms.ends < terms.begins
    never = status in NEVER or (broken_off and (reason in NEVER or backwards))
    if backwards and not never:
        raise UnreadableError(f"expected a day from {terms.begins} on, found {terms.ends}", field=ends_field)
    return Placement(
        id=id_,
        starts=exactly(terms.begins),
        ends=None if never else terms.ends,
        ended=None if never else _ended(terms, status),
        early=broken_off and not never,
        words=said(terms.reason) if broken_off or never else None,
        cancelled=never,
        employment=_employment(terms),
        recruiter=None,
        client=None,
        title=None,
        at=terms.at,
    )


def _ended(terms: Terms, status: str) -> date | None:
    """Completed without a last day is a permanent placement whose guarantee is over: it goes on."""
    if status in BROKEN_OFF:
        return terms.ends or max(terms.shown_on, terms.begins)
    return terms.ends if status in DONE else None


def _employment(terms: Terms) -> str:
    """By its own word or, where that says nothing, by whether it has a last day."""
    word = employment(terms.employment)
    if word == "unknown" and "direct" not in (terms.employment or "").lower():
        return "contract" if terms.ends else "permanent"
    return "permanent" if word == "unknown" else word
