"""Statements about people become facts in the outbox, a group at a time."""

from collections.abc import Sequence
from itertools import chain

import sqlalchemy as sa

from services.ingest import known, snapshots
from services.ingest.identity import linking
from services.ingest.identity.directory import Directory, Held
from services.ingest.identity.linking import Stated
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Statement
from services.ingest.rowstore import Outcome, State
from services.ingest.telling import Teller
from shared.envelope import Event
from shared.vault import Keys


def take(
    connection: sa.Connection, parts: Parts, directory: Directory, stated: Sequence[Stated]
) -> dict[str, Outcome]:
    """Say what is new; the outcome of each row by its id. The people are locked."""
    outcomes = {read.row.id: left for read, said in stated if (left := _left(directory, read, said))}
    present = [(read, said) for read, said in stated if read.row.id not in outcomes]
    people = linking.link(connection, parts, directory, present)
    keys = parts.vault.keys(connection, {(parts.agency, person) for person in people.values()}, create=True)
    gone = {read.row.id for read, _ in present if keys.erased(parts.agency, people[read.row.id])}
    outcomes |= {id_: erased(people[id_]) for id_ in gone}
    here = [(read, said) for read, said in present if read.row.id not in gone]
    told = _tell(connection, parts, here, people, keys)
    return outcomes | {id_: _waited_for(directory, outcome) for id_, outcome in told.items()}


def erased(person: str) -> Outcome:
    """The outcome of what speaks of somebody erased."""
    return Outcome(State.ERASED, person, clear=True)


def _left(directory: Directory, read: Read, said: Statement) -> Outcome | None:
    """The outcome of a row that states nothing now: about somebody erased, or not known yet."""
    found = directory.find(read.keys)
    if found is None and said.of_known:
        return Outcome(State.IGNORED, clear=True)
    if found is None and said.waits:
        reason = f"expected {said.waits}, found none so far; this is read by itself once it has come"
        return Outcome(State.WAITING, reason=reason, key=read.keys.own[0])
    if found and found.held is Held.ERASED:
        return erased(found.person)
    return None


def _tell(
    connection: sa.Connection, parts: Parts, here: Sequence[Stated], people: dict[str, str], keys: Keys
) -> dict[str, Outcome]:
    if not here:
        return {}
    concerned = {people[read.row.id] for read, _ in here}
    teller = Teller(snapshots.load(connection, parts.agency, concerned, keys), parts.clock.now())
    told = {read.row.id: teller.tell(read, said, people[read.row.id]) for read, said in here}
    new = known.unsaid(connection, parts.agency, list(chain.from_iterable(told.values())))
    parts.outbox.append(connection, new, keys=keys)
    changed = [(thing, teller.snapshots[thing]) for thing in sorted(teller.changed)]
    snapshots.store(connection, parts.agency, changed, keys)
    fresh = {id(event) for event in new}
    return {read.row.id: _outcome(read, told[read.row.id], fresh) for read, _ in here}


def _waited_for(directory: Directory, outcome: Outcome) -> Outcome:
    """What is to be waited for arrives of whom they turned out to be."""
    now = directory.became.get(outcome.person or "")
    if now is None or outcome.version is None:
        return outcome
    return outcome._replace(version=f"{now}:{outcome.version.partition(':')[2]}")


def _outcome(read: Read, events: Sequence[Event], fresh: set[int]) -> Outcome:
    last = events[-1]
    state = State.NEW if any(id(event) in fresh for event in events) else State.KNOWN
    return Outcome(state, last.subject, f"{last.subject}:{last.id}", key=read.keys.own[0])
