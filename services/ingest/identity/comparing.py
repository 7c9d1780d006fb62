"""Reviews as they are shown: both sides with their evidence, and what each comparison says."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest.identity import lookalikes, reviews
from services.ingest.identity.likeness import scoring
from services.ingest.identity.likeness.evidence import Evidence
from services.ingest.identity.likeness.scoring import Part
from services.ingest.identity.reviews import Review, State
from services.ingest.parts import Parts
from shared.database import transaction

NOTHING = Evidence()
"""Of somebody who was absorbed nothing is kept here: it is the survivor's."""


class SideBySide(NamedTuple):
    """A review and what is known of the two now."""

    review: Review
    person: Evidence
    other: Evidence
    parts: tuple[Part, ...]
    """Each comparison as of now; `review.score` is that of the last look."""


def page(parts: Parts, state: State, after: tuple[float, str] | None, limit: int) -> list[SideBySide]:
    """The reviews in this state after a place, the surest first; `UnavailableError`."""
    with transaction(parts.engine) as connection:
        found = reviews.page(connection, parts.agency, state, after, limit)
        return _side_by_side(connection, parts, found)


def one(parts: Parts, review: str) -> SideBySide:
    """One review; `NotFoundError`, `UnavailableError`."""
    with transaction(parts.engine) as connection:
        found = reviews.get(connection, parts.agency, review)
        return _side_by_side(connection, parts, [found])[0]


def _side_by_side(connection: sa.Connection, parts: Parts, found: Sequence[Review]) -> list[SideBySide]:
    people = {person for review in found for person in review.pair}
    keys = parts.vault.keys(connection, [(parts.agency, person) for person in people], create=False)
    known = lookalikes.load(connection, parts.agency, people, keys)
    return [
        _compared(review, known.get(review.person, NOTHING), known.get(review.other, NOTHING))
        for review in found
    ]


def _compared(review: Review, person: Evidence, other: Evidence) -> SideBySide:
    return SideBySide(review, person, other, scoring.compare(person, other).parts)
