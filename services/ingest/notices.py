"""What feeds say of the market becomes facts in the outbox: about no person, so nothing is sealed."""

from collections.abc import Sequence
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from services.ingest import telling
from services.ingest.parts import Parts
from services.ingest.reader import Read
from services.ingest.reading import Notice, Told
from services.ingest.rowstore import Outcome, Row, State
from services.ingest.snapshots import Snapshot
from services.ingest.tables import market
from shared.envelope import Event, computed_id

Noticed = tuple[Read, Notice]


def take(connection: sa.Connection, parts: Parts, noticed: Sequence[Noticed]) -> dict[str, Outcome]:
    """Say what is new; the outcome of each row by its id. What they speak of is locked."""
    known = _load(connection, parts.agency, {notice.subject for _, notice in noticed})
    before = dict(known)
    outcomes: dict[str, Outcome] = {}
    events: list[Event] = []
    for read, notice in noticed:
        told = _told(read.row, notice, known)
        events += _events(parts, read.row, notice, told)
        outcomes[read.row.id] = Outcome(State.NEW if told.said else State.KNOWN)
    parts.outbox.append(connection, events)
    _store(connection, parts.agency, {key: now for key, now in known.items() if before.get(key) != now})
    return outcomes


def _told(row: Row, notice: Notice, known: dict[str, Snapshot]) -> Told:
    """What is new, put down in `known`; what states an earlier day than the last one says nothing."""
    before, stated = known.get(notice.subject), telling.stated(row)
    if before and stated < before.stated:
        return Told((), None)
    revision = before.revision if before else 0
    told = notice.standing.tell(before.text if before else None, _seed(row, notice, revision + 1))
    if told.keep is not None:
        known[notice.subject] = Snapshot(revision + bool(told.said), told.keep, stated)
    return told


def _seed(row: Row, notice: Notice, revision: int) -> str:
    """As of a person's things: the revision alone counts twice in a database that was put back."""
    return computed_id("change", row.agency, notice.subject, revision, sha256(row.raw).hexdigest())


def _events(parts: Parts, row: Row, notice: Notice, told: Told) -> list[Event]:
    now = parts.clock.now()
    return [telling.event(row, notice.subject, now, telling.named(row, said)) for said in told.said]


def _load(connection: sa.Connection, agency: str, subjects: set[str]) -> dict[str, Snapshot]:
    mine = (market.c.agency == agency) & market.c.subject.in_(subjects)
    return {
        row.subject: Snapshot(row.revision, row.text, row.stated)
        for row in connection.execute(sa.select(market).where(mine))
    }


def _store(connection: sa.Connection, agency: str, changed: dict[str, Snapshot]) -> None:
    if not changed:
        return
    rows = [{"agency": agency, "subject": one, **_kept(now)} for one, now in sorted(changed.items())]
    new = insert(market)
    values = {name: new.excluded[name] for name in ("revision", "text", "stated")}
    connection.execute(new.on_conflict_do_update(constraint=market.primary_key, set_=values), rows)


def _kept(now: Snapshot) -> dict[str, object]:
    return {"revision": now.revision, "text": now.text, "stated": now.stated}
