"""Exports of Greenhouse's Harvest API (v1), as described at https://developers.greenhouse.io/harvest.html.

Files as the API returns them: an array, or one object a line, of candidates (with their applications inside),
applications, offers, jobs, or activity feeds; several kinds may stand in one file. An object is told by its
fields.

- It is the same feed as the web hooks: whoever and whatever came by either is one, and is not told twice.
- A file shows the state of its day, which its name or `exported_on` tells: what came by web hook since then
  stands. An application that is hired no longer undoes the hire.
- No start, client or kind of employment stands in an application: they do in the offer, the latter two as
  custom fields with the keys `client` and `employment_type`.
- Recruiters have names only: the e-mail address that a web hook told stays.
- An activity feed needs `candidate_id` put beside its `emails`: the API's answer does not say whose it is.
- Applications and offers wait until their candidate is known: send the file of candidates first. Prospects
  have applied to nothing.
"""

from collections.abc import Callable

import msgspec

from services.ingest.dates import timestamp
from services.ingest.feeds import _greenhouse as gh
from services.ingest.feeds import _greenhouse_applications as applications
from services.ingest.feeds import _greenhouse_emails as emails
from services.ingest.feeds import _greenhouse_jobs as jobs
from services.ingest.feeds import _harvest as harvest
from services.ingest.feeds._candidacy import Candidacy
from services.ingest.feeds._greenhouse_people import NAME, called, candidate_key, named, person, strong_keys
from services.ingest.files.items import ITEM
from services.ingest.payload import decode, word
from services.ingest.reading import Cells, FileFeed, Keys, Reading, Source, Statement
from shared.errors import UnreadableError

WEB_HOOKS = {"unresolved": "created"}
"""Statuses of an offer for which a web hook has another word."""
HIRED = {"hired": True, "active": False, "rejected": False, "converted": None}
"""The statuses of an application, and whether it became a placement."""


def read_item(cells: Cells, source: Source) -> Reading:
    """What an object says; `UnreadableError` names the field."""
    raw = cells.get(ITEM, "").encode()
    return READERS[_kind(decode(raw, harvest.Shape))](raw, source)


def _kind(shape: harvest.Shape) -> str:
    if shape.application_id is not msgspec.UNSET and shape.version is not msgspec.UNSET:
        return "offer"
    if shape.candidate_id is not msgspec.UNSET and shape.applied_at is not msgspec.UNSET:
        return "application"
    if shape.first_name is not msgspec.UNSET:
        return "candidate"
    if shape.candidate_id is not msgspec.UNSET and shape.emails is not msgspec.UNSET:
        return "activity feed"
    if shape.openings is not msgspec.UNSET:
        return "job"
    expected = "expected a candidate, an application, an offer, a job or an activity feed"
    raise UnreadableError(f"{expected}, found something else", field=ITEM)


def _candidate(raw: bytes, source: Source) -> Reading:
    found = decode(raw, harvest.Candidate)
    occurred = timestamp(found.updated_at, "updated_at") if found.updated_at else None
    applied = [one for one in found.applications if not one.prospect]
    keys = tuple(applications.application_key(one.id) for one in applied)
    standings = tuple(
        _candidacy(one, source, f"applications[{place}].", called(found.recruiter))
        for place, one in enumerate(applied)
    )
    return person(found, keys, occurred, standings, by_name=True)


def _application(raw: bytes, source: Source) -> Reading:
    found = decode(raw, harvest.Application)
    return Statement(
        Keys((candidate_key(found.candidate_id),), (applications.application_key(found.id),)),
        standings=() if found.prospect else (_candidacy(found, source, ""),),
        waits=f"the candidate {found.candidate_id}",
    )


def _offer(raw: bytes, source: Source) -> Reading:
    found = decode(raw, harvest.Offer)
    status = WEB_HOOKS.get(found.status, found.status)
    offer = gh.Offered(found.id, found.application_id, found.version, status, found.starts_at)
    said, candidacy = applications.offered(
        source.agency, offer, "starts_at", source.digest, found.keyed_custom_fields
    )
    occurred = timestamp(found.updated_at, "updated_at") if found.updated_at else None
    return Statement(
        Keys((candidate_key(found.candidate_id),), (applications.application_key(found.application_id),)),
        (said._replace(occurred=occurred),),
        (candidacy,),
        waits=f"the candidate {found.candidate_id}",
    )


READERS: dict[str, Callable[[bytes, Source], Reading]] = {
    "candidate": _candidate,
    "application": _application,
    "offer": _offer,
    "job": jobs.by_export,
    "activity feed": emails.read,
}


def _candidacy(
    found: harvest.Application, source: Source, where: str, recruiter: str | None = None
) -> Candidacy:
    status = found.status.strip().lower()
    if status not in HIRED:
        reason = f"expected one of the statuses {', '.join(HIRED)}; found {word(found.status)}"
        raise UnreadableError(reason, field=f"{where}status")
    at, stage = found.last_activity_at, found.current_stage
    who = recruiter or called(found.recruiter) or called(found.credited_to)
    return Candidacy(
        event=source.digest,
        application=str(found.id),
        hire=applications.hire(source.agency, found.id, next(iter(found.jobs), None), who),
        hired=HIRED[status],
        stage=stage.name if stage else None,
        occurred=timestamp(at, f"{where}last_activity_at") if at else None,
    )


def _shape(cells: Cells) -> harvest.Shape:
    try:
        return decode(cells.get(ITEM, "").encode(), harvest.Shape)
    except UnreadableError:
        return harvest.Shape()


def _thing(cells: Cells) -> str | None:
    shape = _shape(cells)
    try:
        number = shape.candidate_id if _kind(shape) == "activity feed" else shape.id
        return f"{_kind(shape)} {number}" if isinstance(number, int) else None
    except UnreadableError:
        return None


def _mentions(cells: Cells) -> Keys:
    """By what an unreadable object knows somebody."""
    shape = _shape(cells)
    number = shape.candidate_id
    if number is msgspec.UNSET and shape.first_name is not msgspec.UNSET:
        number = shape.id
    own = (candidate_key(number),) if isinstance(number, int) else ()
    try:
        return Keys(own, strong_keys(decode(cells.get(ITEM, "").encode(), gh.Candidate)))
    except UnreadableError:
        return Keys(own)


FILES = FileFeed(
    name=NAME,
    columns={ITEM: (ITEM,)},
    required=frozenset({ITEM}),
    read_row=read_item,
    thing=_thing,
    mentions=_mentions,
    named=named,
    items=True,
)
