"""Lever's opportunities, as its Data API returns them: https://hire.lever.co/developer/documentation#opportunities.

An array, or one a line, of what stands in `data`; `?expand=contact&expand=owner&expand=stage` may have been
asked for. They tell what no web hook does: who a contact is. Postings may stand in the same file.

- Somebody is their contact; e-mail addresses and LinkedIn profiles among the `links` are strong keys.
- The owner looks after them, where expanded: an id names nobody. The location is where they are.
- `headline` is a list of employers in no order that is told, so none of them is taken for the one they have.
- Why an opportunity is archived is an id, so that a file tells and undoes no hire; web hooks do. Its stage is
  told by the id that they give.
- Who `isAnonymized` is forgotten, like somebody deleted.

Inferred, as the page shows no sample of each: `contact`, `owner` and `stage` are read as ids and as objects.
"""

from uuid import UUID

import msgspec

from services.ingest.dates import epoch_milliseconds
from services.ingest.feeds._candidacy import Candidacy, placement_id
from services.ingest.feeds._lever_people import NAME, contact_key, named, opportunity_key
from services.ingest.feeds._mentioned import uuid, values
from services.ingest.identity import keys
from services.ingest.payload import decode
from services.ingest.reading import Erasure, Keys, Reading, Source, Statement
from services.ingest.standing import Profiled
from shared.errors import UnreadableError
from shared.facts.people import PersonProfiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import Span

MOST_LINKS = 10
"""Pages about somebody among which a profile is looked for."""


class Thing(msgspec.Struct):
    """What was expanded: a contact, a stage, a user."""

    id: str
    name: str | None = None
    email: str | None = None


class Phone(msgspec.Struct):
    """A phone number."""

    value: str | None = None


class Opportunity(msgspec.Struct, rename="camel"):
    """One candidacy of a contact."""

    id: UUID
    contact: UUID | Thing
    created_at: int
    """Milliseconds since 1970."""
    name: str | None = None
    emails: list[str] | None = None
    phones: list[Phone] | None = None
    links: list[str] | None = None
    location: str | None = None
    stage: str | Thing | None = None
    owner: str | Thing | None = None
    updated_at: int | None = None
    is_anonymized: bool | None = None


def read(raw: bytes, source: Source) -> Reading:
    """What an opportunity says; `UnreadableError` names the field."""
    found = decode(raw, Opportunity)
    known = Keys((contact_key(_contact(found)),), (opportunity_key(found.id), *_strong_keys(found)))
    if found.is_anonymized:
        return Erasure(known, "anonymised in Lever")
    at, field = (found.updated_at, "updatedAt") if found.updated_at else (found.created_at, "createdAt")
    occurred = epoch_milliseconds(at, field)
    return Statement(
        known,
        standings=(
            Profiled(_profile(found), occurred, by_name=True),
            _candidacy(found, source, occurred),
        ),
    )


def _contact(found: Opportunity) -> UUID:
    if isinstance(found.contact, UUID):
        return found.contact
    id_ = uuid(found.contact.id)
    if id_ is None:
        raise UnreadableError("expected the UUID of a contact, found something else", field="contact.id")
    return id_


def _candidacy(found: Opportunity, source: Source, occurred: str) -> Candidacy:
    placement = placement_id(source.agency, NAME, str(found.id))
    stage = found.stage.id if isinstance(found.stage, Thing) else found.stage
    return Candidacy(
        event=source.digest,
        application=str(found.id),
        hire=PlacementStarted(feed=NAME, placement=placement, starts=Span(), recruiter=_called(found.owner)),
        stage=stage,
        occurred=occurred,
    )


def _profile(found: Opportunity) -> PersonProfiled:
    phones = (_text(phone.value) for phone in found.phones or ())
    return PersonProfiled(
        feed=NAME,
        recruiter=_called(found.owner),
        name=_text(found.name),
        emails=tuple(email for each in found.emails or () if (email := _text(each))),
        phones=tuple(phone for phone in phones if phone),
        profile_url=next((link for link in _links(found) if keys.profile(link)), None),
        place=_text(found.location),
    )


def _strong_keys(found: Opportunity) -> tuple[str, ...]:
    addresses = (keys.email(each.strip()) for each in found.emails or ())
    pages = (keys.profile(link) for link in _links(found))
    return tuple(dict.fromkeys(key for key in (*addresses, *pages) if key))


def _links(found: Opportunity) -> list[str]:
    return (found.links or [])[:MOST_LINKS]


def _called(owner: str | Thing | None) -> str | None:
    return (_text(owner.email) or _text(owner.name)) if isinstance(owner, Thing) else None


def _text(said: str | None) -> str | None:
    return (said or "").strip() or None


def mentions(raw: bytes) -> str | None:
    """Whom an opportunity names that may be malformed anywhere else."""
    contacts = (key for each in values(raw, "contact", "contact.id") if (key := named(each)))
    return next(contacts, None)
