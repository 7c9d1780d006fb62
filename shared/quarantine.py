"""What a service could not read or accept: kept whole, announced, tried again on request (rule 6)."""

from base64 import b64encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from shared.clock import Clock
from shared.delivery import Subject
from shared.envelope import Event, computed_id, moment
from shared.errors import NotFoundError
from shared.facts.quarantine import RecordParked, RecordReleased
from shared.log.protocol import Partition
from shared.outbox import Outbox
from shared.parked import ASKED, HELD, Entry, Parked, State, entry
from shared.vault import Keys, Vault

LARGEST_PAYLOAD = 400_000
"""Bytes of a record that still travel with its announcement; larger ones stay with the service only."""


_AMONG = (
    sa.func.unnest(
        sa.bindparam("agencies", type_=postgresql.ARRAY(sa.Text)),
        sa.bindparam("subjects", type_=postgresql.ARRAY(sa.Uuid(as_uuid=False))),
    )
    .table_valued("agency", "subject", name="wanted")
    .render_derived()
)
"""Many subjects as two arrays: a list of pairs takes milliseconds to put into words."""
_NOTHING_KEPT: dict[str, object] = {"key": None, "value": None, "headers": b"[]"}


def tables(metadata: sa.MetaData) -> sa.Table:
    """Add the table to a service's metadata."""
    return sa.Table(
        "quarantine",
        metadata,
        sa.Column("id", sa.Uuid(as_uuid=False), primary_key=True),
        sa.Column("agency", sa.Text, nullable=False),
        sa.Column("subject", sa.Uuid(as_uuid=False), nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary),
        sa.Column("key", sa.LargeBinary),
        sa.Column("headers", sa.LargeBinary, nullable=False),
        sa.Column("topic", sa.Text),
        sa.Column("partition", sa.Integer),
        sa.Column("offset", sa.BigInteger),
        sa.Column("field", sa.Text),
        sa.Column("row", sa.Integer),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Index("quarantine_subject", "agency", "subject"),
        sa.Index("quarantine_state", "state", "parked_at"),
    )


@dataclass(frozen=True)
class Quarantine:
    """One service's quarantine; every method works in the caller's transaction."""

    service: str
    table: sa.Table
    outbox: Outbox
    vault: Vault
    clock: Clock

    def park(self, connection: sa.Connection, parked: Sequence[Parked]) -> None:
        """Keep these and announce them; what is kept already, or is about somebody erased, is left alone."""
        keys = self._keys(connection, parked)
        kept = {one.id: one for one in parked if not keys.erased(one.agency, one.subject)}
        if not kept:
            return
        statement = postgresql.insert(self.table).on_conflict_do_nothing().returning(self.table.c.id)
        rows = [self._row(one) for one in kept.values()]
        new = connection.execute(statement, rows).scalars().all()
        self._announce(connection, [(kept[one], 1) for one in new], keys)

    def refuse_again(self, connection: sa.Connection, entry: Entry, reason: str) -> None:
        """A try made on request failed: back to being parked, with the newest reason, announced again.

        The entry says which field is at fault now.
        """
        attempts, field = entry.attempts + 1, entry.parked.field
        self._update(
            connection, entry.parked.id, state=State.PARKED, attempts=attempts, reason=reason, field=field
        )
        keys = self._keys(connection, [entry.parked])
        self._announce(connection, [(entry.parked._replace(reason=reason), attempts)], keys)

    def request_retry(self, connection: sa.Connection, id_: str) -> None:
        """Ask for another try. `NotFoundError` unless a record of this id is parked here."""
        self._ask(connection, id_, State.RETRYING)

    def request_discard(self, connection: sa.Connection, id_: str) -> None:
        """Ask to give it up. `NotFoundError` unless a record of this id is parked here."""
        self._ask(connection, id_, State.DISCARDING)

    def requested(
        self, connection: sa.Connection, partitions: Collection[Partition], at_most: int = 100
    ) -> list[Entry]:
        """Records of these partitions to be tried again or given up, locked until the transaction ends."""
        table = self.table
        here = sa.tuple_(table.c.topic, table.c.partition).in_([tuple(one) for one in partitions])
        query = sa.select(table).where(table.c.state.in_(ASKED), here).order_by(table.c.offset)
        return self._entries(connection, query.limit(at_most).with_for_update(skip_locked=True))

    def get(self, connection: sa.Connection, id_: str) -> Entry:
        """One entry, locked until the transaction ends. `NotFoundError` when there is none."""
        query = sa.select(self.table).where(self.table.c.id == id_).with_for_update()
        if found := self._entries(connection, query):
            return found[0]
        raise NotFoundError(
            f"expected a record in quarantine of {self.service}, found none with the id {id_}"
        )

    def release(self, connection: sa.Connection, entry: Entry) -> None:
        """The record was accepted after all: kept no longer, and announced so."""
        self._end(connection, entry, State.RELEASED, "retried")

    def give_up(self, connection: sa.Connection, ids: Collection[str], how: str = "discarded") -> None:
        """Nobody will read these: kept no longer, and announced so; what is not parked is left alone."""
        table = self.table
        held = table.c.id.in_(ids) & table.c.state.in_(HELD)
        query = sa.select(table).where(held).order_by(table.c.id).with_for_update()
        for each in self._entries(connection, query):
            self._end(connection, each, State.DISCARDED, how)

    def listing(
        self, connection: sa.Connection, *, states: Collection[State] = HELD, at_most: int = 100
    ) -> list[Entry]:
        """The newest entries in these states."""
        table = self.table
        query = (
            sa.select(table).where(table.c.state.in_(states)).order_by(table.c.parked_at.desc(), table.c.id)
        )
        return self._entries(connection, query.limit(at_most))

    def clear(self, connection: sa.Connection, agency: str, subject: str) -> None:
        """Somebody is erased: nothing of what was parked about them is kept."""
        table = self.table
        about = (table.c.agency == agency) & (table.c.subject == subject)
        values = {"state": State.ERASED, "reason": "erased", **_NOTHING_KEPT}
        connection.execute(sa.update(table).where(about).values(values))

    def parked_subjects(self, connection: sa.Connection, subjects: Iterable[Subject]) -> set[Subject]:
        """Those of whom this service parked a record; where the rules did, their plans are on hold."""
        table, wanted = self.table, list(subjects)
        about = sa.tuple_(table.c.agency, table.c.subject).in_(sa.select(_AMONG))
        query = sa.select(table.c.agency, table.c.subject).where(about, table.c.state.in_(HELD)).distinct()
        names = {"agencies": [agency for agency, _ in wanted], "subjects": [subject for _, subject in wanted]}
        return {(row.agency, row.subject) for row in connection.execute(query, names)}

    def _ask(self, connection: sa.Connection, id_: str, state: State) -> None:
        table = self.table
        where = (table.c.id == id_) & table.c.state.in_(HELD)
        if not connection.execute(sa.update(table).where(where).values(state=state)).rowcount:
            raise NotFoundError(f"expected a parked record of {self.service}, found none with the id {id_}")

    def _end(self, connection: sa.Connection, entry: Entry, state: State, how: str) -> None:
        parked = entry.parked
        self._update(connection, parked.id, state=state, **_NOTHING_KEPT)
        body = RecordReleased(record=parked.id, service=self.service, how=how)
        event_id = computed_id("record.released", parked.id)
        self.outbox.append(connection, [self._event(event_id, parked, body)])

    def _keys(self, connection: sa.Connection, parked: Iterable[Parked]) -> Keys:
        """Those that there are, and new ones for what is nobody's.

        Whoever is on the log had a key once: a second one would close for ever what the first one sealed.
        """
        subjects = {(one.agency, one.subject) for one in parked}
        nobodys = {(one.agency, one.subject) for one in parked if one.subject == one.id}
        self.vault.keys(connection, nobodys, create=True)
        return self.vault.keys(connection, subjects, create=False)

    def _row(self, parked: Parked) -> dict[str, object]:
        row: dict[str, object] = parked._asdict()
        headers = msgspec.json.encode(parked.headers)
        return row | {"headers": headers, "state": State.PARKED, "attempts": 1, "parked_at": self.clock.now()}

    def _update(self, connection: sa.Connection, id_: str, **values: object) -> None:
        connection.execute(sa.update(self.table).where(self.table.c.id == id_).values(values))

    def _entries(self, connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> list[Entry]:
        return [entry(row) for row in connection.execute(query).mappings()]

    def _announce(self, connection: sa.Connection, parked: Sequence[tuple[Parked, int]], keys: Keys) -> None:
        announced = [self._announcement(one, attempt, keys) for one, attempt in parked]
        self.outbox.append(connection, announced)

    def _announcement(self, parked: Parked, attempt: int, keys: Keys) -> Event:
        body = RecordParked(
            record=parked.id,
            service=self.service,
            reason=parked.reason,
            origin=parked.origin,
            field=parked.field,
            row=parked.row,
            payload=_payload(parked) if keys.known(parked.agency, parked.subject) else None,
        )
        return self._event(computed_id("record.parked", parked.id, attempt), parked, body)

    def _event(self, id_: str, parked: Parked, body: RecordParked | RecordReleased) -> Event:
        now = self.clock.now()
        return Event(
            id=id_,
            agency=parked.agency,
            subject=parked.subject,
            source=self.service,
            occurred=moment(now),
            recorded_at=now,
            body=body,
        )


def _payload(parked: Parked) -> str | None:
    if parked.value is None or len(parked.value) > LARGEST_PAYLOAD:
        return None
    return b64encode(parked.value).decode()
