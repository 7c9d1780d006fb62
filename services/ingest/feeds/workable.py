"""Workable's web hooks, as described on its pages on subscriptions and candidate events.

https://workable.readme.io/reference/webhook-subscriptions-candidates-employees tells of the events and of
signatures, https://workable.readme.io/reference/candidate-events of what an event carries.

Events: `candidate_created`, `candidate_moved` and `candidate_deleted`. Any other event (those about the
agency's own employees and their time off) is refused by name and kept.

- `X-Workable-Signature: <hex>` signs the raw body. The key is the account's token or, of a partner's
  application, its OAuth secret. No success but 200 is one for Workable.
- A payload shows the candidate as they are when it is sent, which need not be as they were at the event. Its
  `id` is the same over retries and stands for the event.
- A candidate belongs to one job; whoever applies to another is another candidate of the same e-mail address.
- Moved to a stage of the kind `hired`, the candidate is placed; moved to one of another kind, or
  disqualified, the hire is undone. Where no kind is told, a stage called `Hired` or a day of being hired
  says so.
- There is no start date, no client and no recruiter in it: the placement starts at an unknown date.
- A deleted candidate is forgotten whole, with all that other feeds told of that person.
- Jobs and candidates come in as files: see `_workable_files.py`.
"""

from collections.abc import Callable

from services.ingest.feeds import _workable as workable
from services.ingest.feeds import _workable_candidates as candidates
from services.ingest.feeds._mentioned import values
from services.ingest.feeds._workable_files import FILES
from services.ingest.feeds._workable_people import candidate_key, named
from services.ingest.payload import decode, word
from services.ingest.reading import Erasure, Keys, Reading, Source, WebhookFeed
from services.ingest.signature import of_body
from shared.errors import UnreadableError

NAME = "workable"


def read(raw: bytes, source: Source) -> Reading:
    """What a web hook says; `UnreadableError` names the field."""
    opening = decode(raw, workable.Opening)
    reader = READERS.get(opening.event_type)
    if reader is None:
        known, found = ", ".join(READERS), word(opening.event_type)
        raise UnreadableError(f"expected one of the events {known}; found {found}", field="event_type")
    return reader(raw, source, opening)


def _shown(raw: bytes, source: Source, opening: workable.Opening) -> Reading:
    candidate = decode(raw, workable.Hook[workable.Candidate]).data
    return candidates.shown(candidate, source, opening.id or source.digest, opening.fired_at, "fired_at")


def _deleted(raw: bytes, _source: Source, _opening: workable.Opening) -> Reading:
    candidate = decode(raw, workable.Hook[workable.Deleted]).data
    return Erasure(Keys((candidate_key(candidate.id),)), "deleted in Workable")


READERS: dict[str, Callable[[bytes, Source, workable.Opening], Reading]] = {
    "candidate_created": _shown,
    "candidate_moved": _shown,
    "candidate_deleted": _deleted,
}


def _mentions(raw: bytes) -> str | None:
    """Whom a payload names that may be malformed anywhere else, or be of an event we do not know.

    What is about an employee has an id of another kind, and names no candidate.
    """
    if next(values(raw, "resource_type"), "candidate") != "candidate":
        return None
    return next((key for each in values(raw, "data.id") if (key := named(each))), None)


FEED = WebhookFeed(
    name=NAME,
    read=read,
    mentions=_mentions,
    named=named,
    secret=lambda settings: settings.workable_secret,
    variable="AFTERHIRE_WORKABLE_SECRET",
    signature=of_body("X-Workable-Signature"),
    only_200=True,
    files=FILES,
)
