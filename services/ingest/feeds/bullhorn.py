"""Bullhorn's events and entities, as described at https://bullhorn.github.io/rest-api-docs/.

Bullhorn calls nobody: its events are fetched (`event/subscription`). So the agency's own program fetches
them, reads each entity (`entity/…`) and posts the two, one event at a time, each as Bullhorn gave it:
`{"event": {…}, "entity": {…}}`, without `entity` where Bullhorn has it no more. It signs the body as
`X-Afterhire-Signature: sha256=<hex>` with AFTERHIRE_BULLHORN_SECRET (deploy/adr/0037).

Entities: `Candidate`, `Placement`, `PlacementChangeRequest`, `JobOrder` and `Note`. Any other one is refused
by name and kept. The fields to ask for are `*`; beside them of a candidate
`owner(id,firstName,lastName,email)`, of a placement `owners` likewise and
`jobOrder(id,title,clientCorporation(id,name))`, of a note `commentingPerson` like an owner: nothing else
tells a recruiter's and a client's name.

- A day is kept as its midnight in US Eastern time, as milliseconds since 1970.
- A placement waits until its candidate is known, an approved change until its placement is; one that is not
  approved says nothing.
- `dateEnd` null is a permanent placement, where `employmentType` does not say otherwise. What a status means
  stands in `_bullhorn_placement.py`.
- Of a placement, what was changed earlier than what was told last comes late, and changes nothing.
- `massMailOptOut` is a no to being written to; so is the status `Do Not Contact`.
- `isDeleted` can be taken back in Bullhorn: until then nobody is written to. Whoever is anonymised, or is no
  more in Bullhorn, is forgotten for good. A placement that was deleted never took place.
- A note says that somebody was in touch (see `_bullhorn_notes.py`), of people who are known here.
- CSV files of Bullhorn's data loader are read as well: see `_bullhorn_files.py`.
"""

from collections.abc import Callable
from datetime import date
from itertools import chain
from typing import TypeGuard

import msgspec

from services.ingest.dates import epoch_day, epoch_milliseconds
from services.ingest.feeds import _bullhorn as bh
from services.ingest.feeds import _bullhorn_job as job
from services.ingest.feeds import _bullhorn_notes as notes
from services.ingest.feeds import _bullhorn_people as people
from services.ingest.feeds import _bullhorn_placement as placing
from services.ingest.feeds._bullhorn_files import FILES
from services.ingest.feeds._bullhorn_words import EASTERN, NAME, place, said
from services.ingest.feeds._job import gone
from services.ingest.feeds._mentioned import values
from services.ingest.feeds._placement import Amended, Deleted, Placed
from services.ingest.files.columns import plain
from services.ingest.payload import decode, word
from services.ingest.reading import (
    Erasure,
    Keys,
    Reading,
    Silence,
    Source,
    Statement,
    WebhookFeed,
)
from services.ingest.signature import of_body
from shared.errors import UnreadableError

CANDIDATE, PLACEMENT = "Candidate", "Placement"
ENDS = "entity.dateEnd"


def read(raw: bytes, source: Source) -> Reading:
    """What a posted event says; `UnreadableError` names the field."""
    opening = decode(raw, bh.Opening)
    event = opening.event
    if event.entity_name not in READERS:
        known, found = ", ".join(READERS), word(event.entity_name)
        reason = f"expected one of the entities {known}; found {found}"
        raise UnreadableError(reason, field="event.entityName")
    if event.entity_event_type not in ("INSERTED", "UPDATED", "DELETED"):
        found = word(event.entity_event_type)
        reason = f"expected INSERTED, UPDATED or DELETED; found {found}"
        raise UnreadableError(reason, field="event.entityEventType")
    if event.entity_event_type == "DELETED" and bytes(opening.entity) in (b"", b"null"):
        return GONE[event.entity_name](event.entity_id, source)
    _check_id(raw, event)
    return READERS[event.entity_name](raw, source)


def _check_id(raw: bytes, event: bh.Event) -> None:
    found = decode(raw, bh.Posted[bh.Named]).entity.id
    if found != event.entity_id:
        raise UnreadableError(
            f"expected the entity {event.entity_id} that the event names, found {found}", field="entity.id"
        )


def _candidate(raw: bytes, source: Source) -> Reading:
    return people.read(decode(raw, bh.Posted[bh.Candidate]).entity, source.agency)


def _placement(raw: bytes, source: Source) -> Reading:
    found = decode(raw, bh.Posted[bh.Placement]).entity
    order, candidate = found.job_order, found.candidate.id
    company = order.client_corporation if order else None
    owners = found.owners.data if found.owners else []
    now = msgspec.structs.replace(
        placing.stated(placing.placement(source.agency, str(found.id)), _terms(found, source), ENDS),
        recruiter=next((name for each in owners if (name := people.called(each))), None),
        client=said(company.name) if company else None,
        title=said(order.title) if order else None,
    )
    return Statement(
        Keys((people.candidate_key(candidate),), (placing.key(found.id),)),
        standings=(Placed(now, source.received.date(), NAME),),
        waits=f"the candidate {candidate}",
    )


def _change(raw: bytes, source: Source) -> Reading:
    found = decode(raw, bh.Posted[bh.Change]).entity
    if plain(found.request_status or "") != "approved":
        return Silence()
    id_ = placing.placement(source.agency, str(found.placement.id))
    now = placing.stated(id_, _terms(found, source), ENDS)
    return Statement(
        Keys((placing.key(found.placement.id),)),
        standings=(Amended(now, source.received.date(), NAME),),
        waits=f"the placement {found.placement.id}",
    )


def _order(raw: bytes, source: Source) -> Reading:
    found = decode(raw, bh.Posted[bh.JobOrder]).entity
    company, address = found.client_corporation, found.address
    listed = [skill.name for skill in found.skills.data] if found.skills else []
    order = job.Order(
        reference=str(found.id),
        title=said(found.title) or "",
        posted_on=epoch_day(found.date_added, "entity.dateAdded", EASTERN),
        open=bool(found.is_open) and not found.is_deleted,
        client=said(company.name) if company else None,
        place=place(address.city, address.state) if address else None,
        skills=job.skills(found.skill_list, *listed),
        salary=found.salary,
        salary_unit=found.salary_unit,
        url=said(found.job_posting_url),
    )
    if not order.title:
        raise UnreadableError("expected something, found an empty text", field="entity.title")
    return job.notice(order, source)


def _note(raw: bytes, source: Source) -> Reading:
    found = decode(raw, bh.Posted[bh.Note]).entity
    if found.is_deleted:
        return Silence()
    note = notes.Note(
        id=str(found.id),
        action=found.action or "",
        on=epoch_day(found.date_added, "entity.dateAdded", source.zone),
        occurred=epoch_milliseconds(found.date_added, "entity.dateAdded"),
        by=people.called(found.commenting_person),
        minutes=found.minutes_spent,
    )
    whom = [one.id for one in found.candidates.data] if found.candidates else []
    reference = found.person_reference
    if reference and reference.kind in (None, CANDIDATE):
        whom = [reference.id, *whom]
    return notes.read(note, [people.candidate_key(one) for one in whom])


READERS: dict[str, Callable[[bytes, Source], Reading]] = {
    CANDIDATE: _candidate,
    PLACEMENT: _placement,
    "PlacementChangeRequest": _change,
    "JobOrder": _order,
    "Note": _note,
}


def _candidate_gone(number: int, _source: Source) -> Reading:
    return Erasure(Keys((people.candidate_key(number),)), "deleted in Bullhorn")


def _placement_gone(number: int, source: Source) -> Reading:
    id_ = placing.placement(source.agency, str(number))
    deleted = Deleted(id_, source.received.date(), NAME)
    return Statement(Keys((placing.key(number),)), standings=(deleted,), of_known=True)


def _nothing(_number: int, _source: Source) -> Reading:
    return Silence()


def _order_gone(number: int, source: Source) -> Reading:
    return gone(NAME, str(number), source)


GONE: dict[str, Callable[[int, Source], Reading]] = {
    CANDIDATE: _candidate_gone,
    PLACEMENT: _placement_gone,
    "PlacementChangeRequest": _nothing,
    "JobOrder": _order_gone,
    "Note": _nothing,
}
"""What it says that Bullhorn has an entity no more."""


def _terms(found: bh.Terms, source: Source) -> placing.Terms:
    at, types = found.date_last_modified, found.employment_type
    return placing.Terms(
        begins=_day(found.date_begin, "entity.dateBegin"),
        ends=_day(found.date_end, "entity.dateEnd") if found.date_end is not None else None,
        employment=" ".join(types) if isinstance(types, list) else types,
        status=found.status,
        reason=found.termination_reason,
        shown_on=_day(at, "entity.dateLastModified") if at is not None else source.as_of,
        at=epoch_milliseconds(at, "entity.dateLastModified") if at is not None else None,
    )


def _day(number: int, field: str) -> date:
    return epoch_day(number, field, EASTERN)


def _mentions(raw: bytes) -> str | None:
    """Whom a payload names that may be malformed anywhere else, or be of an entity we do not know."""
    named = next(values(raw, "event.entityName"), None)
    ids = ("event.entityId", "entity.id")
    candidates = values(
        raw, "entity.candidate.id", "entity.personReference.id", *(ids if named == CANDIDATE else ())
    )
    placements = values(raw, "entity.placement.id", *(ids if named == PLACEMENT else ()))
    found = chain(
        (people.candidate_key(each) for each in candidates if _is_id(each)),
        (placing.key(each) for each in placements if _is_id(each)),
    )
    return next(found, None)


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


FEED = WebhookFeed(
    name=NAME,
    read=read,
    mentions=_mentions,
    named=people.named,
    secret=lambda settings: settings.bullhorn_secret,
    variable="AFTERHIRE_BULLHORN_SECRET",
    signature=of_body("X-Afterhire-Signature", "sha256="),
    files=FILES,
)
