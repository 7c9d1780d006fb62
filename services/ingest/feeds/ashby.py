"""Ashby's web hooks, as described at https://developers.ashbyhq.com/docs/setting-up-webhooks.

What an action carries: for example https://developers.ashbyhq.com/reference/candidatehirewebhook.

Actions: `candidateHire`, `candidateStageChange`, `applicationSubmit`, `applicationUpdate`, `pushToHRIS`,
`offerCreate`, `offerUpdate`, `offerDelete`, `candidateMerge`, `candidateDelete`, `jobCreate`, `jobUpdate`,
and the `ping` of a web hook that was made or changed, which says nothing. Any other action is refused by name
and kept.

- `Ashby-Signature: sha256=<hex>` signs the raw body. Each web hook has a secret token: give all the same one.
- A hire also sends a `candidateStageChange` and an `applicationUpdate`, all with one `webhookActionId`. The
  first to come tells the hire, once; the others add what they know of it (see `_candidacy.py`).
- No action tells that a hire was undone: an application that was `Hired` and is no longer does.
- The client and the kind of employment are custom fields of the application or, without them, of the accepted
  offer, with the titles `Client` and `Employment type`.
- Offers name an application, not a person; they wait until it has been named. An accepted offer's start date
  is the placement's, also when it is corrected after the hire.
- A job is open while its status is `Open` and it is not confidential. Its client is a custom field as well.
- Versions of an offer are counted; a deleted offer has none left. Candidates: see `_ashby_files.py`.
"""

from collections.abc import Callable
from itertools import chain

from services.ingest.dates import day_of_moment, instant, timestamp
from services.ingest.feeds import _ashby as ashby
from services.ingest.feeds._ashby_files import FILES
from services.ingest.feeds._ashby_people import (
    UNSAID,
    application_key,
    candidate_key,
    named,
    profile,
    recruiter,
    strong_keys,
)
from services.ingest.feeds._candidacy import Candidacy, placement_id
from services.ingest.feeds._employment import employment
from services.ingest.feeds._job import needed, notice, said
from services.ingest.feeds._mentioned import uuid, values
from services.ingest.files.columns import plain
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
from services.ingest.standing import Profiled
from shared.errors import UnreadableError
from shared.facts.market import JobOpened
from shared.facts.placements import OfferMade, PlacementStarted
from shared.facts.spans import Span, exactly

NAME = "ashby"
HIRED = {"hired": True, "active": False, "lead": False, "archived": False}
"""The statuses of an application, and whether it became a placement."""

PEOPLE = (
    "data.candidate.id",
    "data.application.candidate.id",
    "data.deletedCandidate.id",
    "data.interviewSchedule.candidateId",
    "data.surveySubmission.candidateId",
)
APPLICATIONS = (
    "data.application.id",
    "data.offer.applicationId",
    "data.interviewSchedule.applicationId",
    "data.surveySubmission.applicationId",
    "data.applicationId",
)
"""Where a payload of any action names somebody."""


def read(raw: bytes, source: Source) -> Reading:
    """What a web hook says; `UnreadableError` names the field."""
    opening = decode(raw, ashby.Opening)
    reader = READERS.get(opening.action)
    if reader is None:
        known, found = ", ".join(READERS), word(opening.action)
        raise UnreadableError(f"expected one of the actions {known}; found {found}", field="action")
    return reader(raw, source, opening.webhook_action_id or source.digest)


def _applied(raw: bytes, source: Source, event: str) -> Reading:
    data = decode(raw, ashby.Hook[ashby.OfApplication]).data
    application = data.application
    hired = HIRED.get(application.status.strip().lower())
    if hired is None:
        expected, found = ", ".join(HIRED), word(application.status)
        reason = f"expected one of the statuses {expected}; found {found}"
        raise UnreadableError(reason, field="data.application.status")
    return _about(data, source, event, hired=hired)


def _hired(raw: bytes, source: Source, event: str) -> Reading:
    return _about(decode(raw, ashby.Hook[ashby.OfApplication]).data, source, event, hired=True)


def _about(data: ashby.OfApplication, source: Source, event: str, *, hired: bool) -> Statement:
    application, candidate = data.application, data.application.candidate
    at, stage = application.updated_at, application.current_interview_stage
    occurred = timestamp(at, "data.application.updatedAt") if at else None
    candidacy = Candidacy(
        event=event,
        application=str(application.id),
        hire=_hire(data, source),
        hired=hired,
        stage=stage.title if stage else None,
        occurred=occurred,
    )
    return Statement(
        Keys((candidate_key(candidate.id),), (application_key(application.id), *strong_keys(candidate))),
        standings=(Profiled(profile(application), occurred, silent=UNSAID), candidacy),
    )


def _hire(data: ashby.OfApplication, source: Source) -> PlacementStarted:
    application, offer = data.application, data.offer
    version = offer.latest_version if offer else None
    return PlacementStarted(
        feed=NAME,
        placement=placement_id(source.agency, NAME, str(application.id)),
        starts=_starts(version),
        recruiter=recruiter(application),
        employment=employment(_custom("Employment type", application, version)),
        client=_custom("Client", application, version),
        title=application.job.title if application.job else None,
    )


def _offered(raw: bytes, source: Source, event: str) -> Reading:
    offer = decode(raw, ashby.Hook[ashby.OfOffer]).data.offer
    status, version = word(offer.acceptance_status), offer.latest_version
    starts = _starts(version)
    made = OfferMade(
        feed=NAME,
        offer=str(offer.id),
        version=len(offer.versions or ()) or 1,
        placement=placement_id(source.agency, NAME, str(offer.application_id)),
        status=status,
        starts=starts if version and version.start_date else None,
    )
    hire = PlacementStarted(
        feed=NAME, placement=made.placement, starts=starts if status == "accepted" else Span()
    )
    candidacy = Candidacy(event=event, application=str(offer.application_id), hire=hire)
    return _of_application(offer, made, event)._replace(standings=(candidacy,))


def _withdrawn(raw: bytes, source: Source, event: str) -> Reading:
    offer = decode(raw, ashby.Hook[ashby.OfDeletedOffer]).data.offer
    placement = placement_id(source.agency, NAME, str(offer.application_id))
    gone = OfferMade(feed=NAME, offer=str(offer.id), version=0, placement=placement, status="deleted")
    return _of_application(offer, gone, event)


def _of_application(offer: ashby.Offer | ashby.DeletedOffer, made: OfferMade, event: str) -> Statement:
    return Statement(
        Keys((application_key(offer.application_id),)),
        (Said(made, (str(offer.id), event)),),
        waits=f"a web hook that names application {offer.application_id}",
    )


def _deleted(raw: bytes, _source: Source, _event: str) -> Reading:
    candidate = decode(raw, ashby.Hook[ashby.OfDeletion]).data.candidate
    return Erasure(Keys((candidate_key(candidate.id),)), "deleted in Ashby")


def _merged(raw: bytes, _source: Source, _event: str) -> Reading:
    merge = decode(raw, ashby.Hook[ashby.OfMerge]).data
    return Merge(Keys((candidate_key(merge.deleted_candidate.id),)), candidate_key(merge.merged_candidate.id))


def _advertised(raw: bytes, source: Source, _event: str) -> Reading:
    job = decode(raw, ashby.Hook[ashby.OfJob]).data.job
    at, name = (job.opened_at, "openedAt") if job.opened_at else (job.created_at, "createdAt")
    opened = JobOpened(
        feed=NAME,
        reference=str(job.id),
        title=needed(job.title, "data.job.title"),
        posted_on=instant(at, f"data.job.{name}").astimezone(source.zone).date() if at else source.as_of,
        client=_custom("Client", job),
        place=said(job.location.name) if job.location else None,
    )
    is_open = plain(job.status) == "open" and not job.confidential
    return notice(opened, source, is_open=is_open, undated=at is None)


def _pinged(_raw: bytes, _source: Source, _event: str) -> Reading:
    return Silence()


READERS: dict[str, Callable[[bytes, Source, str], Reading]] = {
    "candidateHire": _hired,
    "candidateStageChange": _applied,
    "applicationSubmit": _applied,
    "applicationUpdate": _applied,
    "pushToHRIS": _applied,
    "offerCreate": _offered,
    "offerUpdate": _offered,
    "offerDelete": _withdrawn,
    "candidateMerge": _merged,
    "candidateDelete": _deleted,
    "jobCreate": _advertised,
    "jobUpdate": _advertised,
    "ping": _pinged,
}


def _starts(version: ashby.Version | None) -> Span:
    said = (version.start_date or "").strip() if version else ""
    return exactly(day_of_moment(said, "data.offer.latestVersion.startDate")) if said else Span()


def _custom(title: str, *holders: ashby.Application | ashby.Version | ashby.Job | None) -> str | None:
    """What the first of these says in the agency's field of this title."""
    fields = chain.from_iterable(holder.custom_fields or () for holder in holders if holder)
    values_ = (field.value for field in fields if plain(field.title or "") == plain(title))
    return next((text for each in values_ if isinstance(each, str) and (text := each.strip())), None)


def _mentions(raw: bytes) -> str | None:
    """Whom a payload names that may be malformed anywhere else, or be of an action we do not know."""
    people, applications = values(raw, *PEOPLE), values(raw, *APPLICATIONS)
    found = chain(
        (key for each in people if (key := named(each))),
        (application_key(id_) for each in applications if (id_ := uuid(each))),
    )
    return next(found, None)


FEED = WebhookFeed(
    name=NAME,
    read=read,
    mentions=_mentions,
    named=named,
    secret=lambda settings: settings.ashby_secret,
    variable="AFTERHIRE_ASHBY_SECRET",
    signature=of_body("Ashby-Signature", "sha256="),
    files=FILES,
)
