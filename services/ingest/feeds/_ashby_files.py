"""Files of what Ashby's `candidate.list` returns: https://developers.ashbyhq.com/reference/candidatelist.

An array, or one a line, of what stands in `results`. They tell what no web hook does: where somebody works,
as what, and their profile; whom they are credited to looks after them, until a hiring team is told of. How
far an application came stands in the web hooks alone. Notes (`candidate.listNotes`) say what was thought, and
no page tells of messages, so that no contact made elsewhere is read.
"""

from uuid import UUID

import msgspec

from services.ingest.dates import timestamp
from services.ingest.feeds import _ashby as ashby
from services.ingest.feeds._ashby_people import application_key, called, candidate_key, contacted, named
from services.ingest.feeds._mentioned import values
from services.ingest.feeds._postings import Whom, files
from services.ingest.identity import keys
from services.ingest.payload import decode
from services.ingest.reading import Keys as Known
from services.ingest.reading import Reading, Source, Statement
from services.ingest.standing import Profiled

MOST_LINKS = 10
"""Pages about somebody among which a profile is looked for."""


class Link(msgspec.Struct):
    """A page about somebody."""

    url: str | None = None


class Listed(ashby.Candidate, rename="camel"):
    """A candidate as the list shows them."""

    email_addresses: list[ashby.Contact] | None = None
    social_links: list[Link] | None = None
    company: str | None = None
    position: str | None = None
    application_ids: list[UUID] | None = None
    updated_at: str | None = None
    credited_to_user: ashby.User | None = None


def _read(raw: bytes, source: Source) -> Reading:
    del source
    found = decode(raw, Listed)
    links = [link.url for link in (found.social_links or [])[:MOST_LINKS] if link.url]
    addresses = [found.primary_email_address, *(found.email_addresses or ())]
    strong = keys.among(*(each.value for each in addresses if each), *links)
    profile = msgspec.structs.replace(
        contacted(found),
        recruiter=called(found.credited_to_user),
        profile_url=next((link for link in links if keys.profile(link)), None),
        employer=(found.company or "").strip() or None,
        title=(found.position or "").strip() or None,
    )
    applications = (application_key(each) for each in found.application_ids or ())
    occurred = timestamp(found.updated_at, "updatedAt") if found.updated_at else None
    return Statement(
        Known((candidate_key(found.id),), (*applications, *strong)),
        standings=(Profiled(profile, occurred, silent=("recruiter",)),),
    )


def _mentions(raw: bytes) -> str | None:
    """Whom an object names that may be malformed anywhere else."""
    return next((key for each in values(raw, "id") if (key := named(each))), None)


FILES = files("ashby", _read, lambda raw: decode(raw, ashby.Named).id, Whom(_mentions, named))
