"""Whole events: encode to a record's key, value and headers, decode back to the newest version."""

from collections.abc import Iterable
from typing import NamedTuple

from shared import envelope as keyed
from shared.codec.cloudevent import Sealed, envelope, headers
from shared.codec.wire import Wire
from shared.envelope import Event
from shared.errors import UnreadableError
from shared.facts import KINDS, Kind
from shared.log.protocol import Headers, Record
from shared.vault import Keys


class Encoded(NamedTuple):
    """An event as a record to be appended."""

    key: bytes
    value: bytes
    headers: Headers


class Codec:
    """Writes and reads the events of some kinds."""

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self._kinds = {kind.name: (kind, Wire(kind)) for kind in kinds}
        self._wires = {kind.body: wire for kind, wire in self._kinds.values()}

    def encode(self, event: Event, keys: Keys) -> Encoded:
        """The record of an event: its open fields readable, all personal ones in one sealed field.

        Raises `ErasedError` when something personal is said of a subject without a key; personal fields that
        hold their defaults say nothing. Raises `UnreadableError` when a text or the time cannot be written.
        """
        wire = self._wires[type(event.body)]
        key = keyed.key(event.agency, event.subject)
        try:
            return Encoded(key, wire.write(event, keys), headers(event, key, wire.headers))
        except UnicodeEncodeError:
            raise UnreadableError(
                f"expected text in {event.id}, found half of a surrogate pair, which is no character"
            ) from None

    def body(self, sealed: Sealed, keys: Keys | None) -> Event:
        """The event with its body in the newest version, each older one brought up step by step.

        Without `keys`, or once the subject's key is gone, personal fields hold their defaults and `opened` is
        False. Raises `UnreadableError`, with the field where one is at fault: for an unknown type, a version
        newer than this program knows, or a body that is not what its version says.
        """
        opened = self._wire(sealed).read(sealed, keys)
        return Event(
            id=sealed.id,
            agency=sealed.agency,
            subject=sealed.subject,
            source=sealed.source,
            occurred=sealed.occurred,
            recorded_at=sealed.recorded_at,
            body=opened.body,
            forwarded_by=sealed.forwarded_by,
            opened=opened.opened,
        )

    def decode(self, record: Record, keys: Keys | None) -> Event:
        """The event of a record; `UnreadableError` like `envelope` and `body`."""
        return self.body(envelope(record), keys)

    def _wire(self, sealed: Sealed) -> Wire:
        known = self._kinds.get(sealed.type)
        if known is None:
            raise UnreadableError(
                f"expected a type of event that this program knows, found {sealed.type}; "
                "update it and retry the record",
                field="ce_type",
            )
        kind, wire = known
        if sealed.version > kind.version:
            raise UnreadableError(
                f"expected {kind.name} up to version {kind.version}, found {sealed.version}; "
                "update this program and retry the record",
                field="ce_dataschema",
            )
        return wire


_registered = Codec(KINDS.values())
encode = _registered.encode
body = _registered.body
decode = _registered.decode
