"""A recruiter says of two people who may be one that they are, or that they are not."""

from typing import NamedTuple

from services.ingest.identity import by_hand, reviews, whom
from services.ingest.identity.by_hand import Joined
from services.ingest.identity.reviews import Review, State
from services.ingest.parts import Parts
from shared.database import transaction
from shared.errors import ConflictError, UnreadableError


class Decided(NamedTuple):
    """What came of it."""

    review: str
    state: State
    joined: Joined | None = None
    """Of a yes: who goes on."""


def confirm(parts: Parts, review: str, into: str | None = None) -> Decided:
    """The two are one: `into` goes on, by default who was known before. Said again, it changes nothing.

    Raises `NotFoundError`, `ErasedError`, `UnavailableError`; `ConflictError` when it was denied, or when one
    of the two was merged with somebody else meanwhile; `UnreadableError` when `into` is neither.
    """
    with transaction(parts.engine) as connection:
        pair = reviews.get(connection, parts.agency, review).pair
        survivor = pair.other if into is None else into
        if survivor not in pair:
            raise UnreadableError("expected one of the two people, found somebody else", field="into")
        away = next(one for one in pair if one != survivor)
        one, other = whom.together(connection, parts, [away, survivor])
        known = reviews.get(connection, parts.agency, review, locked=True)
        if one != other:
            _check_open(known)
            reviews.decide(connection, review, State.CONFIRMED, parts.clock.now())
        state = State.CONFIRMED if one != other else known.state
        return Decided(review, state, by_hand.join(connection, parts, away, survivor))


def deny(parts: Parts, review: str) -> Decided:
    """The two are not one, and nobody is asked again. Said again, it changes nothing.

    Raises `NotFoundError`, `UnavailableError`; `ConflictError` when they, or one of them, were merged.
    """
    with transaction(parts.engine) as connection:
        known = reviews.get(connection, parts.agency, review, locked=True)
        if known.state is not State.DENIED:
            _check_open(known)
            reviews.decide(connection, review, State.DENIED, parts.clock.now())
        return Decided(review, State.DENIED)


def _check_open(known: Review) -> None:
    match known.state:
        case State.OPEN:
            return
        case State.DENIED:
            raise ConflictError(
                "It was said before that these two are not one; if they are, merge them by hand."
            )
        case State.CONFIRMED:
            raise ConflictError("It was said before that these two are one; undo the merge if they are not.")
        case State.CLOSED:
            raise ConflictError("One of these two was merged meanwhile, so that the question is another one.")
