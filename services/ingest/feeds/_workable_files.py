"""Files of what Workable's API returns: jobs and candidates; a candidate has a `stage`, a job has a `state`.

https://workable.readme.io/reference/jobs and https://workable.readme.io/reference/job-candidates-index: a
list of candidates shows less of each than the answer for one (no experience, no profiles), which takes
nothing back. Activities (`/candidates/{id}/activities`) are not read: it is not documented what they are of.
"""

import msgspec

from services.ingest.feeds import _workable as workable
from services.ingest.feeds import _workable_candidates as candidates
from services.ingest.feeds import _workable_jobs as jobs
from services.ingest.feeds._mentioned import values
from services.ingest.feeds._postings import Whom, files
from services.ingest.feeds._workable_people import named
from services.ingest.payload import decode
from services.ingest.reading import Reading, Source
from shared.errors import UnreadableError


class Shape(msgspec.Struct):
    """By what a candidate is told from a job."""

    id: str | None = None
    shortcode: str | None = None
    stage: object = msgspec.UNSET


def _read(raw: bytes, source: Source) -> Reading:
    if decode(raw, Shape).stage is msgspec.UNSET:
        return jobs.read(raw, source)
    found = decode(raw, workable.Candidate)
    return candidates.shown(found, source, source.digest, found.updated_at, "updated_at")


def _id(raw: bytes) -> str:
    shape = decode(raw, Shape)
    found = shape.shortcode if shape.stage is msgspec.UNSET else shape.id
    if found is None:
        raise UnreadableError("expected an id, found none", field="id")
    return found


def _mentions(raw: bytes) -> str | None:
    if next(values(raw, "stage"), None) is None:
        return None
    return next((key for each in values(raw, "id") if (key := named(each))), None)


FILES = files(jobs.NAME, _read, _id, Whom(_mentions, named))
