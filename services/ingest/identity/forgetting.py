"""Somebody is forgotten because they, or whoever speaks for them, asked the agency for it."""

from typing import NamedTuple

from services.ingest.identity import erasure, identities, whom
from services.ingest.identity.by_hand import SOURCE
from services.ingest.parts import Parts
from shared.database import transaction
from shared.envelope import Event, moment
from shared.facts.people import PersonErased

REASON = "asked for by hand"


class Forgotten(NamedTuple):
    """Who was forgotten."""

    people: list[str]
    """The person, and everybody who was merged into them."""
    version: str
    """`person:event` of the erasure, to wait for."""


def forget(parts: Parts, person: str) -> Forgotten:
    """Erase somebody, or whom they became, with all that is readable; what feeds send later stays out.

    Raises `NotFoundError` for somebody unknown, `ErasedError` for somebody erased, and `UnavailableError`,
    also while they are being told of, or merged.
    """
    with transaction(parts.engine) as connection:
        found = erasure.concerned(connection, parts.agency, [person])
        identities.lock(connection, parts.outbox, parts.agency, found.keys)
        parts.outbox.lock(connection, [(parts.agency, each) for each in found.people])
        (now,) = whom.together(connection, parts, [person])
        people = erasure.together(connection, parts.agency, [now])
        erasure.check(connection, parts.agency, people, found.keys)
        erasure.forget(connection, parts, people)
        events = [_said(parts, each) for each in people]
        parts.outbox.append(connection, events)
    return Forgotten(people, f"{now}:{erasure.erased_id(parts.agency, now)}")


def _said(parts: Parts, person: str) -> Event:
    now = parts.clock.now()
    return Event(
        id=erasure.erased_id(parts.agency, person),
        agency=parts.agency,
        subject=person,
        source=SOURCE,
        occurred=moment(now),
        recorded_at=now,
        body=PersonErased(reason=REASON),
    )
