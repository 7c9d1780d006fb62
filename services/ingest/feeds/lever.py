"""Lever's web hooks, as described at https://hire.lever.co/developer/documentation#webhooks.

Events: `candidateHired`, `candidateStageChange`, `candidateArchiveChange`, `applicationCreated` and
`candidateDeleted`. Any other event (interviews, contacts) is refused by name and kept. The request by which
Lever tries a web hook has empty `data` and says nothing.

- The signature stands in the body and covers `token` and `triggeredAt` only. So a web hook may be as old as
  AFTERHIRE_LEVER_HOURS at most (24 by default: Lever tries five times again, waiting longer and longer, and
  does not say for how long), and what was signed is taken under one body only: see deploy/adr.
- Each web hook has a signature token of its own; AFTERHIRE_LEVER_SECRETS takes all of them, with commas.
- A web hook holds ids only. A hire makes somebody known by the id of their contact, with a placement that
  starts at an unknown date, for the start date stands in the offer. Who that is, a file of opportunities
  says, or a recruiter: `GET /v1/feeds/lever/person?id=` finds them by the contact, `POST
  /v1/people/{person}/merge` joins the two.
- What tells of no hire waits until one has made its contact known; of applicants whom nobody hired it waits
  for good. An agency that wants no such web hooks leaves those events switched off.
- Stages are ids. Why somebody is archived is an id as well; hired people are archived too, so it ends no
  placement. Somebody who was hired and is taken out of the archive was not: the hire is undone.
- A deleted candidate is forgotten whole, with all that other feeds told of that person.
- Opportunities and postings come in as files: see `_lever_opportunities.py` and `_lever_postings.py`.
- Contacts made elsewhere: the documented API tells of none. Its notes, interviews and feedback say what was
  thought and arranged; `lastInteractionAt` counts the agency's own clicks as well.
"""

from collections.abc import Callable
from itertools import chain
from uuid import UUID

from services.ingest.dates import epoch_milliseconds
from services.ingest.feeds import _lever as lever
from services.ingest.feeds._candidacy import Candidacy, placement_id
from services.ingest.feeds._lever_files import FILES
from services.ingest.feeds._lever_people import NAME, contact_key, named, opportunity_key
from services.ingest.feeds._lever_signature import SIGNATURE, covered
from services.ingest.feeds._mentioned import uuid, values
from services.ingest.payload import decode, word
from services.ingest.reading import (
    Erasure,
    Keys,
    Reading,
    Said,
    Silence,
    Source,
    Statement,
    WebhookFeed,
)
from shared.errors import UnreadableError
from shared.facts.placements import ApplicationMoved, PlacementStarted
from shared.facts.spans import Span


def read(raw: bytes, source: Source) -> Reading:
    """What a web hook says; `UnreadableError` names the field."""
    opening = decode(raw, lever.Opening)
    reader = READERS.get(opening.event)
    if reader is None:
        known, found = ", ".join(READERS), word(opening.event)
        raise UnreadableError(f"expected one of the events {known}; found {found}", field="event")
    return reader(raw, source, opening) if opening.data else _tried(raw)


def _tried(raw: bytes) -> Reading:
    """Lever tries a web hook with no data; one that lacks them is none of Lever's."""
    decode(raw, lever.Hook[dict[str, object]])
    return Silence()


def _hired(raw: bytes, source: Source, opening: lever.Opening) -> Reading:
    subject = decode(raw, lever.Hook[lever.Subject]).data
    return Statement(_keys(subject), standings=(_candidacy(subject, source, opening, hired=True),))


def _moved(raw: bytes, source: Source, opening: lever.Opening) -> Reading:
    move = decode(raw, lever.Hook[lever.Move]).data
    candidacy = _candidacy(move, source, opening, stage=move.to_stage_id)
    return Statement(_keys(move), standings=(candidacy,), waits=_waits(move))


def _archived(raw: bytes, source: Source, opening: lever.Opening) -> Reading:
    archiving = decode(raw, lever.Hook[lever.Archiving]).data
    undone = False if archiving.to_archived is None else None
    candidacy = _candidacy(archiving, source, opening, hired=undone)
    return Statement(_keys(archiving), standings=(candidacy,), waits=_waits(archiving))


def _applied(raw: bytes, _source: Source, opening: lever.Opening) -> Reading:
    subject = decode(raw, lever.Hook[lever.Subject]).data
    opportunity = str(_opportunity(subject))
    occurred = epoch_milliseconds(opening.triggered_at, "triggeredAt")
    applied = Said(
        ApplicationMoved(feed=NAME, application=opportunity), (opportunity, _event(opening)), occurred
    )
    return Statement(_keys(subject), (applied,), waits=_waits(subject))


def _deleted(raw: bytes, _source: Source, _opening: lever.Opening) -> Reading:
    subject = decode(raw, lever.Hook[lever.Subject]).data
    return Erasure(_keys(subject), "deleted in Lever")


READERS: dict[str, Callable[[bytes, Source, lever.Opening], Reading]] = {
    "candidateHired": _hired,
    "candidateStageChange": _moved,
    "candidateArchiveChange": _archived,
    "applicationCreated": _applied,
    "candidateDeleted": _deleted,
}


def _candidacy(
    subject: lever.Subject,
    source: Source,
    opening: lever.Opening,
    *,
    hired: bool | None = None,
    stage: str | None = None,
) -> Candidacy:
    opportunity = str(_opportunity(subject))
    placement = placement_id(source.agency, NAME, opportunity)
    return Candidacy(
        event=_event(opening),
        application=opportunity,
        hire=PlacementStarted(feed=NAME, placement=placement, starts=Span()),
        hired=hired,
        stage=stage,
        occurred=epoch_milliseconds(opening.triggered_at, "triggeredAt"),
    )


def _event(opening: lever.Opening) -> str:
    """What stands for the event: its id or, where Lever leaves it out, what happened when."""
    return opening.id or f"{opening.event} {opening.triggered_at}"


def _opportunity(subject: lever.Subject) -> UUID:
    found = subject.opportunity_id or subject.candidate_id
    if found is None:
        raise UnreadableError("expected the field data.opportunityId, found none", field="data.opportunityId")
    return found


def _keys(subject: lever.Subject) -> Keys:
    """The contact above all; without one, the opportunity has to do."""
    found = opportunity_key(_opportunity(subject))
    contact = subject.contact_id
    return Keys((contact_key(contact),), (found,)) if contact else Keys((found,))


def _waits(subject: lever.Subject) -> str:
    contact = subject.contact_id
    return f"a hire of {f'contact {contact}' if contact else f'opportunity {_opportunity(subject)}'}"


def _mentions(raw: bytes) -> str | None:
    """Whom a payload names that may be malformed anywhere else, or be of an event we do not know."""
    contacts = (named(str(each)) for each in values(raw, "data.contactId"))
    opportunities = (uuid(each) for each in values(raw, "data.opportunityId", "data.candidateId"))
    found = chain(contacts, (opportunity_key(each) for each in opportunities if each))
    return next((key for key in found if key), None)


FEED = WebhookFeed(
    name=NAME,
    read=read,
    mentions=_mentions,
    named=named,
    secret=lambda settings: settings.lever_secrets,
    variable="AFTERHIRE_LEVER_SECRETS",
    signature=SIGNATURE,
    covered=covered,
    files=FILES,
)
