"""Forwards the facts of somebody absorbed to whom they turned out to be: past ones and those to come."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import sqlalchemy as sa

from services.ingest import history
from services.ingest.identity import (
    erasure,
    forwarding,
    identities,
    looking,
    merged,
    merging,
    parted,
    unassigned,
)
from services.ingest.identity.merged import Merged
from services.ingest.parts import Parts
from shared import codec
from shared.codec import Encoded, Sealed
from shared.delivery import Delivery
from shared.facts.people import PersonAbsorbed
from shared.vault import Keys

STAYS = frozenset(
    {
        *("person.absorbed", "person.erased", "playbook.adopted"),
        *("review.due", "anniversary.due", "milestone.due"),
    }
)
"""What is about the absorbed person alone. Dates that come up are announced anew by the calendar, from the
placements that were forwarded; so is what it retracts. The survivor is told of playbooks itself."""
MOVES = frozenset({"person.absorbed", "person.erased"})
"""What says who is who, should the database have been put back to before it: keys change hands."""
ANEW = frozenset({"calendar", "matching"})
"""Who says of the survivor what follows from the facts that were forwarded."""


class Forwarder:
    """Follows the people topic: keeps each person's facts as they stand there, and forwards where it must."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def forget(self) -> None:
        """Nothing is kept outside the database."""

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Keep these facts; forward those of people who were absorbed."""
        mine = [each for each in deliveries if each.sealed.agency == self._parts.agency]
        people = {each.sealed.subject for each in mine}
        if any(each.sealed.type == "person.absorbed" for each in mine):
            people |= unassigned.asked_about(connection, self._parts.agency)  # they may be one again
        self._lock(connection, mine, people)
        self._keep(connection, [each for each in mine if _goes(each.sealed)])
        for person, some in groupby(mine, lambda each: each.sealed.subject):
            self._heed(connection, person, [each.sealed for each in some])
        pointers = merged.among(connection, self._parts.agency, people)
        for one in pointers:
            forwarding.forward(connection, self._parts, one)
        parted.forget_read(connection, self._parts, {one.merge for one in pointers if one.undoes})

    def _lock(self, connection: sa.Connection, mine: Sequence[Delivery], people: Iterable[str]) -> None:
        agency = self._parts.agency
        moved = {each.sealed.subject for each in mine if each.sealed.type in MOVES}
        gone = erasure.concerned(connection, agency, moved)
        identities.lock(connection, self._parts.outbox, agency, gone.keys)
        everybody = {*people, *gone.people}
        while more := _named(merged.among(connection, agency, everybody)) - everybody:
            everybody |= more
        self._parts.outbox.lock(connection, [(agency, person) for person in everybody])

    def _keep(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        subjects = {(each.sealed.agency, each.sealed.subject) for each in deliveries}
        keys = self._parts.vault.keys(connection, subjects, create=False)
        here = [each for each in deliveries if not keys.erased(each.sealed.agency, each.sealed.subject)]
        history.keep(connection, [(each.sealed, _record(each, keys)) for each in here])
        looking.ask(connection, self._parts.agency, [each.sealed for each in here])

    def _heed(self, connection: sa.Connection, person: str, facts: Sequence[Sealed]) -> None:
        """Know of merges and erasures also when the database was put back to before them."""
        for sealed in facts:
            if sealed.type == "person.erased":
                self._erase(connection, person)
            elif sealed.type == "person.absorbed":
                said = codec.body(sealed, None).body
                if isinstance(said, PersonAbsorbed):
                    one = merged.read(person, said)
                    merging.heed(connection, self._parts, one, sealed.source, sealed.recorded_at)

    def _erase(self, connection: sa.Connection, person: str) -> None:
        people = erasure.together(connection, self._parts.agency, [person])
        erasure.forget(connection, self._parts, people)


def _named(found: Iterable[Merged]) -> set[str]:
    return {person for one in found for person in one.named}


def _goes(sealed: Sealed) -> bool:
    return sealed.type not in STAYS and sealed.source not in ANEW


def _record(delivery: Delivery, keys: Keys) -> Encoded:
    """The fact as it stands on the log; a parked one that is tried again is written anew."""
    record = delivery.record
    if record is None or record.key is None or record.value is None:
        return codec.encode(codec.body(delivery.sealed, keys), keys)
    return Encoded(record.key, record.value, record.headers)
