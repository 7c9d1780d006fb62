"""Greenhouse Recruiting's web hooks, as described at https://developers.greenhouse.io/webhooks.html.

Actions: `hire_candidate`, `unhire_candidate`, `candidate_stage_change`, `application_updated`,
`new_candidate_application`, `reject_candidate`, `unreject_candidate`, `update_candidate`, `offer_created`,
`offer_approved`, `offer_updated`, `offer_deleted`, `merge_candidate`, `delete_candidate`,
`candidate_anonymized`, `job_created`, `job_approved`, `job_updated`, `job_deleted`, and the `ping` of a new
web hook, which says nothing. Any other action is refused by name and kept.

- `Signature: sha256 <hex>` signs the raw body. The delivery's id travels outside the signature, in
  `Greenhouse-Event-ID`, so the body's digest stands for the event.
- Dates come in two styles: `2013-04-15`, and `04/15/2013` with the month first.
- `can_email: false` is a no to being written to; `true` is the vendor's default and says nothing.
- A recruiter is known by the e-mail address or, without one, by the name.
- The client is the job's custom field `client`, the kind of employment its `employment_type`.
- Offers name an application, not a person; they wait until another web hook or an export has named it.
- An accepted offer's start date is the placement's, also when it is corrected after the hire. A hire that
  comes late, with an earlier version of the offer, does not move it back.
- Only `unhire_candidate` undoes a hire: what else shows an application may be a moment older than the hire.
- A job is open while its status is `open` and it is not confidential; it pays what the custom field
  `salary_range` says, where that can be a year's.
- Exports of the Harvest API are read as well: see `_greenhouse_files.py`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from services.ingest.dates import timestamp
from services.ingest.feeds import _greenhouse as gh
from services.ingest.feeds import _greenhouse_applications as applications
from services.ingest.feeds import _greenhouse_jobs as jobs
from services.ingest.feeds._candidacy import Candidacy
from services.ingest.feeds._greenhouse_files import FILES
from services.ingest.feeds._greenhouse_people import NAME, called, candidate_key, named, person
from services.ingest.payload import decode, word
from services.ingest.reading import (
    Erasure,
    Keys,
    Merge,
    Reading,
    Silence,
    Source,
    Statement,
    WebhookFeed,
)
from services.ingest.signature import of_body
from shared.errors import UnreadableError
from shared.facts.placements import PlacementCancelled, PlacementStarted

APPLICATION = "payload.application"


def read(raw: bytes, source: Source) -> Reading:
    """What a web hook says; `UnreadableError` names the field."""
    action = decode(raw, gh.Opening).action
    reader = READERS.get(action)
    if reader is None:
        known = ", ".join(READERS)
        raise UnreadableError(f"expected one of the actions {known}; found {word(action)}", field="action")
    return reader(raw, source)


def _hired(raw: bytes, source: Source) -> Reading:
    return _about(raw, source, hired=True)


def _unhired(raw: bytes, source: Source) -> Reading:
    return _about(raw, source, hired=False)


def _moved(raw: bytes, source: Source) -> Reading:
    return _about(raw, source)


def _about(raw: bytes, source: Source, *, hired: bool | None = None) -> Statement:
    application = decode(raw, gh.Hook[gh.OfApplication]).payload.application
    at, stage = application.last_activity_at, application.current_stage
    occurred = timestamp(at, f"{APPLICATION}.last_activity_at") if at else None
    placement = applications.placement_id(source.agency, application.id)
    candidacy = Candidacy(
        event=source.digest,
        application=str(application.id),
        hire=_hire(application, source),
        hired=hired,
        stage=stage.name if stage else None,
        occurred=occurred,
        version=(application.offer and application.offer.version) or 0,
        alone=PlacementCancelled(feed=NAME, placement=placement) if hired is False else None,
    )
    key = applications.application_key(application.id)
    return person(application.candidate, (key,), occurred, (candidacy,))


def _hire(application: gh.Application, source: Source) -> PlacementStarted:
    job = application.job or next(iter(application.jobs), None)
    recruiter = called(application.candidate.recruiter) or called(application.credited_to)
    hire = applications.hire(source.agency, application.id, job, recruiter)
    starts = application.offer.starts_at if application.offer else None
    return msgspec.structs.replace(
        hire, starts=applications.starts_on(starts, f"{APPLICATION}.offer.starts_at")
    )


def _updated(raw: bytes, _source: Source) -> Reading:
    return person(decode(raw, gh.Hook[gh.OfCandidate]).payload.candidate)


def _offered(raw: bytes, source: Source) -> Reading:
    offer = decode(raw, gh.Hook[gh.Offered]).payload
    return _of_offer(offer, source, "payload.start_date")


def _withdrawn(raw: bytes, source: Source) -> Reading:
    offer = decode(raw, gh.Hook[gh.OfDeletedOffer]).payload.offer
    gone = msgspec.structs.replace(offer, offer_status="deleted", start_date=None)
    return _of_offer(gone, source, "payload.offer.start_date")


def _of_offer(offer: gh.Offered, source: Source, field: str) -> Statement:
    said, candidacy = applications.offered(source.agency, offer, field, source.digest)
    return Statement(
        Keys((applications.application_key(offer.application_id),)),
        (said,),
        (candidacy,),
        waits=f"a web hook or an export that names application {offer.application_id}",
    )


def _deleted(raw: bytes, _source: Source) -> Reading:
    deleted = decode(raw, gh.Hook[gh.OfDeletion]).payload.person
    return Erasure(Keys((candidate_key(deleted.id),)), "deleted in Greenhouse")


def _anonymised(raw: bytes, _source: Source) -> Reading:
    candidate = decode(raw, gh.Hook[gh.OfAnonymisation]).payload.candidate_id
    return Erasure(Keys((candidate_key(candidate),)), "anonymised in Greenhouse")


def _merged(raw: bytes, _source: Source) -> Reading:
    merged = decode(raw, gh.Hook[gh.OfMerge]).payload.person
    return Merge(Keys((candidate_key(merged.id),)), candidate_key(merged.new_candidate_id))


def _pinged(_raw: bytes, _source: Source) -> Reading:
    return Silence()


READERS: dict[str, Callable[[bytes, Source], Reading]] = {
    "hire_candidate": _hired,
    "unhire_candidate": _unhired,
    "candidate_stage_change": _moved,
    "application_updated": _moved,
    "new_candidate_application": _moved,
    "reject_candidate": _moved,
    "unreject_candidate": _moved,
    "update_candidate": _updated,
    "offer_created": _offered,
    "offer_approved": _offered,
    "offer_updated": _offered,
    "offer_deleted": _withdrawn,
    "merge_candidate": _merged,
    "delete_candidate": _deleted,
    "candidate_anonymized": _anonymised,
    "job_created": jobs.by_web_hook,
    "job_approved": jobs.by_web_hook,
    "job_updated": jobs.by_web_hook,
    "job_deleted": jobs.deleted,
    "ping": _pinged,
}


def _mentions(raw: bytes) -> str | None:
    """The candidate of a payload that may be malformed anywhere else, or be of an action we do not know."""
    try:
        payload: Any = msgspec.json.decode(raw).get("payload")
        around = (payload, payload.get("application") or {}, payload.get("offer") or {})
        numbers = [number for each in around for number in _named_in(each)]
    except (msgspec.DecodeError, AttributeError, UnicodeDecodeError, RecursionError):
        return None
    return next((candidate_key(number) for number in numbers if isinstance(number, int)), None)


def _named_in(part: Any) -> Iterator[object]:  # noqa: ANN401 - whatever was sent
    """What may be a candidate's number in one part of a payload."""
    for name in ("person", "candidate"):
        yield (part.get(name) or {}).get("id")
    yield part.get("candidate_id")


FEED = WebhookFeed(
    name=NAME,
    read=read,
    mentions=_mentions,
    named=named,
    secret=lambda settings: settings.greenhouse_secret,
    variable="AFTERHIRE_GREENHOUSE_SECRET",
    signature=of_body("Signature", "sha256 "),
    files=FILES,
)
