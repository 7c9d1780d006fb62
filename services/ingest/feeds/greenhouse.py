"""Greenhouse Recruiting's web hooks, as described at https://developers.greenhouse.io/webhooks.html.

Actions: `hire_candidate`, `unhire_candidate`, `candidate_stage_change`, `offer_created`, `offer_updated`,
`merge_candidate`, `delete_candidate`, `candidate_anonymized`, and the `ping` of a new web hook, which says
nothing. Any other action is refused by name and kept.

- `Signature: sha256 <hex>` signs the raw body. The delivery's id travels outside the signature, in
  `Greenhouse-Event-ID`, so the body's digest stands for the event.
- Dates come in two styles: `2013-04-15`, and `04/15/2013` with the month first.
- `can_email: false` is a no to being written to; `true` is the vendor's default and says nothing.
- A recruiter is known by the e-mail address or, without one, by the name.
- The client is the job's custom field `client`, the kind of employment its `employment_type`.
- Offers name an application, not a person; they wait until a hire or a stage change has named it.
- An accepted offer's start date is the placement's, also when it is corrected after the hire.
"""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from services.ingest.dates import iso_or_us_day, timestamp
from services.ingest.feeds import _greenhouse as gh
from services.ingest.feeds._employment import employment
from services.ingest.feeds._greenhouse_people import called, candidate_key, named, profile, strong_keys
from services.ingest.payload import decode, word
from services.ingest.reading import (
    Erasure,
    Keys,
    Merge,
    Reading,
    Said,
    Silence,
    Source,
    Statement,
    WebhookFeed,
)
from services.ingest.signature import of_body
from services.ingest.standing import Consented, Profiled
from shared.envelope import computed_id
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.placements import (
    ApplicationMoved,
    OfferMade,
    PlacementCancelled,
    PlacementRescheduled,
    PlacementStarted,
)
from shared.facts.spans import Span, exactly

NAME = "greenhouse"
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
    application = decode(raw, gh.Hook[gh.OfApplication]).payload.application
    job = _job(application)
    started = PlacementStarted(
        feed=NAME,
        placement=placement_id(source.agency, application.id),
        starts=_starts(application.offer.starts_at if application.offer else None, "offer.starts_at"),
        recruiter=called(application.candidate.recruiter) or called(application.credited_to),
        employment=employment(_custom(job, "employment_type")),
        client=_custom(job, "client"),
        title=job.name if job else None,
    )
    return _about(application, started, source)


def _unhired(raw: bytes, source: Source) -> Reading:
    application = decode(raw, gh.Hook[gh.OfApplication]).payload.application
    placement = placement_id(source.agency, application.id)
    return _about(application, PlacementCancelled(feed=NAME, placement=placement), source)


def _moved(raw: bytes, source: Source) -> Reading:
    application = decode(raw, gh.Hook[gh.OfApplication]).payload.application
    job, stage = _job(application), application.current_stage
    moved = ApplicationMoved(
        feed=NAME,
        application=str(application.id),
        job=job.name if job else None,
        stage=stage.name if stage else None,
    )
    return _about(application, moved, source)


def _offered(raw: bytes, source: Source) -> Reading:
    offer = decode(raw, gh.Hook[gh.OfOffer]).payload
    placement = placement_id(source.agency, offer.application_id)
    starts = _starts(offer.start_date, "payload.start_date", prefix="")
    status = word(offer.offer_status)
    said: list[Fact] = [
        OfferMade(
            feed=NAME,
            offer=str(offer.id),
            version=offer.version,
            placement=placement,
            status=status,
            starts=starts if offer.start_date else None,
        )
    ]
    if status == "accepted" and offer.start_date:
        said.append(PlacementRescheduled(feed=NAME, placement=placement, starts=starts))
    return Statement(
        Keys((_application_key(offer.application_id),)),
        tuple(Said(body, (str(offer.application_id), source.digest)) for body in said),
        waits=f"a hire or a stage change that names application {offer.application_id}",
    )


def _deleted(raw: bytes, _source: Source) -> Reading:
    person = decode(raw, gh.Hook[gh.OfDeletion]).payload.person
    return Erasure(Keys((candidate_key(person.id),)), "deleted in Greenhouse")


def _anonymised(raw: bytes, _source: Source) -> Reading:
    candidate = decode(raw, gh.Hook[gh.OfAnonymisation]).payload.candidate_id
    return Erasure(Keys((candidate_key(candidate),)), "anonymised in Greenhouse")


def _merged(raw: bytes, _source: Source) -> Reading:
    person = decode(raw, gh.Hook[gh.OfMerge]).payload.person
    return Merge(Keys((candidate_key(person.id),)), candidate_key(person.new_candidate_id))


def _pinged(_raw: bytes, _source: Source) -> Reading:
    return Silence()


READERS: dict[str, Callable[[bytes, Source], Reading]] = {
    "hire_candidate": _hired,
    "unhire_candidate": _unhired,
    "candidate_stage_change": _moved,
    "offer_created": _offered,
    "offer_updated": _offered,
    "merge_candidate": _merged,
    "delete_candidate": _deleted,
    "candidate_anonymized": _anonymised,
    "ping": _pinged,
}


def placement_id(agency: str, application: int) -> str:
    """The placement that an application becomes."""
    return computed_id("placement", agency, NAME, application)


def _about(application: gh.Application, body: Fact, source: Source) -> Statement:
    at = application.last_activity_at
    occurred = timestamp(at, f"{APPLICATION}.last_activity_at") if at else None
    candidate = application.candidate
    profiled = Profiled(profile(candidate), occurred)
    no = Consented(NAME, False if candidate.can_email is False else None, None, occurred)
    return Statement(
        Keys((candidate_key(candidate.id),), (_application_key(application.id), *strong_keys(candidate))),
        (Said(body, (str(application.id), source.digest), occurred),),
        (profiled, no),
    )


def _job(application: gh.Application) -> gh.Job | None:
    return application.job or (application.jobs[0] if application.jobs else None)


def _custom(job: gh.Job | None, name: str) -> str | None:
    fields = job.custom_fields if job else []
    value = fields[name].value if isinstance(fields, dict) and name in fields else None
    return value.strip() or None if isinstance(value, str) else None


def _starts(text: str | None, field: str, prefix: str = f"{APPLICATION}.") -> Span:
    return exactly(iso_or_us_day(text.strip(), prefix + field)) if text and text.strip() else Span()


def _application_key(number: int) -> str:
    return f"greenhouse:application:{number}"


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
)
