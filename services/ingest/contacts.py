"""Contacts with people who are known become facts in the outbox; nobody is made of having been written to."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import sqlalchemy as sa

from services.ingest import known, refusals, telling
from services.ingest.identity.directory import Directory, Held
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Contacts, Said
from services.ingest.rowstore import Outcome, State
from services.ingest.statements import erased
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.vault import Keys

Met = tuple[Read, Contacts]


class Side(NamedTuple):
    """Somebody known, and what is said of them."""

    person: str
    key: bytes
    said: Said


class Among(NamedTuple):
    """Who of a row's people is known."""

    here: list[Side]
    gone: list[str]
    """Those who were erased."""


def take(
    connection: sa.Connection, parts: Parts, directory: Directory, met: Sequence[Met]
) -> dict[str, Outcome]:
    """Say what is new; the outcome of each row by its id. The people are locked.

    Nothing of such a row is kept, as it may speak of many, and is cleared with none of them; but for one that
    is refused.
    """
    here = [entry for entry in directory.entries.values() if entry.held is not Held.ERASED]
    keys = parts.vault.keys(connection, {(parts.agency, entry.person) for entry in here}, create=True)
    found = {read.row.id: _among(directory, read, one, keys) for read, one in met}
    unclear = {
        read.row.id: _unclear(directory, read)
        for read, one in met
        if _is_unclear(directory, one, found[read.row.id])
    }
    clear = [read for read, _ in met if read.row.id not in unclear]
    told = {read.row.id: _events(parts, read, found[read.row.id]) for read in clear}
    new = known.unsaid(connection, parts.agency, list(chain.from_iterable(told.values())))
    parts.outbox.append(connection, new, keys=keys)
    fresh = {id(event) for event in new}
    return unclear | {id_: _outcome(directory, events, found[id_], fresh) for id_, events in told.items()}


def _among(directory: Directory, read: Read, contacts: Contacts, keys: Keys) -> Among:
    found = Among([], [])
    for key, said in zip(read.keys.own, contacts.said, strict=True):
        entry = directory.entries.get(key)
        if entry is None:
            continue
        if entry.held is Held.ERASED or keys.erased(directory.agency, entry.person):
            found.gone.append(entry.person)
        else:
            found.here.append(Side(entry.person, key, said))
    return found


def _is_unclear(directory: Directory, contacts: Contacts, among: Among) -> bool:
    return contacts.sides and len({directory.now(side.person) for side in among.here}) > 1


def _unclear(directory: Directory, read: Read) -> Outcome:
    """Both may be the agency's side."""
    reason = "expected to see whose archive this is, found two people known here who wrote to each other"
    return refusals.refused(UnreadableError(reason), directory.naming(read.keys))


def _events(parts: Parts, read: Read, among: Among) -> list[Event]:
    now = parts.clock.now()
    return [telling.event(read.row, side.person, now, _named(read, side)) for side in among.here]


def _named(read: Read, side: Side) -> telling.Named:
    """One fact for each of them: what is said of all at once has an id for each, which tells nobody who."""
    return telling.named(read.row, side.said._replace(about=(*side.said.about, side.key.hex())))


def _outcome(directory: Directory, events: Sequence[Event], among: Among, fresh: set[int]) -> Outcome:
    if not events:
        return erased(among.gone[0]) if among.gone else Outcome(State.IGNORED, clear=True)
    last = events[-1]
    state = State.NEW if any(id(event) in fresh for event in events) else State.KNOWN
    return Outcome(state, last.subject, f"{directory.now(last.subject)}:{last.id}", clear=True)
