"""Copies the facts of somebody absorbed to whom they turned out to be; after an undoing, to one of two."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from services.ingest import history, known
from services.ingest.identity import became, merges, unassigned
from services.ingest.identity.merged import Merged
from services.ingest.parts import Parts
from shared import codec, telemetry
from shared.codec import Sealed
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.facts import Fact
from shared.facts.corrections import FactRetracted
from shared.vault import Keys

CLAIMS = frozenset({"outreach.claimed", "outreach.extended", "outreach.released"})
"""What leads to nothing by itself: of whom it was, nobody is asked."""
Groups = Mapping[str, Sequence[Sealed]]


def forward(connection: sa.Connection, parts: Parts, one: Merged) -> None:
    """All facts of the absorbed person that the other does not have yet. Everybody named is locked."""
    keys = parts.vault.keys(connection, {(parts.agency, each) for each in one.named}, create=True)
    if any(keys.erased(parts.agency, each) for each in (one.person, one.into)):
        return
    waiting = history.unforwarded(connection, parts.agency, one)
    alone = one.other is not None and keys.erased(parts.agency, one.other)
    whose = _apart(connection, parts, one, waiting, alone=alone) if one.undoes else {one.into: waiting}
    copies = [
        copy
        for person, some in whose.items()
        for sealed in some
        if (copy := _copy(sealed, keys, person, one.merge))
    ]
    parts.outbox.append(connection, known.unsaid(connection, parts.agency, copies))


def doubtful(connection: sa.Connection, parts: Parts, one: Merged, mine: Sequence[Sealed]) -> Groups:
    """What was told by name of somebody who was two people then, by what it is about.

    That is a task with all that was done with it, or one fact with what takes it back. Of these facts of the
    person's own; also those that were handed on to them when two were one again, and nobody was asked.
    """
    if one.since is None:
        return {}
    never_said = unassigned.never_said(connection, parts.agency, one.person)
    groups: dict[str, list[Sealed]] = defaultdict(list)
    for sealed in mine:
        if sealed.source.removeprefix("ingest/") in parts.reader.feeds:
            continue
        thing = _thing(sealed)
        if sealed.recorded_at > one.since or thing in never_said:
            groups[thing].append(sealed)
    return groups


def asks(facts: Iterable[Sealed]) -> bool:
    """Whether anybody has to say of whom this was: a claim that led to nothing is nobody's."""
    return any(sealed.type not in CLAIMS for sealed in facts)


def own(
    connection: sa.Connection, agency: str, facts: Sequence[Sealed], undone: str | None = None
) -> list[Sealed]:
    """Those that were told of the person, and are no copies of what was told of another.

    `undone` is a merge that may not be known here: a database that was put back learns of it later.
    """
    marks = {sealed.forwarded_by for sealed in facts if sealed.forwarded_by}
    foreign = merges.known(connection, agency, sorted(marks)) | ({undone} if undone else set())
    return [sealed for sealed in facts if sealed.forwarded_by not in foreign]


def _apart(
    connection: sa.Connection, parts: Parts, one: Merged, waiting: Sequence[Sealed], *, alone: bool
) -> dict[str, list[Sealed]]:
    """Whose each fact is; what may be of either waits for a person's word, unless one is left `alone`."""
    mine = own(connection, parts.agency, waiting, one.undoes)
    if _one_again(connection, parts, one):
        unassigned.one_again(connection, parts.agency, one.person, one.into, parts.clock.now())
        return {one.into: mine}
    groups = doubtful(connection, parts, one, mine)
    ids = {sealed.id for some in groups.values() for sealed in some}
    whose = {one.into: [sealed for sealed in mine if sealed.id not in ids]}
    if alone:
        return whose
    said = unassigned.answered(connection, parts.agency, one.person)
    asked = {thing for thing, some in groups.items() if asks(some)} - said.keys()
    unassigned.ask(connection, parts.agency, one.person, asked, parts.clock.now())
    for thing, to in said.items():
        whose.setdefault(to, []).extend(groups.get(thing, ()))
    return whose


def _one_again(connection: sa.Connection, parts: Parts, one: Merged) -> bool:
    if one.other is None:
        return False
    now = became.of(connection, parts.agency, {one.into, one.other})
    return now.get(one.into, one.into) == now.get(one.other, one.other)


def _thing(sealed: Sealed) -> str:
    try:
        said: Fact = codec.body(sealed, None).body
    except UnreadableError:
        return sealed.id
    task: str | None = getattr(said, "task", None)
    return said.fact if isinstance(said, FactRetracted) else task or sealed.id


def _copy(sealed: Sealed, keys: Keys, person: str, mark: str) -> Event | None:
    """The fact under its own id and times, about somebody else; `None` for one of a newer program.

    That one stays kept, and is forwarded together with the next after this program was updated.
    """
    try:
        event = codec.body(sealed, keys)
    except UnreadableError as error:
        telemetry.ALARMS.labels("ingest", "not-forwarded").inc()
        telemetry.logger(part="forwarder").error("not-forwarded", fact=sealed.id, reason=error.reason)
        return None
    return Event(
        id=event.id,
        agency=event.agency,
        subject=person,
        source=event.source,
        occurred=event.occurred,
        recorded_at=event.recorded_at,
        body=event.body,
        forwarded_by=mark,
    )
