"""Sees whether somebody of whom something was told is somebody already known: in the background."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from services.ingest import history
from services.ingest.identity import lookalikes, reviews
from services.ingest.identity.likeness import scoring
from services.ingest.identity.likeness.evidence import TELLING, Evidence, gathered
from services.ingest.identity.likeness.scoring import Likeness
from services.ingest.identity.lookalikes import Pair
from services.ingest.identity.reviews import Because
from services.ingest.parts import Parts
from shared import codec
from shared.codec import Sealed
from shared.database import transaction
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.vault import Keys

AT_ONCE = 50
"""People of one transaction: what is told of them waits for it."""
ALONE = sa.text("SELECT pg_try_advisory_xact_lock(hashtextextended('afterhire-looking ' || :agency, 0))")
"""One looks at a time: two who look at two new people at once would not see each other's."""
_ASK = sa.text(
    "INSERT INTO ingest.looks (agency, person) SELECT :agency, new.person"
    " FROM unnest(CAST(:people AS uuid[])) AS new(person) ON CONFLICT DO NOTHING"
)
_WAITING = sa.text('SELECT person FROM ingest.looks WHERE agency = :agency ORDER BY "order" LIMIT :most')
_TAKE = sa.text(
    "DELETE FROM ingest.looks WHERE agency = :agency AND person = ANY(CAST(:people AS uuid[]))"
    " RETURNING person"
)
_ABSORBED = sa.text(
    "SELECT person FROM ingest.absorbed WHERE agency = :agency AND person = ANY(CAST(:people AS uuid[]))"
)
_ALL = sa.text(
    "INSERT INTO ingest.looks (agency, person) SELECT DISTINCT agency, person FROM ingest.history"
    " WHERE agency = :agency AND NOT EXISTS (SELECT FROM ingest.evidence) ON CONFLICT DO NOTHING"
)
Known = Mapping[str, Evidence]
Probe = Callable[[str], None]
"""Called at the point `looked`, before the transaction commits; a test fails there on purpose."""


def ask(connection: sa.Connection, agency: str, facts: Iterable[Sealed]) -> None:
    """Have those people looked at of whom evidence was told. They are locked."""
    people = sorted({fact.subject for fact in facts if fact.type in TELLING})
    if people:
        connection.execute(_ASK, {"agency": agency, "people": people})


def absorb(connection: sa.Connection, agency: str, person: str, into: str, at: datetime) -> None:
    """Nobody looks for somebody absorbed any more; whom they are not, the other is not."""
    lookalikes.forget(connection, agency, [person])
    reviews.follow_merge(connection, agency, person, into, at)


def forget(connection: sa.Connection, agency: str, people: Collection[str]) -> None:
    """Nothing is kept, and nobody looks at these people."""
    lookalikes.forget(connection, agency, people)
    reviews.forget(connection, agency, people)
    connection.execute(_TAKE, {"agency": agency, "people": list(people)})


@dataclass
class Looking:
    """Looks at those who wait for it, some at a time."""

    parts: Parts
    phone_country: str
    probe: Probe = lambda _point: None
    _begun: bool = False

    def step(self) -> int:
        """Look at the next ones; how many there were. What a crash interrupts is done again."""
        with transaction(self.parts.engine) as connection:
            agency = self.parts.agency
            if not connection.execute(ALONE, {"agency": agency}).scalar():
                return 0
            self._begin(connection)
            waiting = connection.execute(_WAITING, {"agency": agency, "most": AT_ONCE}).scalars().all()
            self._look(connection, waiting)
            self.probe("looked")
        return len(waiting)

    def _begin(self, connection: sa.Connection) -> None:
        """An older program has told of people and looked at none."""
        if not self._begun:
            connection.execute(_ALL, {"agency": self.parts.agency})
            self._begun = True

    def _look(self, connection: sa.Connection, waiting: Collection[str]) -> None:
        if not waiting:
            return
        agency, parts = self.parts.agency, self.parts
        parts.outbox.lock(connection, [(agency, person) for person in waiting])
        names = {"agency": agency, "people": list(waiting)}
        asked = set(connection.execute(_TAKE, names).scalars())
        mine = asked - set(connection.execute(_ABSORBED, names).scalars())
        known = self._known(connection, mine)
        lookalikes.index(connection, parts.vault, agency, known)
        self._review(connection, known)

    def _review(self, connection: sa.Connection, known: Known) -> None:
        """Ask about those for whom enough speaks, and no more about the others, unless they share a key."""
        agency, parts = self.parts.agency, self.parts
        earlier = reviews.open_among(connection, agency, list(known))
        pairs = {*lookalikes.alike(connection, parts.vault, agency, known), *(one.pair for one in earlier)}
        weighed = self._likenesses(connection, pairs, known)
        asked = {frozenset(one.pair) for one in earlier if one.because is Because.KEY}
        asked |= {frozenset(pair) for pair, found in weighed.items() if found.enough}
        scores = {pair: found.bits for pair, found in weighed.items() if frozenset(pair) in asked}
        reviews.put(connection, agency, scores, parts.clock.now())
        reviews.withdraw(connection, [one.id for one in earlier if frozenset(one.pair) not in asked])

    def _known(self, connection: sa.Connection, people: Collection[str]) -> Known:
        agency = self.parts.agency
        keys = self.parts.vault.keys(connection, [(agency, person) for person in people], create=False)
        here = [person for person in people if keys.known(agency, person)]
        told: dict[str, list[Fact]] = defaultdict(list)
        for sealed in history.of(connection, agency, here):
            told[sealed.subject] += opened([sealed], keys)
        known = {person: gathered(told[person], self.phone_country) for person in here}
        lookalikes.store(connection, agency, known, keys)
        return known

    def _likenesses(
        self, connection: sa.Connection, pairs: Collection[Pair], known: Known
    ) -> dict[Pair, Likeness]:
        """Those of pairs of which both sides are known; of two that are one pair, of the one."""
        agency = self.parts.agency
        people = {person for pair in pairs for person in pair}
        keys = self.parts.vault.keys(connection, [(agency, person) for person in people], create=False)
        theirs = lookalikes.load(connection, agency, people - known.keys(), keys) | dict(known)
        once = {frozenset(pair): pair for pair in sorted(pairs)}.values()
        return {
            pair: scoring.compare(theirs[pair.person], theirs[pair.other])
            for pair in once
            if pair.person in theirs and pair.other in theirs
        }


def opened(facts: Iterable[Sealed], keys: Keys) -> Iterator[Fact]:
    """What tells of who somebody is.

    What cannot be read says nothing here; whoever writes or reads the person's facts stops for it.
    """
    for sealed in facts:
        if sealed.type in TELLING:
            with suppress(UnreadableError):
                yield codec.body(sealed, keys).body
