"""Files of what Lever's APIs return: postings, and opportunities; an object is told by its fields."""

from uuid import UUID

import msgspec

from services.ingest.feeds import _lever_opportunities as opportunities
from services.ingest.feeds import _lever_postings as postings
from services.ingest.feeds._lever_people import NAME, named
from services.ingest.feeds._postings import Whom, files
from services.ingest.payload import decode
from services.ingest.reading import Reading, Source


class Shape(msgspec.Struct):
    """By what an opportunity is told from a posting."""

    id: UUID
    contact: object = msgspec.UNSET


def _read(raw: bytes, source: Source) -> Reading:
    is_posting = decode(raw, Shape).contact is msgspec.UNSET
    return postings.read(raw, source) if is_posting else opportunities.read(raw, source)


FILES = files(NAME, _read, lambda raw: decode(raw, Shape).id, Whom(opportunities.mentions, named))
