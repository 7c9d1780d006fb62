"""What a service's handler is given, and what it may be asked."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import sqlalchemy as sa

from shared import codec
from shared.codec import Sealed
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.log.protocol import Record
from shared.vault import Keys, Vault

Subject = tuple[str, str]
"""An agency and the id of a person (or of what else a record is about)."""


class Delivery(NamedTuple):
    """One record taken from the log, or a parked one tried again as a late fact."""

    record: Record | None
    """As the log has it; None when the record is a parked one tried again."""
    sealed: Sealed
    event: Event | None
    """With its body, when the service opens what it reads."""


class RefusedError(UnreadableError):
    """Park this one delivery: it makes no sense to the handler that was given it."""

    def __init__(self, delivery: Delivery, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason, field=field)
        self.delivery = delivery


class Handler(Protocol):
    """What a service does with what it reads; its own work only, in the step's transaction."""

    def handle(self, connection: sa.Connection, deliveries: Sequence[Delivery]) -> None:
        """Work on deliveries, in order; may append to the outbox.

        May be called again, with fewer of the same deliveries, after it has raised: what it did was rolled
        back, and `forget` was called. `RefusedError` parks one delivery; so does any unexpected exception.
        """
        ...

    def forget(self) -> None:
        """Drop what is cached: partitions were assigned, or a transaction was, or may have been, lost."""
        ...


@runtime_checkable
class Ticking(Protocol):
    """A handler with work of its own between records."""

    def tick(self, connection: sa.Connection) -> bool:
        """Do a piece of work in a transaction of its own; True when there is more to do at once.

        Called about once a second by every process of the service, whatever partitions it owns.
        """
        ...


@runtime_checkable
class Holding(Protocol):
    """A handler that changes something when records of a person are parked or released."""

    def parked(self, connection: sa.Connection, subjects: Collection[Subject]) -> None:
        """Records of these are parked, or given up, from this transaction on."""
        ...


class Unread(NamedTuple):
    """A record to be parked, and why."""

    record: Record
    error: Exception


class Decoded(NamedTuple):
    """A batch, decoded."""

    deliveries: list[Delivery]
    unread: list[Unread]


def decode(connection: sa.Connection, vault: Vault, records: Iterable[Record], *, opens: bool) -> Decoded:
    """Read the envelopes and, when the service opens what it reads, the bodies; keys in one query."""
    decoded = Decoded([], [])
    sealed = _envelopes(records, decoded.unread)
    keys = _keys(connection, vault, sealed) if opens else None
    for record, envelope in sealed:
        try:
            event = codec.body(envelope, keys) if opens else None
        except Exception as error:  # noqa: BLE001 - whatever one record's bytes bring about, it is parked
            decoded.unread.append(Unread(record, error))
        else:
            decoded.deliveries.append(Delivery(record, envelope, event))
    return decoded


def _envelopes(records: Iterable[Record], unread: list[Unread]) -> list[tuple[Record, Sealed]]:
    read = []
    for record in records:
        try:
            read.append((record, codec.envelope(record)))
        except Exception as error:  # noqa: BLE001 - as above; a try costs nothing where none raises
            unread.append(Unread(record, error))
    return read


def _keys(connection: sa.Connection, vault: Vault, sealed: Iterable[tuple[Record, Sealed]]) -> Keys:
    subjects = {(envelope.agency, envelope.subject) for _, envelope in sealed}
    return vault.keys(connection, subjects, create=False)
