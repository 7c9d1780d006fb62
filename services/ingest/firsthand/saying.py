"""Statements about a person become facts in the outbox, all of a request or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from services.ingest import known
from services.ingest.firsthand.statement import Said, Statement
from services.ingest.identity import whom
from services.ingest.parts import Parts
from shared.clock import day_of
from shared.database import transaction
from shared.envelope import Event, computed_id, moment
from shared.errors import UnreadableError
from shared.settings import Settings
from shared.vault import Vault


class Told(NamedTuple):
    """What came of a request."""

    person: str
    """Whom it was about; somebody else than was named, where that one was absorbed."""
    new: int
    known: int
    version: str
    """`person:event` of the last fact, to wait for."""


@dataclass(frozen=True)
class Firsthand:
    """The way in for what a recruiter or a tool tells."""

    parts: Parts
    settings: Settings

    def tell(self, person: str, statements: Sequence[Statement], key: str | None = None) -> Told:
        """Say what is new of these. The same again, by key, own ids or content, says nothing more.

        Raises `NotFoundError`, `ErasedError`, `UnreadableError` that names the statement, `UnavailableError`.
        """
        now = self.parts.clock.now()
        today = day_of(now, self.settings.zone)
        with transaction(self.parts.engine) as connection:
            whose = whom.locked(connection, self.parts, person)
            telling = Telling(self.parts.agency, person, key, now, today, self.parts.vault)
            events = list(_events(telling, whose.person, statements))
            new = known.unsaid(connection, self.parts.agency, events)
            self.parts.outbox.append(connection, new)
        return Told(whose.now, len(new), len(events) - len(new), f"{whose.now}:{events[-1].id}")


class Telling(NamedTuple):
    """What ids are computed over, and when it is. `person` is who was named, also after a merge."""

    agency: str
    person: str
    key: str | None
    now: datetime
    today: date
    vault: Vault


def _events(telling: Telling, subject: str, statements: Sequence[Statement]) -> Iterator[Event]:
    for place, statement in enumerate(statements):
        on = statement.on or telling.today
        if on > telling.today:
            reason = f"expected a day not after {telling.today}, found {on}"
            raise UnreadableError(reason, field=f"{place}.on")
        id_ = _id(telling, place, statement, on)
        yield Event(
            id=id_,
            agency=telling.agency,
            subject=subject,
            source=f"ingest/{statement.feed}",
            occurred=moment(on if on < telling.today else telling.now),
            recorded_at=telling.now,
            body=statement.fact(Said(id_, on, telling.person)),
        )


def _id(telling: Telling, place: int, statement: Statement, on: date) -> str:
    """Over the statement's own id, or over what was said under the key; without either over what was said.

    An id stands in the open and stays when the person is erased: from a bare hash of what was said, a score
    from 0 to 10 would be guessed at once.
    """
    told = ("told", telling.agency, statement.feed, statement.kind)
    if statement.id is not None:
        return computed_id(*told, "own", statement.id)
    words = telling.vault.blind_index(telling.agency, statement.model_dump_json(exclude={"on"}))
    said = (telling.person, on, words.hex())
    if telling.key is not None:
        return computed_id(*told, "key", telling.key, place, *said)
    if statement.last_word_holds:
        raise UnreadableError(
            "expected an Idempotency-Key or an id, found neither; without one a word that was said before "
            "and holds no more cannot be told from a repeat",
            field=f"{place}.id",
        )
    return computed_id(*told, "said", *said)
